#include "api/router.h"

#include <utility>

#include "base/text.h"

namespace frontdesk::api {

namespace {

bool is_argument(std::string_view segment) { return segment.starts_with('{'); }

bool fits(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (is_argument(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  return true;
}

bool has_argument(const std::vector<std::string_view>& pattern) {
  for (const std::string_view segment : pattern)
    if (is_argument(segment)) return true;
  return false;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) segments_.push_back(text::split(route.pattern, '/'));
}

Router::Match Router::find(Method method, std::string_view path) const {
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  const auto segments = text::split(path, '/');
  Match match;
  bool exact_path = false;  // "/tickets/counters" is not "/tickets/{id}"
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!fits(segments_[i], segments)) continue;
    const bool exact = !has_argument(segments_[i]);
    if (exact_path && !exact) continue;
    if (exact && !exact_path) match = {};
    exact_path = exact;
    match.allowed.push_back(routes_[i].method);
    if (routes_[i].method != wanted) continue;
    match.route = &routes_[i];
    match.index = i;
  }
  if (match.route == nullptr) return match;
  const auto& pattern = segments_[match.index];
  for (std::size_t s = 0; s < pattern.size(); ++s)
    if (is_argument(pattern[s])) match.arguments.emplace_back(segments[s]);
  return match;
}

}  // namespace frontdesk::api
