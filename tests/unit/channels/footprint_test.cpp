// What a host holds, read from the kernel's words.
#include <gtest/gtest.h>

#include <unistd.h>

#include "channels/host/footprint.h"

namespace frontdesk::channels {
namespace {

TEST(Footprint, counts_private_swapped_shared_and_file_memory) {
  const Footprint found = parse_process_status(
      "Name:\tRssAnon: 7\nVmRSS:\t  999999 kB\nRssAnon:\t    1024 kB\nRssFile:\t    2048 kB\n"
      "RssShmem:\t    4096 kB\nVmSwap:\t    8192 kB\nHugetlbPages:\t   16384 kB\nThreads:\t12\n");
  EXPECT_EQ(found.memory_bytes, std::uint64_t{31} << 20);
  EXPECT_EQ(found.threads, 12U);
}

TEST(Footprint, of_nothing_is_nothing) {
  EXPECT_EQ(parse_process_status("").memory_bytes, 0U);
  EXPECT_EQ(parse_process_status("RssAnon:").memory_bytes, 0U);
}

TEST(Footprint, of_a_running_process_is_read_and_of_a_missing_one_is_not) {
  const auto own = HostFootprint(::getpid()).read();
  ASSERT_TRUE(own);
  EXPECT_GT(own->memory_bytes, 0U);
  EXPECT_GE(own->threads, 1U);
  EXPECT_FALSE(HostFootprint(0x3fffffff).read());
}

}  // namespace
}  // namespace frontdesk::channels
