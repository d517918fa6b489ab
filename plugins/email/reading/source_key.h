// The identity of a mail: its place in its mailbox. The same mail has it whatever form its content is submitted in
// (parsed, unread, only its header), and two mails of equal content have two. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reading/mailbox_cursor.h"

namespace frontdesk::email {

/// IMAP: account and folder (the cursor's source), UIDVALIDITY, UID.
std::string source_key(const MailboxCursor& cursor, std::uint32_t uid);
/// The UID that such a key names in the folder that the cursor is in; nullopt: it names another folder or numbering.
std::optional<std::uint32_t> uid_in(const MailboxCursor& cursor, std::string_view source_key);
/// POP3: account and UIDL.
std::string source_key(const MailboxCursor& cursor, std::string_view uidl);

}  // namespace frontdesk::email
