#include "reading/source_key.h"

#include "reading/content_key.h"

namespace frontdesk::email {

std::string source_key(const MailboxCursor& cursor, std::uint32_t uid) {
  return "imap:" + cursor.source + ":" + std::to_string(cursor.uid_validity) + ":" + std::to_string(uid);
}

std::string source_key(const MailboxCursor& cursor, std::string_view uidl) {
  return "pop3:" + cursor.source + ":" + sha256_hex(uidl);
}

}  // namespace frontdesk::email
