// The host's half of the send note (wire/send_note.h): the file mapped into memory, so that a note costs no system call
// and the plugin gets no descriptor of a file.
//
// Whatever ends the process while a note is written leaves one that is recognised as torn. Thread rule: the control
// thread.
#pragma once

#include "wire/send_note.h"

namespace frontdesk::host {

class SendNotePage {
 public:
  /// Notes nothing.
  SendNotePage() = default;
  /// Takes the descriptor and closes it. With one that is not the daemon's file, nothing is kept.
  explicit SendNotePage(int descriptor);
  SendNotePage(const SendNotePage&) = delete;
  SendNotePage& operator=(const SendNotePage&) = delete;
  ~SendNotePage();

  [[nodiscard]] bool is_kept() const { return page_ != nullptr; }
  void write(const wire::SendNote& note);

 private:
  char* page_ = nullptr;
};

}  // namespace frontdesk::host
