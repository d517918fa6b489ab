#include "storage/search/index.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_set>
#include <utility>

#include "storage/search/number_part.h"
#include "storage/search/prefix.h"
#include "storage/search/query_words.h"
#include "storage/search/text.h"
#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

constexpr std::size_t kMostHits = 200;
constexpr std::size_t kMostIndexedRows = 2000;    // read per call when the index narrows down
constexpr std::size_t kMostScannedRows = 10'000;  // read per call when it cannot: single characters
constexpr std::size_t kFewestTailDigits = 3;      // what the index holds
constexpr std::size_t kMostTailDigits = 20;
constexpr std::size_t kMostNumbersOfDay = 20'000;
constexpr std::size_t kMostNewerMessages = 200;  // of one ticket, looked at for "each ticket once"

std::string entry_text(std::string_view subject, std::string_view text, std::string_view page_text) {
  std::string entry;
  for (const std::string_view part : {subject, text, page_text}) {
    if (part.empty()) continue;
    if (!entry.empty()) entry += '\n';
    entry += fold_for_search(part);
  }
  return entry;
}

bool contains_all(std::string_view folded, const std::vector<std::string>& wanted) {
  return std::ranges::all_of(wanted, [&](const std::string& text) { return folded.find(text) != std::string::npos; });
}

class Search {
 public:
  Search(ReadTx& tx, QueryWords query, std::size_t limit, MessageId before)
      : tx_(tx), query_(std::move(query)), limit_(std::clamp<std::size_t>(limit, 1, kMostHits)), before_(before) {}

  Result<SearchPage> run();

 private:
  [[nodiscard]] bool uses_index() const { return !query_.expression.empty(); }
  Statement candidates();
  Statement newer_in_ticket(TicketId ticket);
  Result<bool> was_shown_before(TicketId ticket, std::string_view subject);

  ReadTx& tx_;
  const QueryWords query_;
  const std::size_t limit_;
  const MessageId before_;
  std::unordered_set<TicketId> seen_;
};

// CROSS JOIN keeps the order of the loops: newest candidate first, then its rows by key.
Statement Search::candidates() {
  const std::int64_t end = before_.is_set() ? before_.raw() : std::numeric_limits<std::int64_t>::max();
  if (uses_index()) {
    return tx_.query(
        "SELECT m.id, m.ticket_id, m.text_masked, t.subject_masked, coalesce(p.text_masked, '') FROM search s "
        "CROSS JOIN message m ON m.id = s.rowid CROSS JOIN ticket t ON t.id = m.ticket_id "
        "LEFT JOIN message_page_text p ON p.message_id = m.id "
        "WHERE s.search MATCH ?1 AND s.rowid < ?2 ORDER BY s.rowid DESC",
        query_.expression, end);
  }
  return tx_.query(
      "SELECT m.id, m.ticket_id, m.text_masked, t.subject_masked, coalesce(p.text_masked, '') FROM message m "
      "CROSS JOIN ticket t ON t.id = m.ticket_id LEFT JOIN message_page_text p ON p.message_id = m.id "
      "WHERE m.id < ?1 ORDER BY m.id DESC",
      end);
}

Statement Search::newer_in_ticket(TicketId ticket) {
  if (uses_index()) {
    return tx_.query(
        "SELECT m.text_masked, coalesce(p.text_masked, '') FROM message m CROSS JOIN search s ON s.rowid = m.id "
        "LEFT JOIN message_page_text p ON p.message_id = m.id "
        "WHERE m.ticket_id = ?1 AND m.id >= ?2 AND s.search MATCH ?3 LIMIT ?4",
        ticket, before_, query_.expression, kMostNewerMessages);
  }
  return tx_.query(
      "SELECT m.text_masked, coalesce(p.text_masked, '') FROM message m "
      "LEFT JOIN message_page_text p ON p.message_id = m.id WHERE m.ticket_id = ?1 AND m.id >= ?2 LIMIT ?3",
      ticket, before_, kMostNewerMessages);
}

/// True when a newer message of the ticket matches: then an earlier page has shown the ticket.
Result<bool> Search::was_shown_before(TicketId ticket, std::string_view subject) {
  if (!before_.is_set()) return false;
  auto row = newer_in_ticket(ticket);
  while (true) {
    auto more = row.step();
    if (!more || !*more) return more;
    if (contains_all(entry_text(subject, row.text_view(0), row.text_view(1)), query_.wanted)) return true;
  }
}

