// SendNoteFile: the daemon's half of a channel's send note (wire/send_note.h), and the one place that reads what became
// of a claimed reply when its host or the daemon ended before that was on record.
//
// A file of one page per channel. It says nothing about what the machine itself cut off: the system's boot id stands in
// it. Without a folder, or when the file cannot be made, nothing is known of any message. Thread rule: the supervisor
// thread.
#pragma once

#include <string>

#include "base/id.h"
#include "wire/descriptor.h"

namespace frontdesk::channels {

class SendNoteFile {
 public:
  /// `folder`: where the files lie; empty: none is kept.
  SendNoteFile(const std::string& folder, ChannelId channel);

  enum class Fate { kUnsent, kSent, kUnknown };
  struct Told {
    Fate fate = Fate::kUnknown;
    std::string remote_key;  ///< with kSent
  };
  /// Of a message that was claimed and whose sender has ended since.
  [[nodiscard]] Told fate_of(const std::string& idempotency_key) const;

  /// Before a host starts: the file to give to it, -1 for none. `tells`: its plugin tells when it hands over;
  /// `others_open` as below.
  int open_for_host(bool tells, bool others_open);
  /// Before a message is claimed anew: what stands of an earlier try of it must not be read as this one's.
  void forget(const std::string& idempotency_key);
  /// Before a message is handed over: whether the end of an earlier one is not on record yet. The note is of the last
  /// one only, so that others are in it proves nothing then.
  void set_others_open(bool open);
  /// The channel is gone.
  void remove();

 private:
  struct Header {
    bool tells = false;
    bool others_open = false;
  };

  [[nodiscard]] bool make();
  void write(const Header& header);
  [[nodiscard]] bool read(Header& header) const;
  [[nodiscard]] std::string read_text(std::size_t from) const;

  const std::string folder_;
  const std::string path_;
  wire::Descriptor file_;
  Header header_;
};

}  // namespace frontdesk::channels
