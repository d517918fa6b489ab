#include "privacy/mask_lines.h"

#include <istream>
#include <ostream>
#include <string>

#include "frontdesk/json.h"
#include "privacy/masker.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxLine = 64U << 20;

std::string error_line(const json::Value& id, std::string_view reason) {
  json::Writer out;
  out.begin_object().member("id", id).member("error", reason).end_object();
  return out.take();
}

std::string masked_line(const json::Value& id, const Masked& masked) {
  json::Writer out;
  out.begin_object().member("id", id).member("masked", std::string_view(masked.text.text())).key("spans").begin_array();
  for (const Span& span : masked.spans) {
    out.begin_object()
        .member("start", static_cast<std::int64_t>(span.start))
        .member("end", static_cast<std::int64_t>(span.end))
        .member("type", to_text(span.kind))
        .end_object();
  }
  out.end_array().end_object();
  return out.take();
}

struct Answer {
  std::string line;
  bool ok = false;
};

Answer answer(const std::string& line, const Masker& masker) {
  const json::Parsed parsed = json::parse(line, {kMaxLine, 16});
  if (!parsed.value) return {error_line(json::Value(), parsed.error)};
  if (!parsed.value->is_object()) return {error_line(json::Value(), "not a JSON object")};
  const json::Value& id = parsed.value->get("id");
  const json::Value& text = parsed.value->get("text");
  if (!text.is_string()) return {error_line(id, "\"text\" is missing or no string")};
  return {masked_line(id, masker.mask(text.as_string())), true};
}

}  // namespace

int mask_lines(std::istream& in, std::ostream& out, Profile profile) {
  const Masker masker(profile);
  int status = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const Answer result = answer(line, masker);
    if (!result.ok) status = 1;
    out << result.line << '\n';
  }
  out.flush();
  return out.good() && !in.bad() ? status : 1;
}

}  // namespace frontdesk::privacy
