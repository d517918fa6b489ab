#include "desk/ticket/attachment/ticket_files.h"

#include "base/log.h"
#include "base/text.h"
#include "desk/ticket/attachment/upload_keeper.h"
#include "desk/ticket/book.h"
#include "desk/use_case/entry.h"
#include "privacy/masker.h"
#include "privacy/picture_facts.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/blob/store.h"
#include "storage/store.h"
#include "storage/tables/message.h"

namespace frontdesk::desk {
namespace {

/// Bytes that are not there any more in words that help; every other error as it is.
Error tell_damage(storage::ReadTx& tx, BlobId blob, Error error) {
  if (error.code != ErrorCode::kCorrupt && error.code != ErrorCode::kIo) return error;
  log_error("a stored file cannot be read", {{"blob", blob}, {"error", error}});
  const auto since = storage::damaged_since(tx, blob);
  const std::string known = since && *since ? " since " + to_rfc3339(**since) : std::string();
  return {ErrorCode::kUnavailable, "this file is damaged on disk" + known + "; it has to be put back from a backup",
          "error.file_damaged"};
}

}  // namespace

Result<UploadedFile> TicketFiles::upload(const Actor& actor, const std::string& name, const std::string& mime,
                                         ByteView bytes) {
  const std::string shown = text::shorten(text::one_line(text::repair_utf8(name)), 200);
  if (shown.empty()) return Error{ErrorCode::kInvalid, "the file has no name", "error.file_name"};
  if (std::string reason; !context_.store.takes_mail(&reason))
    return Error{ErrorCode::kUnavailable, "no files are taken in: " + reason, "error.no_room_for_files"};
  storage::AttachmentRecord row;
  row.id = context_.ids.next<AttachmentId>();
  row.blob = context_.ids.next<BlobId>();
  const privacy::DataKey key = context_.vault.new_key(privacy::KeyScope::kMessage, row.id.raw());
  const Bytes sealed = context_.vault.seal_blob(key, {"blob", "", row.blob.raw()}, bytes);
  row.owner = actor.user;
  row.name_masked = context_.masker.mask(shown).text.text();
  row.name_sealed = context_.vault.seal(key, {"attachment", "name_sealed", row.id.raw()}, as_bytes(shown));
  row.mime = text::one_line(text::repair_utf8(mime));
  row.size = static_cast<std::int64_t>(bytes.size());
  row.key = key.id();
  row.created_at = context_.clock.now();
  auto stored = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    FD_TRY(check_upload_quota(tx, actor.user, row.size));
    FD_TRY(context_.keys.store(tx, key, row.created_at));
    FD_TRY(context_.store.blobs().put(tx, row.blob, sealed, row.size, row.created_at));
    return storage::insert_attachment(tx, row);
  });
  if (!stored) return std::move(stored).error();
  return UploadedFile{row.id, shown, row.mime, row.size};
}

Result<AttachmentContent> TicketFiles::open(const Actor& actor, AttachmentId id) {
  TicketId ticket;
  auto content = context_.store.read([&](storage::ReadTx& tx) -> Result<AttachmentContent> {
    auto row = storage::load_attachment(tx, id);
    if (!row) return std::move(row).error();
    if (!row->message.is_set() && row->owner != actor.user) {
      return Error{ErrorCode::kNotFound, "there is no such attachment", "error.attachment_not_found"};
    }
    if (row->message.is_set()) {
      auto message = storage::load_message(tx, row->message);
      if (!message) return std::move(message).error();
      ticket = message->ticket;
    }
    auto sealed = context_.store.blobs().get(tx, row->blob);
    if (!sealed) return tell_damage(tx, row->blob, std::move(sealed).error());
    auto bytes = context_.keys.open_blob(tx, {"blob", "", row->blob.raw()}, *sealed);
    if (!bytes) return std::move(bytes).error();
    return AttachmentContent{privacy::MaskedText::from_store(std::move(row->name_masked)), std::move(row->mime),
                             privacy::without_picture_facts(std::move(*bytes))};
  });
  if (!content) return content;
  // The look is on record before the bytes leave the desk (promise 2): no record, no bytes.
  auto recorded = context_.store.write_and_wait([&](storage::Tx& tx) {
    return TicketBook(context_, tx, actor)
        .record({.action = "attachment.open",
                 .object_type = "attachment",
                 .object_id = id.raw(),
                 .reason = {},
                 .before = {},
                 .after = R"({"ticket":")" + to_text(ticket) + "\"}"});
  });
  if (!recorded) return std::move(recorded).error();
  return content;
}

struct OpenAttachment {
  static constexpr UseCase kUseCase{
      .name = "attachment.open", .route = {Method::kGet, "/attachments/{attachment}"}, .right = Right::kSeeTickets};
  AttachmentId attachment;

  template <class V>
  static void describe(V& v) {
    v.path("attachment", &OpenAttachment::attachment);
  }

  Result<File> run(Desk& desk, const Asked& asked) {
    auto content = desk.files.open(asked.actor, attachment);
    if (!content) return std::move(content).error();
    return File{File::Kind::kAttachment, content->mime, content->name.text(), to_string(content->bytes)};
  }
};

FD_USE_CASE(OpenAttachment)

}  // namespace frontdesk::desk
