#include "host/send_note_page.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <string>

namespace frontdesk::host {

SendNotePage::SendNotePage(int descriptor) {
  struct stat file {};
  if (::fstat(descriptor, &file) == 0 && S_ISREG(file.st_mode) && file.st_size == wire::kSendNoteBytes) {
    void* page = ::mmap(nullptr, wire::kSendNoteBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (page != MAP_FAILED) page_ = static_cast<char*>(page);
  }
  ::close(descriptor);
}

SendNotePage::~SendNotePage() {
  if (page_ != nullptr) ::munmap(page_, wire::kSendNoteBytes);
}

void SendNotePage::write(const wire::SendNote& note) {
  if (page_ == nullptr) return;
  const std::string text = wire::encode_send_note(note);
  char* record = page_ + wire::kSendNoteRecord;
  // The first byte goes first and comes last: between that the note is no JSON.
  std::atomic_ref<char>(record[0]).store(' ', std::memory_order_seq_cst);
  std::copy(text.begin() + 1, text.end(), record + 1);
  record[text.size()] = '\0';
  std::atomic_ref<char>(record[0]).store(text[0], std::memory_order_seq_cst);
}

}  // namespace frontdesk::host
