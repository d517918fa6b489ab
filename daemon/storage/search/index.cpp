#include "storage/search/index.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_set>
#include <utility>

#include "storage/search/prefix.h"
#include "storage/search/text.h"
#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

constexpr std::size_t kMostQueryBytes = 512;
constexpr std::size_t kMostRuns = 16;
constexpr std::size_t kMostHits = 200;
constexpr std::size_t kMostIndexedRows = 2000;    // read per call when the index narrows down
constexpr std::size_t kMostScannedRows = 10'000;  // read per call when it cannot: single characters
constexpr std::size_t kMostNumbersOfDay = 20'000;
constexpr std::size_t kMostNewerMessages = 200;  // of one ticket, looked at for "each ticket once"

std::string entry_text(std::string_view subject, std::string_view text) {
  std::string entry = fold_for_search(subject);
  if (!entry.empty() && !text.empty()) entry += '\n';
  return entry += fold_for_search(text);
}

/// What the user asks for: texts that must all occur, and the index expression that narrows down to candidates.
struct Query {
  std::vector<std::string> wanted;
  std::string expression;  ///< empty: nothing that the index knows
};

Query parse_query(std::string_view text) {
  Query query;
  std::size_t length = std::min(text.size(), kMostQueryBytes);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  const std::string folded = fold_for_search(text.substr(0, length));
  for (Run run = next_run(folded, 0); run.characters > 0 && query.wanted.size() < kMostRuns;
       run = next_run(folded, run.end)) {
    query.wanted.push_back(folded.substr(run.begin, run.end - run.begin));
    if (!run.narrows()) continue;
    for_each_token(folded, run, false, [&](std::size_t begin, std::size_t end) {
      // Tokens are made of word characters only, so that quoting needs no escaping.
      query.expression += (query.expression.empty() ? "\"" : " AND \"") + folded.substr(begin, end - begin) + '"';
      return true;
    });
  }
  return query;
}

bool contains_all(std::string_view folded, const std::vector<std::string>& wanted) {
  return std::ranges::all_of(wanted, [&](const std::string& text) { return folded.find(text) != std::string::npos; });
}

class Search {
 public:
  Search(ReadTx& tx, Query query, std::size_t limit, MessageId before)
      : tx_(tx), query_(std::move(query)), limit_(std::clamp<std::size_t>(limit, 1, kMostHits)), before_(before) {}

  Result<SearchPage> run();

 private:
  [[nodiscard]] bool uses_index() const { return !query_.expression.empty(); }
  Statement candidates();
  Statement newer_in_ticket(TicketId ticket);
  Result<bool> was_shown_before(TicketId ticket, std::string_view subject);

  ReadTx& tx_;
  const Query query_;
  const std::size_t limit_;
  const MessageId before_;
  std::unordered_set<TicketId> seen_;
};

// CROSS JOIN keeps the order of the loops: newest candidate first, then its rows by key.
Statement Search::candidates() {
  const std::int64_t end = before_.is_set() ? before_.raw() : std::numeric_limits<std::int64_t>::max();
  if (uses_index()) {
    return tx_.query(
        "SELECT m.id, m.ticket_id, m.text_masked, t.subject_masked FROM search s "
        "CROSS JOIN message m ON m.id = s.rowid CROSS JOIN ticket t ON t.id = m.ticket_id "
        "WHERE s.search MATCH ?1 AND s.rowid < ?2 ORDER BY s.rowid DESC",
        query_.expression, end);
  }
  return tx_.query(
      "SELECT m.id, m.ticket_id, m.text_masked, t.subject_masked FROM message m "
      "CROSS JOIN ticket t ON t.id = m.ticket_id WHERE m.id < ?1 ORDER BY m.id DESC",
      end);
}

Statement Search::newer_in_ticket(TicketId ticket) {
  if (uses_index()) {
    return tx_.query(
        "SELECT m.text_masked FROM message m CROSS JOIN search s ON s.rowid = m.id "
        "WHERE m.ticket_id = ?1 AND m.id >= ?2 AND s.search MATCH ?3 LIMIT ?4",
        ticket, before_, query_.expression, kMostNewerMessages);
  }
  return tx_.query("SELECT text_masked FROM message WHERE ticket_id = ?1 AND id >= ?2 LIMIT ?3", ticket, before_,
                   kMostNewerMessages);
}

/// True when a newer message of the ticket matches: then an earlier page has shown the ticket.
Result<bool> Search::was_shown_before(TicketId ticket, std::string_view subject) {
  if (!before_.is_set()) return false;
  auto row = newer_in_ticket(ticket);
  while (true) {
    auto more = row.step();
    if (!more || !*more) return more;
    if (contains_all(entry_text(subject, row.text_view(0)), query_.wanted)) return true;
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
    if (seen_.contains(ticket) || !contains_all(entry_text(row.text_view(3), row.text_view(2)), query_.wanted))
      continue;
    auto shown = was_shown_before(ticket, row.text_view(3));
    if (!shown) return std::move(shown).error();
    seen_.insert(ticket);
    if (!*shown) page.hits.push_back({page.next, ticket});
  }
}

}  // namespace

// The entry waits for the end of the group: the index flushes at every savepoint, and one flush for the whole group
// costs a fraction of one per message. The ticket is not stored: message names it.
Result<void> index_message(Tx& tx, MessageId message, TicketId, std::string_view subject, std::string_view text) {
  std::string entry = entry_text(subject, text);
  if (entry.empty()) return {};
  tx.at_commit([message, entry = std::move(entry)](Tx& late) {
    return late.execute("INSERT INTO search (rowid, body) VALUES (?1, ?2)", message, entry);
  });
  return {};
}

Result<void> remove_from_index(Tx& tx, MessageId message, std::string_view subject, std::string_view text) {
  std::string entry = entry_text(subject, text);
  if (entry.empty()) return {};
  tx.at_commit([message, entry = std::move(entry)](Tx& late) {
    return late.execute("INSERT INTO search (search, rowid, body) VALUES ('delete', ?1, ?2)", message, entry);
  });
  return {};
}

Result<SearchPage> search(ReadTx& tx, std::string_view query, std::size_t limit, MessageId before) {
  return Search(tx, parse_query(query), limit, before).run();
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

}  // namespace frontdesk::storage
