// WholeDesk: every service of the desk over one context, and use cases carried out by their names, as the fronts do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "desk/account/service.h"
#include "desk/audit/service.h"
#include "desk/channel/service.h"
#include "desk/plugin/service.h"
#include "desk/ticket/attachment/ticket_files.h"
#include "desk/ticket/query/query.h"
#include "desk/use_case/desk.h"
#include "desk/use_case/table.h"
#include "support/fake_runtime.h"

namespace frontdesk::desk {

struct ReplyRequest {
  TicketId ticket;
  std::int64_t seen_version = 0;
  std::string text;
  std::vector<AttachmentId> attachments;
  bool resolve = false;
  std::string request_key;
  std::optional<MessageId> answers;
};
struct NoteRequest {
  TicketId ticket;
  std::string text;
  std::string request_key;
};
struct ClassifyRequest {
  TicketId ticket;
  std::int64_t seen_version = 0;
  std::optional<domain::Priority> priority;
  std::optional<domain::TicketType> type;
  std::optional<std::string> topic;
  std::string reason;
};

class WholeDesk {
 public:
  WholeDesk(Context& context, const std::string& directory);

  /// The answer of a use case, as JSON; null when it has none.
  Result<json::Value> perform(std::string_view name, const Actor& actor, const Input& input);

  // Acts on tickets in the words of the tests.
  Result<MessageId> reply(const Actor& actor, const ReplyRequest& request);
  Result<MessageId> note(const Actor& actor, const NoteRequest& request);
  Result<void> classify(const Actor& actor, const ClassifyRequest& request);
  Result<void> claim(const Actor& actor, TicketId ticket, std::int64_t version);
  Result<void> assign(const Actor& actor, TicketId ticket, std::int64_t version, std::optional<UserId> owner);
  Result<void> resolve(const Actor& actor, TicketId ticket, std::int64_t version);
  Result<void> reopen(const Actor& actor, TicketId ticket, std::int64_t version);
  Result<void> retry(const Actor& actor, MessageId message, bool confirmed);
  Result<UploadedFile> upload(const Actor& actor, const std::string& name, const std::string& mime, ByteView bytes) {
    return files.upload(actor, name, mime, bytes);
  }
  Result<AttachmentContent> open_attachment(const Actor& actor, AttachmentId id) { return files.open(actor, id); }

  test::FakeRuntime runtime;
  AccountService accounts;
  TicketQuery tickets;
  TicketFiles files;
  ChannelQuery channel_query;
  ChannelService channels;
  PluginService plugins;
  AuditService audit;
  Desk desk;

 private:
  Result<void> act(std::string_view name, const Actor& actor, TicketId ticket, std::optional<std::int64_t> version,
                   json::Value fields = json::Value(json::Object{}));
};

}  // namespace frontdesk::desk
