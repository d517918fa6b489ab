// The note of the message that was handed over last: what one process writes the other reads, and a torn one is told.
#include "wire/send_note.h"

#include <gtest/gtest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "host/send_note_page.h"
#include "wire/descriptor.h"

namespace frontdesk::host {
namespace {

using wire::decode_send_note;
using wire::encode_send_note;
using wire::SendNote;

/// A file as the daemon makes it, without a name.
wire::Descriptor note_file(std::size_t bytes = wire::kSendNoteBytes) {
  wire::Descriptor file(::memfd_create("note", MFD_CLOEXEC));
  EXPECT_EQ(::ftruncate(file.get(), static_cast<off_t>(bytes)), 0);
  return file;
}

std::string record_in(const wire::Descriptor& file) {
  std::string record(wire::kSendNoteBytes - wire::kSendNoteRecord, '\0');
  EXPECT_GT(::pread(file.get(), record.data(), record.size(), wire::kSendNoteRecord), 0);
  return record;
}

TEST(SendNote, is_read_as_it_was_written) {
  EXPECT_FALSE(decode_send_note(std::string(100, '\0')));
  for (const auto stage : {SendNote::Stage::kHandedOver, SendNote::Stage::kTaken, SendNote::Stage::kRefused}) {
    const auto read =
        decode_send_note(encode_send_note({"reply-1", stage, "客户\"1\""}) + '\0' + "rest of a longer one");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key, "reply-1");
    EXPECT_EQ(read->stage, stage);
    EXPECT_EQ(read->remote_key, "客户\"1\"");
  }
}

TEST(SendNote, leaves_out_a_remote_key_for_which_there_is_no_room) {
  const std::string text = encode_send_note({"reply-1", SendNote::Stage::kTaken, std::string(4000, 'x')});
  EXPECT_LT(text.size(), wire::kSendNoteBytes - wire::kSendNoteRecord);
  EXPECT_EQ(decode_send_note(text)->stage, SendNote::Stage::kTaken);
  EXPECT_EQ(decode_send_note(text)->remote_key, "");
}

TEST(SendNote, that_is_torn_has_no_key) {
  const std::string text = encode_send_note({"reply-1", SendNote::Stage::kTaken, "m1"});
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    const auto torn = decode_send_note(' ' + text.substr(1, cut));
    ASSERT_TRUE(torn);
    EXPECT_EQ(torn->key, "") << cut;
  }
}

TEST(SendNotePage, keeps_the_last_note_in_the_file) {
  const wire::Descriptor file = note_file();
  SendNotePage page(::dup(file.get()));
  ASSERT_TRUE(page.is_kept());
  page.write({"a-long-first-key", SendNote::Stage::kHandedOver, {}});
  page.write({"b", SendNote::Stage::kTaken, "m2"});
  const auto read = decode_send_note(record_in(file));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->key, "b");
  EXPECT_EQ(read->remote_key, "m2");
}

TEST(SendNotePage, is_not_kept_in_anything_but_the_daemons_file) {
  EXPECT_FALSE(SendNotePage(-1).is_kept());
  EXPECT_FALSE(SendNotePage(::dup(note_file(10).get())).is_kept());
  EXPECT_FALSE(SendNotePage(::dup(STDOUT_FILENO)).is_kept());
}

}  // namespace
}  // namespace frontdesk::host
