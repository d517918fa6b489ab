#include "channels/channel/send_note_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include <frontdesk/json.h>

#include "base/log.h"
#include "wire/send_note.h"

namespace frontdesk::channels {
namespace {

std::string this_boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

}  // namespace

SendNoteFile::SendNoteFile(const std::string& folder, ChannelId channel)
    : folder_(folder), path_(folder.empty() ? std::string() : folder + "/" + to_text(channel) + ".note") {
  if (!path_.empty()) file_.reset(::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
}

SendNoteFile::Told SendNoteFile::fate_of(const std::string& idempotency_key) const {
  Header header;
  if (!read(header) || !header.tells) return {};
  const auto note = wire::decode_send_note(read_text(wire::kSendNoteRecord));
  const bool is_torn = note && note->key.empty();
  if (is_torn) return {};
  if (!note || note->key != idempotency_key) return {header.others_open ? Fate::kUnknown : Fate::kUnsent, {}};
  switch (note->stage) {
    case wire::SendNote::Stage::kHandedOver: return {};
    case wire::SendNote::Stage::kTaken: return {Fate::kSent, note->remote_key};
    case wire::SendNote::Stage::kRefused: return {Fate::kUnsent, {}};
  }
  return {};
}

int SendNoteFile::open_for_host(bool tells, bool others_open) {
  if (path_.empty() || !make()) return -1;
  write({.tells = tells, .others_open = others_open});
  return file_.get();
}

void SendNoteFile::forget(const std::string& idempotency_key) {
  const auto note = wire::decode_send_note(read_text(wire::kSendNoteRecord));
  if (!note || note->key != idempotency_key) return;
  const char none = '\0';
  if (::pwrite(file_.get(), &none, 1, wire::kSendNoteRecord) != 1) remove();
}

void SendNoteFile::set_others_open(bool open) {
  if (!file_.valid() || header_.others_open == open) return;
  write({.tells = header_.tells, .others_open = open});
}

void SendNoteFile::remove() {
  file_.reset(-1);
  if (!path_.empty()) ::unlink(path_.c_str());
}

/// Its blocks are there before a host maps it: a full disk must not end a host that notes something.
bool SendNoteFile::make() {
  if (file_.valid()) return true;
  const bool has_folder = ::mkdir(folder_.c_str(), 0700) == 0 || errno == EEXIST;
  wire::Descriptor made(has_folder ? ::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)
                                   : -1);
  const std::string empty(wire::kSendNoteBytes, '\0');
  if (!made.valid() || ::pwrite(made.get(), empty.data(), empty.size(), 0) != static_cast<ssize_t>(empty.size())) {
    log_warning("no note of what is being sent can be kept",
                {{"file", path_}, {"reason", std::generic_category().message(errno)}});
    ::unlink(path_.c_str());
    return false;
  }
  file_ = std::move(made);
  return true;
}

void SendNoteFile::write(const Header& header) {
  json::Value value;
  value.set("boot", this_boot()).set("tells", header.tells).set("others_open", header.others_open);
  std::string text = json::serialize(value);
  text.resize(wire::kSendNoteRecord, '\0');
  if (::pwrite(file_.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) return remove();
  header_ = header;
}

bool SendNoteFile::read(Header& header) const {
  const auto value = json::parse(read_text(0));
  const std::string boot = this_boot();
  if (!value.value || boot.empty() || value.value->get("boot").as_string() != boot) return false;
  header = {.tells = value.value->get("tells").as_bool(), .others_open = value.value->get("others_open").as_bool()};
  return true;
}

std::string SendNoteFile::read_text(std::size_t from) const {
  std::array<char, wire::kSendNoteBytes> text{};
  if (!file_.valid()) return {};
  const ssize_t got = ::pread(file_.get(), text.data(), text.size() - from, static_cast<off_t>(from));
  if (got <= 0) return {};
  const std::string_view all(text.data(), static_cast<std::size_t>(got));
  return std::string(all.substr(0, all.find('\0')));
}

}  // namespace frontdesk::channels
