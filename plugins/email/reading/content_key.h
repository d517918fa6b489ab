// What names the content of a mail: the same over folders, accounts' moves and a renumbered mailbox; never the
// Message-ID alone, which real senders repeat, forget or leave empty. A mail's identity is its place at the source
// (source_key.h); its content only recognises it where that place has changed.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

/// 64 hexadecimal digits: SHA-256 over the account and the raw mail without the header fields that deliveries add
/// (Received, Return-Path, Delivered-To, …). Line ends count as LF, so that POP3 and IMAP agree.
std::string content_key(std::string_view account, std::string_view raw);

/// SHA-256 in hexadecimal.
std::string sha256_hex(std::string_view bytes);

}  // namespace frontdesk::email
