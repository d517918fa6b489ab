// Search index: tickets by what their messages and subjects say, newest message first.
//
// A query is cut into runs (text.h); a message is found when, after folding, it contains every run: CJK runs
// anywhere, runs of letters and digits as whole words. There is no query language: operators and wildcards are text
// like any other, punctuation separates. The index only narrows down; every hit is checked against the masked text
// itself, so that there are no false ones. Single CJK characters and pictures (emoji) are found by reading the newest
// messages, where nothing else in the query narrows down.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// What of a message is searched; all of it masked.
struct IndexedTexts {
  std::string_view subject;  ///< of its ticket, with the first message; empty for the others
  std::string_view text;
  std::string_view page_text;  ///< what its designed page says beyond the text (message_page_text)
};

/// Puts the message into the index, with the numbers that it shows (number_part.h). The entry is written at the end of
/// the group.
Result<void> index_message(Tx& tx, MessageId message, const IndexedTexts& texts);
/// Takes the entry out, before the rows change or go; the texts must be those that were put in. For retention, which
/// deletes messages.
Result<void> remove_from_index(Tx& tx, MessageId message, const IndexedTexts& texts);

struct SearchHit {
  MessageId message;  ///< the newest that matches in its ticket
  TicketId ticket;
};
struct SearchPage {
  std::vector<SearchHit> hits;  ///< newest message first; each ticket once, over all pages
  MessageId next;               ///< pass as `before` for the next page; not set: this was the last
};

/// `limit` 1..200; `before` not set: from the newest. A query of punctuation alone finds nothing. The work of one
/// call is bounded: a page may be short and still have a `next`.
Result<SearchPage> search(ReadTx& tx, std::string_view query, std::size_t limit, MessageId before);

/// Tickets whose number starts with `prefix` (letters in either case): the one that is the number first, then newest
/// ticket first. `limit` 1 and more.
Result<std::vector<TicketId>> find_by_number_prefix(ReadTx& tx, std::string_view prefix, std::size_t limit);
/// Tickets whose number ends with these digits, newest first; none for less than three digits or other signs.
Result<std::vector<TicketId>> find_by_number_tail(ReadTx& tx, std::string_view digits, std::size_t limit);

}  // namespace frontdesk::storage
