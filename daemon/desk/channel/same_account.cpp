#include "desk/channel/same_account.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostMarks = 100;
constexpr int kMostDepth = 8;

/// Several channels may send through one relay.
bool is_for_sending(std::string_view section) { return section.starts_with("out") || section.starts_with("send"); }

void collect(const json::Value& section, const std::string& place, int depth, std::vector<std::string>& marks) {
  if (!section.is_object() || depth > kMostDepth || marks.size() >= kMostMarks) return;
  const std::string_view host = section.get("host").as_string();
  const std::string_view user = section.get("user").as_string();
  if (!host.empty() && !user.empty()) {
    marks.push_back(text::to_lower_ascii(place + "sign-in=" + std::string(user) + "@" + std::string(host)));
  }
  for (const auto& [name, value] : section.members()) {
    if (is_for_sending(name)) continue;
    const std::string_view words = value.as_string();
    // The address of a mailbox is its user's name with most providers.
    if (words.find('@') != std::string_view::npos) marks.push_back("address=" + text::to_lower_ascii(words));
    collect(value, place + std::string(name) + ".", depth + 1, marks);
  }
}

}  // namespace

std::vector<std::string> account_marks(const json::Value& config) {
  std::vector<std::string> marks;
  collect(config, {}, 0, marks);
  return marks;
}

bool is_same_account(const std::vector<std::string>& marks, const std::vector<std::string>& others) {
  return std::any_of(marks.begin(), marks.end(), [&](const std::string& mark) {
    return std::find(others.begin(), others.end(), mark) != others.end();
  });
}

}  // namespace frontdesk::desk
