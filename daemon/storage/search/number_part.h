// Numbers that a text shows (orders, parcels, contracts), found by their beginning, their digits or their end.
//
// `DD20240315001` is found by `DD2024`, `20240315001`, `2024 0315` and `5001`, `SO-88421` by `SO88` and `8842`. Only
// masked text is read: what is hidden there, and what stands beside a mask, is in no entry, so that no beginning of a
// phone or an identity number ever finds anything. Whole hidden numbers are found by keyed hash (identifier_index.h).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// The numbers in a masked text, folded, without hyphens: 5 to 40 letters and digits, three digits among them. Dates
/// are none. Each once, in order, at most `most`. `masked`: UTF-8; only its first 64 KiB are read.
std::vector<std::string> find_numbers(std::string_view masked, std::size_t most);

/// What a search asks for when it is a part of a number: folded, without blanks and hyphens; empty for anything else
/// (less than 4 signs, more than 40, no digit, other signs).
std::string number_asked_for(std::string_view query);

/// Entries for the numbers that the message shows; a number that is there already is no error.
Result<void> put_numbers(Tx& tx, MessageId message, std::string_view masked);
Result<void> remove_numbers(Tx& tx, MessageId message, std::string_view masked);

/// Messages that show a number with this beginning (of the whole, or of what follows a letter or a hyphen) or this end,
/// the newest first. `asked`: of number_asked_for(). Reads a bounded part of the entries: those of the greatest
/// numbers, which are the newest where numbers grow.
Result<std::vector<MessageId>> find_by_number_part(ReadTx& tx, const std::string& asked, std::size_t limit);

}  // namespace frontdesk::storage
