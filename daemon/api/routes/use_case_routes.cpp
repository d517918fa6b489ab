// The routes of the table of use cases: from a request to an Input, and from an Outcome to an answer.
#include <array>
#include <memory>

#include "api/backend.h"
#include "api/routes/mail_page.h"
#include "api/routes/read_request.h"
#include "api/routes/routes.h"
#include "base/bytes.h"
#include "base/text.h"

namespace frontdesk::api {

namespace {

/// For what customers wrote: no script, no request to anywhere, and only inside our own page. Links may open a window
/// of their own, which is an ordinary one: a page opened from a bare sandbox would be crippled by it.
constexpr std::string_view kMailPolicy =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: blob:; style-src "
    "'unsafe-inline'; frame-ancestors 'self'";
constexpr std::string_view kAttachmentPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";

Method to_http(desk::Method method) {
  switch (method) {
    case desk::Method::kGet: return Method::kGet;
    case desk::Method::kPost: return Method::kPost;
    case desk::Method::kPatch: return Method::kPatch;
    case desk::Method::kDelete: return Method::kDelete;
  }
  return Method::kOther;
}

json::Value query_of(const Route& route, const RequestHead& head) {
  json::Value query{json::Object{}};
  for (const std::string& name : route.query) query.set(name, head.parameter(name));
  return query;
}

std::vector<std::string> query_names(const desk::Entry& entry) {
  std::vector<std::string> names;
  if (entry.use_case.route.method != desk::Method::kGet) return names;
  desk::ViewSchema::Named named;
  for (const desk::Field& field : entry.fields(named)) {
    if (field.kind != desk::Field::Kind::kPath) names.push_back(field.name);
  }
  return names;
}

/// RFC 6266 with RFC 8187: any name, no way to break out of the header.
std::string disposition(std::string_view name) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "attachment; filename*=UTF-8''";
  for (const char c : text::one_line(name)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    if (plain) {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
    }
  }
  return out;
}

/// Types a browser might run are told as bytes; the name still says what it is.
std::string safe_type(const std::string& mime) {
  const bool harmless = (mime.starts_with("image/") && mime.find("svg") == std::string::npos) ||
                        mime.starts_with("audio/") || mime.starts_with("video/") || mime == "application/pdf";
  return harmless ? mime : "application/octet-stream";
}

Response file_answer(desk::File file) {
  Response response;
  if (file.kind == desk::File::Kind::kMailPage) {
    response.set("Content-Type", file.mime).set("Content-Security-Policy", kMailPolicy);
    response.body = mail_page(file.bytes);
    return response;
  }
  response.set("Content-Type", safe_type(file.mime)).set("Content-Disposition", disposition(file.name));
  response.set("Content-Security-Policy", kAttachmentPolicy);
  response.body = std::move(file.bytes);
  return response;
}

Response good_answer(int status, desk::Answer answer) {
  if (answer.file) return file_answer(std::move(*answer.file));
  Response response;
  response.status = status;
  if (status == 204) return response;
  response = json_answer(status, answer.json.empty() ? "{}" : std::move(answer.json));
  if (answer.version != 0) response.set("X-Ticket-Version", std::to_string(answer.version));
  return response;
}

Response answer_use_case(Backend& backend, const Route& route, const Call& call) {
  const desk::UseCase& use_case = route.entry->use_case;
  desk::Input input;
  input.path = call.arguments;
  input.is_query = use_case.route.method == desk::Method::kGet;
  input.fields = input.is_query ? query_of(route, call.request) : call.body;
  if (use_case.needs_version) {
    std::int64_t version = 0;
    if (auto problem = read_if_match(call.request, version)) return fail(call, *problem);
    input.seen_version = version;
  }
  if (use_case.once) input.request_key = call.request.field("idempotency-key");
  auto outcome = desk::run_use_case(*route.entry, backend.services.desk, call.actor, input);
  if (auto* answer = std::get_if<desk::Answer>(&outcome)) return good_answer(use_case.status, std::move(*answer));
  Problem problem(std::move(std::get<desk::Refusal>(outcome)));
  if (use_case.needs_version && problem.error.key == "error.version") problem.status = 412;
  return fail(call, problem);
}

/// The pattern with what all routes begin with; made once, and kept for as long as the program runs.
std::string_view full_pattern(const desk::Entry& entry) {
  static const auto kPatterns = [] {
    std::vector<std::string> patterns;
    for (const desk::Entry& each : desk::use_cases())
      patterns.push_back("/api/v1" + std::string(each.use_case.route.pattern));
    return patterns;
  }();
  return kPatterns[static_cast<std::size_t>(&entry - desk::use_cases().data())];
}

}  // namespace

void add_use_case_routes(std::vector<Route>& routes) {
  for (const desk::Entry& entry : desk::use_cases()) {
    const desk::UseCase& use_case = entry.use_case;
    const bool has_body = use_case.route.method == desk::Method::kPost || use_case.route.method == desk::Method::kPatch;
    routes.push_back({to_http(use_case.route.method),
                      full_pattern(entry),
                      Needs::of(use_case.right),
                      has_body ? Payload::json(use_case.most_bytes) : Payload::none(),
                      answer_use_case,
                      &entry,
                      {},
                      query_names(entry)});
  }
}

}  // namespace frontdesk::api
