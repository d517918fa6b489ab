// What became of a reply whose host or daemon ended in the middle: told only where it is certain (P-14).
#include "channels/channel/send_note_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "host/send_note_page.h"

namespace frontdesk::channels {
namespace {

namespace fs = std::filesystem;
using Fate = SendNoteFile::Fate;
using Stage = wire::SendNote::Stage;

constexpr ChannelId kChannel{7};

class SendNoteFileTest : public ::testing::Test {
 protected:
  SendNoteFileTest() {
    std::string name = (fs::temp_directory_path() / "frontdesk-note-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~SendNoteFileTest() override { fs::remove_all(folder_); }

  SendNoteFile later_life() const { return SendNoteFile(folder_, kChannel); }
  /// A host of the file's plugin hands over the messages, each at a stage.
  static void hand_over(SendNoteFile& file, std::initializer_list<std::pair<const char*, Stage>> notes) {
    host::SendNotePage page(::dup(file.open_for_host(true, false)));
    for (const auto& [key, stage] : notes) page.write({key, stage, "remote"});
  }

  std::string folder_;
};

TEST_F(SendNoteFileTest, a_message_that_is_not_noted_was_not_handed_over) {
  SendNoteFile file(folder_, kChannel);
  hand_over(file, {});
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnsent);
  hand_over(file, {{"a", Stage::kTaken}, {"b", Stage::kHandedOver}});
  EXPECT_EQ(later_life().fate_of("c").fate, Fate::kUnsent);
}

TEST_F(SendNoteFileTest, what_the_plugin_said_is_known_in_the_next_life) {
  SendNoteFile file(folder_, kChannel);
  hand_over(file, {{"a", Stage::kTaken}});
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kSent);
  EXPECT_EQ(later_life().fate_of("a").remote_key, "remote");
  hand_over(file, {{"a", Stage::kRefused}});
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnsent);
  hand_over(file, {{"a", Stage::kHandedOver}});
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnknown) << "the server's answer is missing";
}

TEST_F(SendNoteFileTest, while_another_ones_end_is_not_on_record_nothing_follows_from_not_being_noted) {
  SendNoteFile file(folder_, kChannel);
  hand_over(file, {{"a", Stage::kTaken}});
  file.set_others_open(true);
  EXPECT_EQ(later_life().fate_of("b").fate, Fate::kUnknown);
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kSent);
  file.set_others_open(false);
  EXPECT_EQ(later_life().fate_of("b").fate, Fate::kUnsent);
  EXPECT_GE(file.open_for_host(true, true), 0);
  EXPECT_EQ(later_life().fate_of("b").fate, Fate::kUnknown);
}

// Somebody sends a reply again that came back: its first try was taken, and this one is cut off at its claim.
TEST_F(SendNoteFileTest, an_earlier_try_says_nothing_of_the_next_one) {
  SendNoteFile file(folder_, kChannel);
  hand_over(file, {{"a", Stage::kTaken}});
  file.forget("b");
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kSent) << "another message's";
  file.forget("a");
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnsent);
}

TEST_F(SendNoteFileTest, a_plugin_that_does_not_tell_leaves_everything_open) {
  SendNoteFile file(folder_, kChannel);
  EXPECT_GE(file.open_for_host(false, false), 0);
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnknown);
}

TEST_F(SendNoteFileTest, a_note_of_before_the_machine_was_started_says_nothing) {
  SendNoteFile file(folder_, kChannel);
  hand_over(file, {{"a", Stage::kTaken}});
  std::fstream stored(folder_ + "/7.note", std::ios::in | std::ios::out | std::ios::binary);
  std::string header(200, '\0');
  stored.read(header.data(), static_cast<std::streamsize>(header.size()));
  const auto boot = header.find("\"boot\":\"") + 8;
  header[boot] = header[boot] == '0' ? '1' : '0';
  stored.seekp(0);
  stored.write(header.data(), static_cast<std::streamsize>(header.size()));
  stored.close();
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnknown);
  EXPECT_EQ(later_life().fate_of("b").fate, Fate::kUnknown);
}

TEST_F(SendNoteFileTest, without_a_file_or_with_a_spoilt_one_nothing_is_known) {
  EXPECT_EQ(SendNoteFile({}, kChannel).fate_of("a").fate, Fate::kUnknown);
  EXPECT_EQ(SendNoteFile({}, kChannel).open_for_host(true, false), -1);
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnknown);
  std::ofstream(folder_ + "/7.note") << "no note";
  EXPECT_EQ(later_life().fate_of("a").fate, Fate::kUnknown);
  SendNoteFile file(folder_, kChannel);
  hand_over(file, {});
  file.remove();
  EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace frontdesk::channels
