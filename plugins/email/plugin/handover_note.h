// How far the mail that is being sent has come, written down before each step that decides it: so that after a crash it
// is known of most mails that no server has them, and they are sent again without asking anybody.
//
// Two notes for each mail, each durable before the next step: it is begun (no server has it), and its last byte is
// about to be written (a server may have it). Only the last mail is noted; of any other nothing is known. For IMAP
// only: the notes of POP3 about mails that were taken must not become durable before those mails do, and a note of ours
// would carry them along.
//
// Thread rule: begin and hand_over on the thread that sends; find on any.
#pragma once

#include <frontdesk/sdk/services.h>

#include <string>
#include <string_view>

namespace frontdesk::email {

class HandoverNote {
 public:
  /// `services` outlive this object. `is_kept` false: nothing is noted, and nothing is known.
  HandoverNote(const sdk::Services& services, bool is_kept) : services_(services), is_kept_(is_kept) {}

  /// `key`: the idempotency key. When the desk does not take the note just now, the mail goes on without one.
  void begin(std::string_view key);
  /// False: the desk does not take the note, so the last byte must not be written.
  [[nodiscard]] bool hand_over();
  /// True: no server has the mail. False proves nothing.
  [[nodiscard]] bool is_certainly_unsent(std::string_view key) const;

 private:
  const sdk::Services& services_;
  const bool is_kept_;
  std::string noted_;  ///< the mail that is begun; empty: none was noted
};

}  // namespace frontdesk::email
