// TicketQuery: tickets by what identifies them and by words, with the place of each hit and how many there are.
#include <algorithm>
#include <unordered_set>

#include "desk/page.h"
#include "desk/ticket/last_message.h"
#include "desk/ticket/query/exact_search.h"
#include "desk/ticket/query/query.h"
#include "desk/ticket/query/row.h"
#include "desk/ticket/query/selection.h"
#include "storage/search/excerpt.h"
#include "storage/search/index.h"
#include "storage/store.h"
#include "storage/tables/message.h"

namespace frontdesk::desk {
namespace {

/// A search goes on so often while too little of its page is filled.
constexpr int kMostSearchRounds = 5;
/// Hits are counted so far; the page says "more than".
constexpr std::size_t kMostCounted = 100;

/// Where a page begins: behind so many of the exact hits, or, behind all of them, before a message.
struct Place {
  std::size_t exact = 0;
  MessageId before;
};

std::string to_text(const Place& place) {
  return place.before.is_set() ? frontdesk::to_text(place.before) : "e" + std::to_string(place.exact);
}

std::optional<Place> parse_place(const std::string& cursor) {
  if (cursor.empty()) return Place{};
  if (const auto before = parse_id<MessageId>(cursor)) return Place{0, *before};
  const auto exact = cursor.front() == 'e' ? parse_id_number(std::string_view(cursor).substr(1)) : std::nullopt;
  return exact ? std::optional(Place{static_cast<std::size_t>(*exact), {}}) : std::nullopt;
}

class Finding {
 public:
  Finding(storage::ReadTx& tx, const TicketFilter& filter, const storage::TicketSelection& selection, Micros now)
      : tx_(tx), filter_(filter), selection_(selection), now_(now) {}

  Result<TicketPage> run(const ExactHits& exact, const Place& from);

 private:
  [[nodiscard]] bool is_full() const { return page_.items.size() == filter_.limit; }
  Result<void> add(const storage::SearchHit& hit, const Place& behind);
  Result<std::optional<SearchHit>> place_of(const storage::SearchHit& hit, const privacy::MaskedText& subject) const;

  storage::ReadTx& tx_;
  const TicketFilter& filter_;
  const storage::TicketSelection& selection_;
  const Micros now_;
  TicketPage page_;
  Place end_;              ///< behind the last hit that the page has looked at while it was not full
  std::size_t found_ = 0;  ///< that fit, shown or not
  std::unordered_set<TicketId> seen_;
};

std::vector<TextPiece> cut(const privacy::MaskedText& from, const std::string& query) {
  std::vector<TextPiece> pieces;
  for (storage::ExcerptPiece& piece : storage::excerpt(from.text(), query, kExcerptLength))
    pieces.push_back({std::move(piece.text), piece.is_hit});
  return pieces;
}

/// Where the words stand: in the message, else on its page, else in the ticket's subject.
Result<std::optional<SearchHit>> Finding::place_of(const storage::SearchHit& hit,
                                                   const privacy::MaskedText& subject) const {
  if (!hit.message.is_set()) return std::optional<SearchHit>();
  auto texts = storage::load_message_texts(tx_, hit.message);
  if (!texts) return std::move(texts).error();
  for (std::string* text : {&texts->text_masked, &texts->page_text_masked}) {
    auto pieces = cut(privacy::MaskedText::from_store(std::move(*text)), filter_.text);
    if (!pieces.empty()) return std::optional(SearchHit{hit.message, std::move(pieces)});
  }
  return std::optional(SearchHit{hit.message, cut(subject, filter_.text)});
}

Result<void> Finding::add(const storage::SearchHit& hit, const Place& behind) {
  if (!is_full()) end_ = behind;
  if (!seen_.insert(hit.ticket).second) return {};
  auto listing = storage::load_ticket_listing(tx_, hit.ticket, selection_.viewer);
  if (!listing) return std::move(listing).error();
  if (!fits(selection_, listing->ticket)) return {};
  ++found_;
  if (is_full()) return {};
  page_.items.push_back(to_row(std::move(*listing), now_));
  auto place = place_of(hit, page_.items.back().subject);
  if (!place) return std::move(place).error();
  page_.items.back().hit = std::move(*place);
  return {};
}

Result<TicketPage> Finding::run(const ExactHits& exact, const Place& from) {
  const bool is_first = from.exact == 0 && !from.before.is_set();
  for (std::size_t i = 0; i < exact.hits.size(); ++i) {
    // What earlier pages have shown is not shown again.
    if (from.before.is_set() || i < from.exact) {
      seen_.insert(exact.hits[i].ticket);
    } else {
      FD_TRY(add(exact.hits[i], {i + 1, {}}));
    }
  }
  // A view that holds few of the hits would show almost empty pages; the work stays bounded all the same.
  const std::size_t wanted = is_first ? std::max(filter_.limit, kMostCounted) + 1 : filter_.limit + 1;
  MessageId before = from.before;
  for (int round = 0; round < kMostSearchRounds; ++round) {
    auto found = storage::search(tx_, filter_.text, std::min<std::size_t>(wanted, kMostPageRows), before);
    if (!found) return std::move(found).error();
    for (const storage::SearchHit& hit : found->hits) {
      FD_TRY(add(hit, {exact.hits.size(), hit.message}));
    }
    before = found->next;
    if (!before.is_set() || found->hits.empty() || found_ * 2 >= wanted) break;
  }
  if (found_ > page_.items.size()) {
    page_.next = to_text(end_);
  } else if (before.is_set()) {
    page_.next = frontdesk::to_text(before);
  }
  if (is_first) {
    const std::size_t counted = std::max(std::min(found_, kMostCounted), page_.items.size());
    page_.found = FoundCount{static_cast<std::int64_t>(counted), before.is_set() || found_ > counted || exact.more};
  }
  return std::move(page_);
}

}  // namespace

Result<TicketPage> TicketQuery::search(const Actor& actor, const TicketFilter& filter) const {
  const Micros now = clock_.now();
  const auto selection = select(actor, filter, now);
  const auto from = parse_place(filter.after);
  if (!from) return bad_cursor();
  if (!selection) return TicketPage{{}, FoundCount{}};
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketPage> {
    auto exact = find_exactly(tx, vault_, filter.text);
    if (!exact) return std::move(exact).error();
    return Finding(tx, filter, *selection, now).run(*exact, *from);
  });
}

}  // namespace frontdesk::desk
