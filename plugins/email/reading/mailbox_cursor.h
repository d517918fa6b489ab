// Where the channel is in its mailbox, and which mailbox that was.
//
// A place in one mailbox means nothing in another: a cursor remembers what it belongs to, and reading begins anew when
// the settings lead somewhere else. Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugin/settings.h"

namespace frontdesk::email {

struct MailboxCursor {
  std::string source;              ///< source_of() of the settings it was made with; empty in old cursors
  std::int64_t import_since = 0;   ///< µs; the settings' import.since at that time; 0: none
  std::uint32_t uid_validity = 0;  ///< IMAP; 0: nothing is known of the folder
  std::uint32_t last_uid = 0;      ///< IMAP
  std::int64_t activated_at = 0;   ///< µs; when the channel was opened for the first time; 0: never
  std::int64_t taken_from = 0;     ///< µs; POP3, while an old mailbox is read: mails dated earlier are left out
  std::int64_t as_of = 0;          ///< µs; everything that arrived before is taken; 0: not known
  /// Mails that lie there may have been taken under other source keys: the folder was renumbered, the settings lead to
  /// another mailbox, or an earlier version knew mails by their content. Until the mailbox was listed once.
  bool is_relisted = false;
  std::uint32_t relisted_below = 0;  ///< IMAP; what lay there at that listing has smaller UIDs

  /// Anything that is not a cursor reads as an empty one.
  static MailboxCursor parse(std::string_view json);
  [[nodiscard]] std::string dump() const;
};

/// 16 hexadecimal digits that differ for another protocol, server, user or folder.
std::string source_of(const Settings& settings);

enum class Continuation {
  kSame,       ///< go on where the cursor stands
  kFirst,      ///< the channel was never open: `activated_at` is now
  kListAgain,  ///< the same mailbox, but the import begins elsewhere: everything is listed, the desk knows what it has
  kElsewhere,  ///< another mailbox: begins anew with what arrived since the old one was read last
};

/// Makes `cursor` fit the settings. `now`: µs.
Continuation adapt(MailboxCursor& cursor, const Settings& settings, std::int64_t now);

}  // namespace frontdesk::email
