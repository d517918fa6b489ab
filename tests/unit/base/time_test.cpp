#include "base/time.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "support/fake_clock.h"

namespace frontdesk {
namespace {

TEST(Rfc3339, reads_back_what_it_writes) {
  const Micros at{1'710'484'200'123'000};
  EXPECT_EQ(to_rfc3339(at), "2024-03-15T06:30:00.123Z");
  EXPECT_EQ(parse_rfc3339("2024-03-15T06:30:00.123Z"), at);
  EXPECT_EQ(parse_rfc3339("2024-03-15T14:30:00.123+08:00"), at);
}

TEST(Rfc3339, refuses_anything_else) {
  for (const char* text :
       {"", "2024-03-15", "2024-02-30T00:00:00Z", "2024-03-15T06:30:00", "2024-03-15T25:30:00Z", "x"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(DayInZone, changes_at_local_midnight) {
  const Micros before = *parse_rfc3339("2024-03-14T15:59:59Z"), after = *parse_rfc3339("2024-03-14T16:00:00Z");
  EXPECT_EQ(day_in_zone(before, "Asia/Shanghai"), (CalendarDay{2024, 3, 14}));
  EXPECT_EQ(day_in_zone(after, "Asia/Shanghai"), (CalendarDay{2024, 3, 15}));
  EXPECT_EQ(day_in_zone(after, "No/Such"), (CalendarDay{2024, 3, 14}));
}

TEST(IdSource, grows_even_when_the_clock_steps_back) {
  test::FakeClock clock;
  IdSource ids(clock);
  const auto first = ids.next<TicketId>();
  clock.advance(-std::chrono::hours(1));
  EXPECT_GT(ids.next<TicketId>(), first);
}

TEST(IdSource, goes_on_after_the_ids_of_a_former_life_with_a_faster_clock) {
  test::FakeClock clock;
  IdSource former(clock);
  const auto last = former.next<TicketId>();
  clock.advance(-std::chrono::hours(24));
  IdSource ids(clock);
  ids.go_on_after(last.raw());
  EXPECT_GT(ids.next<TicketId>(), last);
  clock.advance(std::chrono::hours(48));
  EXPECT_GT(ids.next<TicketId>().raw(), last.raw() + (std::int64_t{1} << 20));
}

}  // namespace
}  // namespace frontdesk