Result<SearchPage> Search::run() {
  SearchPage page;
  if (query_.wanted.empty()) return page;
  std::size_t rows_left = uses_index() ? kMostIndexedRows : kMostScannedRows;
  auto row = candidates();
  while (true) {
    auto more = row.step();
    if (!more) return std::move(more).error();
    if (!*more) {
      page.next = {};
      return page;
    }
    if (page.hits.size() == limit_ || rows_left-- == 0) return page;
    page.next = row.id<MessageId>(0);
    const auto ticket = row.id<TicketId>(1);
    if (seen_.contains(ticket)) continue;
    if (!contains_all(entry_text(row.text_view(3), row.text_view(2), row.text_view(4)), query_.wanted)) continue;
    auto shown = was_shown_before(ticket, row.text_view(3));
    if (!shown) return std::move(shown).error();
    seen_.insert(ticket);
    if (!*shown) page.hits.push_back({page.next, ticket});
  }
}

}  // namespace

// The entry waits for the end of the group: the index flushes at every savepoint, and one flush for the whole group
// costs a fraction of one per message.
Result<void> index_message(Tx& tx, MessageId message, const IndexedTexts& texts) {
  std::string entry = entry_text(texts.subject, texts.text, texts.page_text);
  if (entry.empty()) return {};
  FD_TRY(put_numbers(tx, message, entry));
  tx.at_commit([message, entry = std::move(entry)](Tx& late) {
    return late.execute("INSERT INTO search (rowid, body) VALUES (?1, ?2)", message, entry);
  });
  return {};
}

Result<void> remove_from_index(Tx& tx, MessageId message, const IndexedTexts& texts) {
  std::string entry = entry_text(texts.subject, texts.text, texts.page_text);
  if (entry.empty()) return {};
  FD_TRY(remove_numbers(tx, message, entry));
  tx.at_commit([message, entry = std::move(entry)](Tx& late) {
    return late.execute("INSERT INTO search (search, rowid, body) VALUES ('delete', ?1, ?2)", message, entry);
  });
  return {};
}

Result<SearchPage> search(ReadTx& tx, std::string_view query, std::size_t limit, MessageId before) {
  return Search(tx, read_query(query), limit, before).run();
}

Result<std::vector<TicketId>> find_by_number_prefix(ReadTx& tx, std::string_view prefix, std::size_t limit) {
  std::string upper(prefix.substr(0, 64));
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const auto id_of = [](const Statement& row) { return row.id<TicketId>(0); };
  auto exact = read_all(tx.query("SELECT id FROM ticket WHERE number = ?1", upper), id_of);
  if (!exact) return exact;
  // As text, P20240315999 stands above P202403151000 (D-10). The inner query reads enough index entries to hold every
  // number of the newest day; within it, and only there, age decides.
  auto longer =
      read_all(tx.query("SELECT id FROM (SELECT id FROM ticket WHERE number > ?1 AND number < ?2 "
                        "ORDER BY number DESC LIMIT ?4) AS newest ORDER BY id DESC LIMIT ?3",
                        upper, end_of_prefix(upper), std::min(limit, kMostHits) - exact->size(), kMostNumbersOfDay),
               id_of);
  if (!longer) return longer;
  exact->insert(exact->end(), longer->begin(), longer->end());
  return exact;
}

Result<std::vector<TicketId>> find_by_number_tail(ReadTx& tx, std::string_view digits, std::size_t limit) {
  const bool fits = digits.size() >= kFewestTailDigits && digits.size() <= kMostTailDigits &&
                    std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!fits) return std::vector<TicketId>{};
  return read_all(tx.query("SELECT id FROM ticket INDEXED BY ticket_number_tail WHERE substr(number, -3) = ?1 AND "
                           "substr(number, -?2) = ?3 ORDER BY id DESC LIMIT ?4",
                           digits.substr(digits.size() - kFewestTailDigits), digits.size(), digits, limit),
                  [](const Statement& row) { return row.id<TicketId>(0); });
}

}  // namespace frontdesk::storage
