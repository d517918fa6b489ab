#include "privacy/html/retold.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>

#include "privacy/detect/resolve.h"

namespace frontdesk::privacy {
namespace {

/// Without blanks and line breaks, with the byte each one came from.
struct Compact {
  std::string bytes;
  std::vector<std::size_t> places;
};

Compact compact(std::string_view text) {
  Compact out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t') continue;
    out.bytes += text[at];
    out.places.push_back(at);
  }
  return out;
}

bool is_hidden(std::span<const Aside> asides, std::size_t at) {
  const auto after = std::ranges::upper_bound(asides, at, {}, &Aside::begin);
  return after != asides.begin() && at < std::prev(after)->end;
}

/// The address behind a link is in brackets after its words; no other part of the page begins so.
bool is_address(std::string_view page, const Aside& aside) { return page.substr(aside.begin).starts_with(" <"); }

/// Marks what of the number, which stands at `from` in the page, is hidden where it is told again: with the blanks
/// around, which the telling has put there.
void mark(const PageText& page, const Compact& number, std::size_t from, std::span<const std::size_t> told,
          std::vector<bool>& hidden) {
  for (std::size_t i = 1; i + 1 < number.bytes.size(); ++i) {
    if (!is_hidden(page.asides(), from + number.places[i])) continue;
    for (std::size_t at = told[i - 1] + 1; at < told[i + 1]; ++at) hidden[at] = true;
  }
}

}  // namespace

std::vector<Aside> hidden_again(const PageText& page, std::string_view text) {
  std::vector<Aside> styled;
  std::ranges::copy_if(page.asides(), std::back_inserter(styled),
                       [&](const Aside& aside) { return !is_address(page.text(), aside); });
  if (styled.empty() || text.empty()) return {};
  const Compact told = compact(text);
  std::vector<bool> hidden(text.size());
  std::size_t looked_for = 0;
  for (const Find& find : find_personal_data(page.text(), {}, page.asides())) {
    const auto first = std::ranges::upper_bound(styled, find.begin, {}, &Aside::end);
    if (first == styled.end() || first->begin >= find.end) continue;
    if (++looked_for > kMostRetold) break;
    const Compact number = compact(std::string_view(page.text()).substr(find.begin, find.end - find.begin));
    for (std::size_t at = told.bytes.find(number.bytes); at != std::string::npos;
         at = told.bytes.find(number.bytes, at + number.bytes.size())) {
      mark(page, number, find.begin, std::span(told.places).subspan(at), hidden);
    }
  }
  std::vector<Aside> asides;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!hidden[at]) continue;
    if (!asides.empty() && asides.back().end == at) {
      ++asides.back().end;
    } else {
      asides.push_back({at, at + 1});
    }
  }
  return asides;
}

}  // namespace frontdesk::privacy
