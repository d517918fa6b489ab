// A coarse count of what the parser would build, before it builds it. The parser copies open formatting elements into
// every new block, so a few kilobytes could become gigabytes; and its scope checks are linear in the depth.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "privacy/html/tree.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxFormatting = 64;
constexpr std::size_t kMaxCopies = 200'000;

constexpr auto kFormatting = std::to_array<std::string_view>(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"});
/// Without content, or closed by the next of their kind: they do not nest by themselves.
constexpr auto kFlat = std::to_array<std::string_view>(
    {"area",  "base",   "br",    "col", "embed",  "hr",       "img",  "input", "link", "meta",
     "param", "source", "track", "wbr", "p",      "li",       "td",   "th",    "tr",   "tbody",
     "thead", "tfoot",  "dt",    "dd",  "option", "colgroup", "html", "head",  "body"});

template <class List>
bool lists(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

class NestingCount {
 public:
  void open(const std::string& name) {
    copies_ += formatting_.size();
    if (lists(kFormatting, name)) {
      formatting_.push_back(name);
    } else if (!lists(kFlat, name)) {
      open_.push_back(name);
    }
  }
  void close(const std::string& name) {
    if (lists(kFormatting, name)) {
      const auto found = std::find(formatting_.rbegin(), formatting_.rend(), name);
      if (found != formatting_.rend()) formatting_.erase(std::next(found).base());
      return;
    }
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i] == name) {
        open_.resize(i);
        return;
      }
      if (open_[i] == "table") return;  // end tags do not reach out of a table
    }
  }
  [[nodiscard]] bool is_within(const HtmlLimits& limits) const {
    return open_.size() + formatting_.size() <= 2 * limits.max_depth && formatting_.size() <= kMaxFormatting &&
           copies_ <= kMaxCopies;
  }

 private:
  std::vector<std::string> open_;
  std::vector<std::string> formatting_;
  std::size_t copies_ = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::size_t parsable_length(std::string_view html, const HtmlLimits& limits) {
  const std::string_view text = html.substr(0, limits.max_bytes);
  NestingCount count;
  std::size_t tags = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const bool closes = at + 1 < text.size() && text[at + 1] == '/';
    std::size_t end = at + (closes ? 2 : 1);
    const std::size_t name_at = end;
    while (end < text.size() && end - name_at < 24 &&
           (is_letter(text[end]) || (text[end] >= '0' && text[end] <= '9'))) {
      ++end;
    }
    if (end == name_at || !is_letter(text[name_at])) continue;
    const std::string name = text::to_lower_ascii(text.substr(name_at, end - name_at));
    closes ? count.close(name) : count.open(name);
    if (++tags > 2 * limits.max_nodes || !count.is_within(limits)) return at;
  }
  return text.size();
}

}  // namespace frontdesk::privacy
