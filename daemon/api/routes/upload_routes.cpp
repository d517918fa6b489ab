// Files on their way into a reply: bytes as the body, the name in a header.
#include "api/backend.h"
#include "api/routes/form.h"
#include "api/routes/routes.h"
#include "desk/ticket/attachment/ticket_files.h"

namespace frontdesk::desk {

template <>
struct View<UploadedFile> {
  static constexpr std::string_view kName = "Upload";
  template <class V>
  static void describe(V& v, const UploadedFile& file) {
    v.id("id", file.id);
    v.text("name", file.name);
    v.text("mime", file.mime);
    v.number("size", file.size);
  }
};

}  // namespace frontdesk::desk

namespace frontdesk::api {

namespace {

constexpr std::size_t kMaxUpload = std::size_t{25} << 20;

Response post_upload(Backend& backend, const Route&, const Call& call) {
  std::string name;
  const std::string_view raw = call.request.field("x-file-name");
  if (raw.empty() || raw.size() > 1024 || !decode_percent(raw, name))
    return fail(call, Problem(400, ErrorCode::kInvalid, "X-File-Name is missing or not percent-encoded UTF-8",
                              "error.file_name"));
  if (call.request.body.empty())
    return fail(call, Problem(400, ErrorCode::kInvalid, "the file is empty", "error.file_empty"));
  const std::string mime(call.request.field("content-type"));
  auto file = backend.services.desk.files.upload(call.actor, name, mime.empty() ? "application/octet-stream" : mime,
                                                 as_bytes(call.request.body));
  if (!file) return fail(call, std::move(file).error());
  return json_answer(201, shown_json(*file));
}

}  // namespace

void add_upload_routes(std::vector<Route>& routes) {
  routes.push_back({Method::kPost,
                    "/api/v1/uploads",
                    Needs::of(desk::Right::kAnswer),
                    Payload::bytes(kMaxUpload),
                    post_upload,
                    nullptr,
                    {.name = "upload.add",
                     .status = 201,
                     .accepts = "application/octet-stream",
                     .answer = shown_schema<desk::UploadedFile>}});
}

}  // namespace frontdesk::api
