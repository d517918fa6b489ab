#include "api/routes/read_request.h"

#include "base/id.h"
#include "base/text.h"

namespace frontdesk::api {

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
