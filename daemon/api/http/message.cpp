#include "api/http/message.h"

#include <Poco/Net/HTTPResponse.h>
#include <Poco/URI.h>

#include <algorithm>

#include "base/text.h"

namespace frontdesk::api {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string_view find_field(const std::vector<Field>& fields, std::string_view name) {
  for (const Field& field : fields)
    if (text::equals_ignoring_case(field.name, name)) return field.value;
  return {};
}

}  // namespace

std::string_view to_text(Method method) {
  switch (method) {
    case Method::kGet: return "GET";
    case Method::kHead: return "HEAD";
    case Method::kPost: return "POST";
    case Method::kPut: return "PUT";
    case Method::kPatch: return "PATCH";
    case Method::kDelete: return "DELETE";
    case Method::kOptions: return "OPTIONS";
    case Method::kOther: return "";
  }
  return "";
}

std::string_view RequestHead::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
  return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

std::string RequestHead::parameter(std::string_view name) const {
  for (const std::string_view pair : text::split(query, '&')) {
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) != name) continue;
    std::string raw(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    std::replace(raw.begin(), raw.end(), '+', ' ');
    std::string value;
    return decode_percent(raw, value) ? value : std::string();
  }
  return {};
}

std::string_view RequestHead::cookie(std::string_view name) const {
  for (const std::string_view piece : text::split(field("cookie"), ';')) {
    const std::string_view pair = text::trim(piece);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return {};
}

Response& Response::set(std::string_view name, std::string_view value) {
  std::erase_if(fields, [&](const Field& f) { return text::equals_ignoring_case(f.name, name); });
  if (std::none_of(value.begin(), value.end(), is_control)) fields.push_back({std::string(name), std::string(value)});
  return *this;
}

std::string_view Response::field(std::string_view name) const { return find_field(fields, name); }

std::string_view reason_phrase(int status) {
  return Poco::Net::HTTPResponse::getReasonForStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
}

// Not by Poco's HTTPResponse: its list of fields and its stream cost more than a small answer's route.
std::string serialize_head(const Response& response, bool keep_alive) {
  std::string head;
  head.reserve(768);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason_phrase(response.status)).append("\r\n");
  for (const Field& field : response.fields) head.append(field.name).append(": ").append(field.value).append("\r\n");
  if (response.status != 204 && response.status != 304 && !response.take_over)
    head.append("Content-Length: ").append(std::to_string(response.content().size())).append("\r\n");
  if (!keep_alive || response.take_over) head.append("Connection: close\r\n");
  return head.append("\r\n");
}

bool decode_percent(std::string_view text, std::string& out) {
  out.clear();
  try {
    Poco::URI::decode(std::string(text), out);
  } catch (const Poco::URISyntaxException&) {
    return false;
  }
  return std::none_of(out.begin(), out.end(), is_control) && text::is_valid_utf8(out);
}

}  // namespace frontdesk::api
