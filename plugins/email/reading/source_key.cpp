#include "reading/source_key.h"

#include <charconv>

#include "reading/content_key.h"

namespace frontdesk::email {
namespace {

std::string folder_part(const MailboxCursor& cursor) {
  return "imap:" + cursor.source + ":" + std::to_string(cursor.uid_validity) + ":";
}

}  // namespace

std::string source_key(const MailboxCursor& cursor, std::uint32_t uid) {
  return folder_part(cursor) + std::to_string(uid);
}

std::optional<std::uint32_t> uid_in(const MailboxCursor& cursor, std::string_view key) {
  const std::string folder = folder_part(cursor);
  if (key.substr(0, folder.size()) != folder) return std::nullopt;
  key.remove_prefix(folder.size());
  std::uint32_t uid = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), uid);
  if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
  return uid;
}

std::string source_key(const MailboxCursor& cursor, std::string_view uidl) {
  return "pop3:" + cursor.source + ":" + sha256_hex(uidl);
}

}  // namespace frontdesk::email
