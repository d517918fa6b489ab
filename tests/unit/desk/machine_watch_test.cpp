// Clock, disk and habits of channels over time, with clocks of the test's own.
#include <gtest/gtest.h>

#include "desk/machine/channel_rhythm.h"
#include "desk/machine/clock_watch.h"
#include "desk/machine/room_history.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Both clocks run; only the wall clock steps.
class SteppingClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override { return wall_; }
  [[nodiscard]] Duration monotonic() const override { return steady_; }
  void run(Duration by) {
    wall_ = wall_ + by;
    steady_ += by;
  }
  void step(Duration by) { wall_ = wall_ + by; }

 private:
  Micros wall_{1'710'484'200'000'000};
  Duration steady_{5'000'000};
};

TEST(ClockWatch, a_clock_that_runs_or_is_slewed_has_no_jump) {
  SteppingClock clock;
  ClockWatch watch(clock);
  watch.begin(clock.now() - hours(24 * 30));
  for (int turn = 0; turn < 1000; ++turn) {
    clock.run(seconds(10));
    clock.step(std::chrono::milliseconds(5));
    watch.look();
  }
  EXPECT_FALSE(watch.last_jump());
  EXPECT_FALSE(watch.holds_deletions());
}

TEST(ClockWatch, a_step_is_told_for_a_day_and_a_large_one_holds_deletions_so_long) {
  struct Step {
    Duration by;
    bool is_jump;
    bool holds;
  };
  for (const Step step :
       {Step{seconds(59), false, false}, Step{minutes(2), true, false}, Step{-minutes(2), true, false},
        Step{hours(2), true, true}, Step{-hours(24), true, true}, Step{hours(24 * 3650), true, true}}) {
    SteppingClock clock;
    ClockWatch watch(clock);
    clock.run(seconds(10));
    clock.step(step.by);
    watch.look();
    EXPECT_EQ(watch.last_jump().has_value(), step.is_jump) << step.by.count();
    EXPECT_EQ(watch.holds_deletions(), step.holds) << step.by.count();
    EXPECT_EQ(watch.last_jump().value_or(ClockJump{}).by, step.is_jump ? step.by : Duration{0});
    clock.run(hours(23));
    EXPECT_EQ(watch.holds_deletions(), step.holds) << step.by.count();
    clock.run(hours(2));
    EXPECT_FALSE(watch.last_jump()) << step.by.count();
  }
}

TEST(ClockWatch, at_the_start_the_newest_record_stands_for_the_time_before) {
  const auto jump_after = [](Duration since_newest_record) {
    const SteppingClock clock;
    ClockWatch watch(clock);
    watch.begin(clock.now() - since_newest_record);
    return watch.last_jump();
  };
  EXPECT_FALSE(jump_after(hours(24 * 59)));
  EXPECT_FALSE(jump_after(-seconds(30)));
  ASSERT_TRUE(jump_after(-hours(1)));
  EXPECT_EQ(jump_after(-hours(1))->by, -hours(1));
  EXPECT_TRUE(jump_after(hours(24 * 365)));
}

TEST(RoomHistory, tells_when_the_disk_is_full_as_it_shrank_so_far) {
  const Micros now{1'710'484'200'000'000};
  const std::vector<RoomSample> history{{now - hours(48), 3'000}, {now - hours(24), 5'000}};
  EXPECT_EQ(full_in(history, {now, 1'000}), Duration(hours(24)));
  EXPECT_FALSE(full_in(history, {now, 3'000}));
  EXPECT_FALSE(full_in(history, {now, 9'000}));
  EXPECT_FALSE(full_in({}, {now, 1'000}));
  EXPECT_FALSE(full_in({{now - hours(23), 3'000}}, {now, 1'000})) << "less than a day says nothing";
  EXPECT_FALSE(full_in({{now - hours(25), INT64_MAX}}, {now, INT64_MAX - 1}));
  EXPECT_EQ(full_in(history, {now, 0}), Duration(0));
}

class MachineWatchTest : public DeskTest {
 protected:
  std::vector<RoomSample> history() {
    return must(store_->read([](storage::ReadTx& tx) { return load_room_history(tx); }));
  }
  void sample(std::int64_t free) {
    must(store_->write_and_wait([&](storage::Tx& tx) { return add_room_sample(tx, {clock_.now(), free}); }));
  }
};

TEST_F(MachineWatchTest, room_is_sampled_every_six_hours_and_kept_for_two_weeks) {
  for (int turn = 0; turn < 24 * 20; ++turn) {
    sample(1'000'000 - turn);
    clock_.advance(hours(1));
  }
  const auto kept = history();
  EXPECT_EQ(kept.size(), 24U * 14 / 6);
  EXPECT_GE(kept.front().at, kept.back().at - kRoomKept);
  clock_.advance(-hours(24 * 2));
  sample(5);
  EXPECT_LE(history().back().at, clock_.now()) << "samples of a later time are of a clock that was wrong";
}

// P-39, N-20
TEST_F(MachineWatchTest, a_channels_longest_pause_is_known_once_it_has_habits) {
  ChannelRhythm rhythm(*store_);
  must(rhythm.learn(clock_.now()));
  EXPECT_FALSE(rhythm.usual_gap(channel_));
  for (int day = 0; day < 5; ++day) {
    for (int item = 0; item < 5; ++item) {
      take_in(mail("订单 " + std::to_string(day * 10 + item), "您好"));
      clock_.advance(hours(1));
    }
    clock_.advance(hours(15));
    if (day == 2) {
      must(rhythm.learn(clock_.now()));
      EXPECT_FALSE(rhythm.usual_gap(channel_)) << "fifteen items are no habit";
    }
  }
  must(rhythm.learn(clock_.now()));
  EXPECT_EQ(rhythm.usual_gap(channel_), Duration(hours(16)));
  must(rhythm.learn(clock_.now() + hours(24 * 12)));
  EXPECT_FALSE(rhythm.usual_gap(channel_)) << "what is older than two weeks is forgotten";
}

}  // namespace
}  // namespace frontdesk::desk
