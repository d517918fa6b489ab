#include "privacy/log_guard.h"

#include <gtest/gtest.h>

namespace frontdesk::privacy {
namespace {

TEST(LogGuard, covers_what_should_never_have_been_there) {
  EXPECT_EQ(mask_log_line("mail refused from=zhang@example.com phone=13800138000"),
            "mail refused from=z***@*** phone=*******8000");
}

TEST(LogGuard, leaves_ids_times_and_counts_alone) {
  const char* line = "ticket stored ticket=1880123456789012345 at=2024-03-15T06:30:00.000Z took_us=1710484200 rows=12";
  EXPECT_EQ(mask_log_line(line), line);
}

}  // namespace
}  // namespace frontdesk::privacy
