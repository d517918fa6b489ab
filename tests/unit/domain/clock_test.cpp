#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string_view>

#include "domain/profile/snapshot.h"
#include "domain/profile/words.h"

namespace frontdesk::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Micros kReceived{1'710'484'200'000'000};

Duration limit_of(ClockKind kind, TicketType type) {
  const Profile profile = default_profile();
  return profile.limit(kind, type, profile.priority_for(type)).value_or(Duration{0});
}

// D-02: priority row and type row of the procedure hold at the same time.
// M-26, M-27, M-28, M-35, D-01
TEST(DefaultProfile, reproduces_both_tables_of_the_procedure) {
  EXPECT_EQ(limit_of(ClockKind::kAcknowledge, TicketType::kFunctionFault), minutes(15));
  EXPECT_EQ(limit_of(ClockKind::kResponse, TicketType::kFunctionFault), hours(2));
  EXPECT_EQ(limit_of(ClockKind::kResolve, TicketType::kFunctionFault), hours(24));
  EXPECT_EQ(limit_of(ClockKind::kResponse, TicketType::kServiceExperience), hours(4));
  EXPECT_EQ(limit_of(ClockKind::kResolve, TicketType::kServiceExperience), hours(48));
  EXPECT_EQ(limit_of(ClockKind::kResponse, TicketType::kConsultation), hours(8));
  EXPECT_EQ(limit_of(ClockKind::kResolve, TicketType::kConsultation), hours(72));
  EXPECT_EQ(limit_of(ClockKind::kResponse, TicketType::kComplaint), hours(4));
  EXPECT_EQ(limit_of(ClockKind::kResolve, TicketType::kComplaint), hours(72));
  EXPECT_EQ(limit_of(ClockKind::kAcknowledge, TicketType::kConsultation), Duration{0});
}

// M-36, P-24
TEST(ServiceClock, met_late_stays_a_breach) {
  auto clocks = start_clocks(default_profile(), TicketType::kConsultation, Priority::kP3, 1, kReceived);
  meet(clocks[0], kReceived + hours(9));
  EXPECT_EQ(clocks[0].state, ClockState::kBreached);
  EXPECT_EQ(clocks[0].breached_at, kReceived + hours(8));
  EXPECT_FALSE(clocks[0].is_owed());
}

TEST(ServiceClock, is_met_once_only) {
  auto clocks = start_clocks(default_profile(), TicketType::kConsultation, Priority::kP3, 1, kReceived);
  meet(clocks[0], kReceived + hours(1));
  const auto first = clocks[0];
  meet(clocks[0], kReceived + hours(20));
  EXPECT_EQ(clocks[0], first);
}

// M-25, P-24
TEST(Reclassify, recomputes_from_receipt_and_never_restarts) {
  const Profile profile = default_profile();
  auto clocks = start_clocks(profile, TicketType::kConsultation, Priority::kP3, 1, kReceived);
  clocks = reclassify_clocks(profile, clocks, TicketType::kFunctionFault, Priority::kP1, {1, kReceived, {}},
                             kReceived + hours(3));
  ASSERT_EQ(clocks.size(), 3U);
  for (const ServiceClock& clock : clocks) EXPECT_EQ(clock.started_at, kReceived);
  EXPECT_EQ(next_owed(clocks)->due_at, kReceived + minutes(15));
  EXPECT_EQ(next_owed(clocks)->state, ClockState::kBreached);
}

// Invariant 3 of the domain: the result depends on the facets and the receipt, not on the way there.
// M-25, N-11; D-08: 72 h from a Friday run through the weekend
TEST(Reclassify, any_path_to_the_same_facets_gives_the_same_due_times) {
  const Profile profile = default_profile();
  std::mt19937 random(7);
  for (int run = 0; run < 500; ++run) {
    auto clocks = start_clocks(profile, TicketType::kConsultation, Priority::kP3, 1, kReceived);
    TicketType type{};
    Priority priority{};
    for (int step = 0; step < 5; ++step) {
      type = static_cast<TicketType>(1 + random() % 4);
      priority = static_cast<Priority>(1 + random() % 3);
      clocks = reclassify_clocks(profile, clocks, type, priority, {1, kReceived, {}}, kReceived);
    }
    for (const ServiceClock& clock : clocks) {
      const auto limit = profile.limit(clock.kind, type, priority);
      EXPECT_EQ(clock.is_owed(), limit.has_value());
      if (limit) {
        EXPECT_EQ(clock.due_at, kReceived + *limit);
      }
    }
  }
}

const ServiceClock& clock_of(const std::vector<ServiceClock>& clocks, ClockKind kind, std::int64_t round) {
  for (const ServiceClock& clock : clocks) {
    if (clock.kind == kind && clock.round == round) return clock;
  }
  ADD_FAILURE() << "no such clock";
  return clocks.front();
}

// M-25, M-66
TEST(Reclassify, starts_new_kinds_of_a_later_round_with_that_round) {
  const Profile profile = default_profile();
  auto clocks = start_clocks(profile, TicketType::kConsultation, Priority::kP3, 1, kReceived);
  const Micros friday = kReceived + hours(96);
  start_next_round(profile, clocks, TicketType::kConsultation, Priority::kP3, 2, friday);
  ASSERT_EQ(round_start(clocks, 2), friday);
  clocks = reclassify_clocks(profile, clocks, TicketType::kFunctionFault, Priority::kP1, {2, friday, {}}, friday);
  EXPECT_EQ(clock_of(clocks, ClockKind::kAcknowledge, 2).due_at, friday + minutes(15));
  EXPECT_EQ(clock_of(clocks, ClockKind::kAcknowledge, 2).state, ClockState::kRunning);
}

// M-25, D-19
TEST(Reclassify, an_answer_sent_before_a_kind_applied_meets_it) {
  const Profile profile = default_profile();
  auto clocks = start_clocks(profile, TicketType::kConsultation, Priority::kP3, 1, kReceived);
  const Micros answered = kReceived + minutes(5);
  meet_answers(clocks, answered);
  const Round round{1, kReceived, answered};
  clocks = reclassify_clocks(profile, clocks, TicketType::kFunctionFault, Priority::kP1, round, kReceived + hours(1));
  EXPECT_EQ(clock_of(clocks, ClockKind::kAcknowledge, 1).state, ClockState::kMet);
  EXPECT_EQ(clock_of(clocks, ClockKind::kAcknowledge, 1).met_at, answered);
}

TEST(Reclassify, an_answer_sent_while_a_kind_was_void_meets_it_when_it_applies_again) {
  const Profile profile = default_profile();
  auto clocks = start_clocks(profile, TicketType::kFunctionFault, Priority::kP1, 1, kReceived);
  clocks = reclassify_clocks(profile, clocks, TicketType::kConsultation, Priority::kP3, {1, kReceived, {}}, kReceived);
  EXPECT_EQ(clock_of(clocks, ClockKind::kAcknowledge, 1).state, ClockState::kVoid);
  const Micros answered = kReceived + minutes(5);
  meet_answers(clocks, answered);
  const Round round{1, kReceived, answered};
  clocks = reclassify_clocks(profile, clocks, TicketType::kFunctionFault, Priority::kP1, round, kReceived + hours(1));
  EXPECT_EQ(clock_of(clocks, ClockKind::kAcknowledge, 1).state, ClockState::kMet);
}

// M-66, N-13
TEST(NextRound, ends_what_the_last_one_owed_and_keeps_its_breaches) {
  const Profile profile = default_profile();
  auto clocks = start_clocks(profile, TicketType::kConsultation, Priority::kP3, 1, kReceived);
  const Micros now = kReceived + hours(9);
  start_next_round(profile, clocks, TicketType::kConsultation, Priority::kP3, 2, now);
  ASSERT_EQ(clocks.size(), 4U);
  EXPECT_EQ(clocks[0].state, ClockState::kBreached);  // response of round 1, due after 8 h
  EXPECT_EQ(clocks[1].state, ClockState::kVoid);      // resolve of round 1, due after 72 h
  EXPECT_EQ(next_owed(clocks)->round, 2);
  EXPECT_EQ(next_owed(clocks)->due_at, now + hours(8));
}

// M-15, D-10
TEST(TicketNumber, grows_past_three_digits) {
  EXPECT_EQ(ticket_number("P", 2024, 3, 15, 1), "P20240315001");
  EXPECT_EQ(ticket_number("P", 2024, 3, 15, 1000), "P202403151000");
}

// Invariant: no state loses an inbound message, and each has a word of its own.
TEST(TicketState, every_state_has_an_answer_to_a_new_message_and_a_word) {
  std::set<std::string_view> words{""};
  for (int raw = 1; raw <= 11; ++raw) {
    const auto state = static_cast<TicketState>(raw);
    EXPECT_TRUE(words.insert(to_text(state)).second) << raw;
    EXPECT_EQ(on_inbound(state) == OnInbound::kStay, is_open(state));
  }
}

}  // namespace
}  // namespace frontdesk::domain
