#include "base/random.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <thread>

namespace frontdesk {
namespace {

TEST(SystemRandom, never_gives_the_same_bytes_twice) {
  SystemRandom random;
  std::set<Bytes> seen;
  for (int i = 0; i < 20'000; ++i) EXPECT_TRUE(seen.insert(random.bytes(12)).second);
  EXPECT_NE(random.bytes(100'000), Bytes(100'000));
}

TEST(SystemRandom, gives_each_thread_its_own) {
  SystemRandom random;
  const Bytes here = random.bytes(16);
  Bytes there;
  std::thread([&] { there = random.bytes(16); }).join();
  EXPECT_NE(here, there);
}

// A nonce used twice under one key would open what it sealed.
TEST(SystemRandom, a_forked_child_does_not_repeat_its_parent) {
  SystemRandom random;
  static_cast<void>(random.bytes(16));  // so that there are bytes to inherit
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const Bytes bytes = random.bytes(32);
    ::_exit(::write(ends[1], bytes.data(), bytes.size()) == 32 ? 0 : 1);
  }
  Bytes of_child(32);
  EXPECT_EQ(::read(ends[0], of_child.data(), of_child.size()), 32);
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  ::close(ends[1]);
  EXPECT_NE(random.bytes(32), of_child);
}

}  // namespace
}  // namespace frontdesk
