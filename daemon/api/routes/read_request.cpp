#include "api/routes/read_request.h"

#include <algorithm>

#include "base/text.h"

namespace frontdesk::api {

std::size_t page_limit(const RequestHead& head) {
  const auto asked = parse_id_number(head.parameter("limit"));
  return asked ? static_cast<std::size_t>(std::min<std::int64_t>(*asked, 200)) : 50;
}

std::optional<Problem> read_time(const RequestHead& head, const char* name, std::optional<Micros>& time) {
  const std::string text = head.parameter(name);
  if (text.empty()) return std::nullopt;
  time = parse_rfc3339(text);
  if (time) return std::nullopt;
  const std::string words = std::string(name) + " is no moment such as 2024-03-15T02:00:00Z";
  Problem problem(400, ErrorCode::kInvalid, words, "error.time");
  problem.fields = {{name, words, "error.time"}};
  return problem;
}

std::optional<Problem> read_if_match(const RequestHead& head, std::int64_t& version) {
  std::string_view tag = text::trim(head.field("if-match"));
  if (tag.empty())
    return Problem(428, ErrorCode::kInvalid, "say in If-Match which version you have seen", "error.version_needed");
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  const auto number = parse_id_number(tag);
  if (!number) return Problem(400, ErrorCode::kInvalid, "If-Match is not a version", "error.version_needed");
  version = *number;
  return std::nullopt;
}

}  // namespace frontdesk::api
