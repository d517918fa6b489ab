// Of a mail that was cut off it is known that no server has it, when that is so; never when a server may have it.
#include "plugin/handover_note.h"

#include <gtest/gtest.h>

#include "testing/fake_host.h"

namespace frontdesk::email {
namespace {

using fake::FakeHost;

/// What a later life of the process knows: the desk's durable state, and nothing of this one's memory.
bool is_unsent_after_a_crash(const FakeHost& host, const std::string& key) {
  FakeHost next;
  for (const auto& [name, value] : host.committed_state()) next.set_state(name, value);
  return HandoverNote(next.services(), true).is_certainly_unsent(key);
}

const sdk::Error kBusy{sdk::Status::kRetry, "no_credit", "The desk is busy."};

TEST(HandoverNote, a_mail_that_is_begun_is_unsent_until_its_last_byte_may_be_written) {
  FakeHost host;
  HandoverNote note(host.services(), true);
  EXPECT_FALSE(is_unsent_after_a_crash(host, "a"));
  note.begin("a");
  EXPECT_TRUE(is_unsent_after_a_crash(host, "a"));
  EXPECT_FALSE(is_unsent_after_a_crash(host, "b")) << "of others nothing is known";
  ASSERT_TRUE(note.hand_over());
  EXPECT_FALSE(is_unsent_after_a_crash(host, "a"));
}

TEST(HandoverNote, the_last_byte_waits_for_a_note_that_lasts) {
  FakeHost host;
  HandoverNote note(host.services(), true);
  note.begin("a");
  host.refuse_submits(1, kBusy);
  EXPECT_FALSE(note.hand_over());
  EXPECT_TRUE(is_unsent_after_a_crash(host, "a"));
}

TEST(HandoverNote, a_mail_whose_beginning_could_not_be_noted_goes_on_and_nothing_is_known_of_it) {
  FakeHost host;
  HandoverNote note(host.services(), true);
  note.begin("a");
  host.refuse_submits(1, kBusy);
  note.begin("b");
  EXPECT_TRUE(note.hand_over());
  EXPECT_FALSE(is_unsent_after_a_crash(host, "b"));
  EXPECT_FALSE(note.is_certainly_unsent("b"));
}

// Whether the first try reached a server was decided, by its outcome or by a person, before there is a second.
TEST(HandoverNote, another_try_of_a_mail_is_noted_anew) {
  FakeHost host;
  HandoverNote note(host.services(), true);
  note.begin("a");
  ASSERT_TRUE(note.hand_over());
  note.begin("a");
  EXPECT_TRUE(is_unsent_after_a_crash(host, "a"));
}

TEST(HandoverNote, without_notes_nothing_is_known_and_nothing_waits) {
  FakeHost host;
  HandoverNote note(host.services(), false);
  note.begin("a");
  EXPECT_TRUE(note.hand_over());
  EXPECT_FALSE(note.is_certainly_unsent("a"));
  EXPECT_TRUE(host.committed_state().empty());
}

}  // namespace
}  // namespace frontdesk::email
