// Messages of a ticket: reading, replying, noting, sending again, and what is attached.
#include <algorithm>

#include "api/backend.h"
#include "api/fields.h"
#include "api/routes/read_request.h"
#include "api/routes/routes.h"
#include "api/routes/write_json.h"
#include "base/text.h"
#include "desk/limits.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kSmall = 16 * 1024;
constexpr std::size_t kTextBody = 1024 * 1024;  // 100,000 characters of text, escaped
constexpr std::size_t kMaxUpload = std::size_t{25} << 20;

/// For what customers wrote: no script, no request to anywhere, and only inside our own page. Links may open a window
/// of their own, which is an ordinary one: a page opened from a bare sandbox would be crippled by it.
constexpr std::string_view kMailPolicy =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: blob:; style-src "
    "'unsafe-inline'; frame-ancestors 'self'";
constexpr std::string_view kAttachmentPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";

Response message_answer(Backend& backend, const Call& call, int status, MessageId id) {
  auto message = backend.services.ticket_query.message(call.actor, id);
  if (!message) return fail(call, std::move(message).error());
  json::Writer out;
  write_message(out, *message);
  return json_answer(status, out.take());
}

Response get_messages(Backend& backend, const Call& call) {
  auto id = argument_id<TicketId>(call);
  if (!id) return fail(call, std::move(id).error());
  auto page = backend.services.ticket_query.messages(call.actor, *id, page_limit(call.request),
                                                     call.request.parameter("after"));
  if (!page) return fail(call, std::move(page).error());
  return json_answer(200, list_json(page->items, page->next, write_message));
}

std::vector<AttachmentId> read_attachments(Fields& body) {
  std::vector<AttachmentId> ids;
  for (const std::string& text : body.texts("attachments", desk::kMostAttachments)) {
    if (const auto id = parse_id<AttachmentId>(text)) {
      ids.push_back(*id);
    } else {
      body.fault("attachments", "must be ids of uploads", "error.field_type");
    }
  }
  return ids;
}

Response post_reply(Backend& backend, const Call& call) {
  auto ticket = argument_id<TicketId>(call);
  if (!ticket) return fail(call, std::move(ticket).error());
  desk::ReplyRequest request;
  request.ticket = *ticket;
  request.request_key = call.request.field("idempotency-key");
  Fields body(call.body);
  request.text = body.text("text", desk::kMostTextCharacters);
  request.attachments = read_attachments(body);
  request.resolve = body.flag("resolve", false);
  if (auto problem = body.problem()) return fail(call, *problem);
  if (auto problem = read_if_match(call.request, request.seen_version)) return fail(call, *problem);
  auto message = backend.services.tickets.reply(call.actor, request);
  if (message) return message_answer(backend, call, 201, *message);
  Problem problem(std::move(message).error());
  if (problem.error.key == "error.version") {
    problem.status = 412;
    if (auto now = backend.services.ticket_query.find(call.actor, to_text(*ticket)))
      problem.current_version = now->row.version;
  }
  return fail(call, problem);
}

Response post_note(Backend& backend, const Call& call) {
  auto ticket = argument_id<TicketId>(call);
  if (!ticket) return fail(call, std::move(ticket).error());
  desk::NoteRequest request;
  request.ticket = *ticket;
  request.request_key = call.request.field("idempotency-key");
  Fields body(call.body);
  request.text = body.text("text", desk::kMostTextCharacters);
  if (auto problem = body.problem()) return fail(call, *problem);
  auto message = backend.services.tickets.note(call.actor, request);
  if (!message) return fail(call, std::move(message).error());
  return message_answer(backend, call, 201, *message);
}

Response post_retry(Backend& backend, const Call& call) {
  auto id = argument_id<MessageId>(call);
  if (!id) return fail(call, std::move(id).error());
  Fields body(call.body);
  const bool confirmed = body.flag("confirm", false);
  if (auto problem = body.problem()) return fail(call, *problem);
  if (auto done = backend.services.tickets.retry(call.actor, *id, confirmed); !done)
    return fail(call, std::move(done).error());
  return message_answer(backend, call, 200, *id);
}

Response get_body(Backend& backend, const Call& call) {
  auto id = argument_id<MessageId>(call);
  if (!id) return fail(call, std::move(id).error());
  auto html = backend.services.ticket_query.html_body(call.actor, *id);
  if (!html) return fail(call, std::move(html).error());
  Response response;
  response.set("Content-Type", "text/html; charset=utf-8").set("Content-Security-Policy", kMailPolicy);
  response.body = html->text();
  return response;
}

Response post_upload(Backend& backend, const Call& call) {
  std::string name;
  const std::string_view raw = call.request.field("x-file-name");
  if (raw.empty() || raw.size() > 1024 || !decode_percent(raw, name))
    return fail(call, Problem(400, ErrorCode::kInvalid, "X-File-Name is missing or not percent-encoded UTF-8",
                              "error.file_name"));
  if (call.request.body.empty())
    return fail(call, Problem(400, ErrorCode::kInvalid, "the file is empty", "error.file_empty"));
  const std::string mime(call.request.field("content-type"));
  auto file = backend.services.tickets.upload(call.actor, name, mime.empty() ? "application/octet-stream" : mime,
                                              as_bytes(call.request.body));
  if (!file) return fail(call, std::move(file).error());
  json::Writer out;
  out.begin_object().member("id", to_text(file->id)).member("name", file->name).member("mime", file->mime);
  out.member("size", file->size).end_object();
  return json_answer(201, out.take());
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

Response get_attachment(Backend& backend, const Call& call) {
  auto id = argument_id<AttachmentId>(call);
  if (!id) return fail(call, std::move(id).error());
  auto content = backend.services.tickets.open_attachment(call.actor, *id);
  if (!content) return fail(call, std::move(content).error());
  Response response;
  response.set("Content-Type", safe_type(content->mime)).set("Content-Disposition", disposition(content->name.text()));
  response.set("Content-Security-Policy", kAttachmentPolicy);
  response.body = to_string(content->bytes);
  return response;
}

}  // namespace

void add_message_routes(std::vector<Route>& routes) {
  const auto work = Permission::kWorkTickets;
  const Payload text = Payload::json(kTextBody);
  routes.emplace_back(Method::kGet, "/api/v1/tickets/{id}/messages", work, Payload::none(), get_messages);
  routes.emplace_back(Method::kPost, "/api/v1/tickets/{id}/replies", work, text, post_reply);
  routes.emplace_back(Method::kPost, "/api/v1/tickets/{id}/notes", work, text, post_note);
  routes.emplace_back(Method::kPost, "/api/v1/messages/{id}/retry", work, Payload::json(kSmall), post_retry);
  routes.emplace_back(Method::kGet, "/api/v1/messages/{id}/body", work, Payload::none(), get_body);
  routes.emplace_back(Method::kPost, "/api/v1/uploads", work, Payload::bytes(kMaxUpload), post_upload);
  routes.emplace_back(Method::kGet, "/api/v1/attachments/{id}", work, Payload::none(), get_attachment);
}

}  // namespace frontdesk::api
