#include "domain/access/right.h"

#include <algorithm>

namespace frontdesk::domain {
namespace {

struct Word {
  Right right;
  std::string_view text;
};
constexpr std::array<Word, kRightCount> kWords{{
    {Right::kSeeTickets, "see_tickets"},
    {Right::kAnswer, "answer"},
    {Right::kNote, "note"},
    {Right::kTake, "take"},
    {Right::kAssign, "assign"},
    {Right::kResolve, "resolve"},
    {Right::kReopen, "reopen"},
    {Right::kClassify, "classify"},
    {Right::kSortOut, "sort_out"},
    {Right::kSeeColleagues, "see_colleagues"},
    {Right::kSeeChannels, "see_channels"},
    {Right::kRunChannels, "run_channels"},
    {Right::kRunUsers, "run_users"},
    {Right::kReadAudit, "read_audit"},
}};
/// The words stand in the order of the enumeration, and none is missing.
constexpr bool are_in_order() {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i].right != static_cast<Right>(i) || kWords[i].text.empty()) return false;
  }
  return true;
}
static_assert(are_in_order() && static_cast<std::size_t>(Right::kReadAudit) + 1 == kRightCount);
constexpr std::array<std::string_view, 4> kScopes{"none", "own", "team", "all"};

}  // namespace

std::string_view to_text(Right right) { return kWords[static_cast<std::size_t>(right)].text; }

std::string_view to_text(Scope scope) { return kScopes[static_cast<std::size_t>(scope)]; }

std::optional<Right> parse_right(std::string_view word) {
  const auto found = std::ranges::find(kWords, word, &Word::text);
  return found == kWords.end() ? std::nullopt : std::optional(found->right);
}

std::optional<Scope> parse_scope(std::string_view word) {
  const auto found = std::ranges::find(kScopes, word);
  if (found == kScopes.end()) return std::nullopt;
  return static_cast<Scope>(found - kScopes.begin());
}

const std::array<Right, kRightCount>& every_right() {
  static const auto kRights = [] {
    std::array<Right, kRightCount> rights{};
    std::ranges::transform(kWords, rights.begin(), &Word::right);
    return rights;
  }();
  return kRights;
}

void Grants::add(const Grants& other) {
  for (std::size_t i = 0; i < kRightCount; ++i) scopes_[i] = std::max(scopes_[i], other.scopes_[i]);
}

}  // namespace frontdesk::domain
