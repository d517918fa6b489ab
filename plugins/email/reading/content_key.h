// The identity of a mail: the same over re-reads, folders and a renumbered mailbox; never the Message-ID alone, which
// real senders repeat, forget or leave empty.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

/// 64 hexadecimal digits: SHA-256 over the account and the raw mail without the header fields that deliveries add
/// (Received, Return-Path, Delivered-To, …). Line ends count as LF, so that POP3 and IMAP agree.
std::string dedup_key(std::string_view account, std::string_view raw);

/// SHA-256 in hexadecimal.
std::string sha256_hex(std::string_view bytes);

}  // namespace frontdesk::email
