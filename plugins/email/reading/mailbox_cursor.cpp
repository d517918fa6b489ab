#include "reading/mailbox_cursor.h"

#include <frontdesk/json.h>

#include <algorithm>

#include "reading/content_key.h"

namespace frontdesk::email {
namespace {

constexpr std::int64_t kKnowsMailsByPlace = 3;  // versions before knew them by their content

}  // namespace

MailboxCursor MailboxCursor::parse(std::string_view text) {
  MailboxCursor out;
  const auto parsed = json::parse(text);
  if (!parsed.value) return out;
  const json::Value& root = *parsed.value;
  const auto number = [&](const char* key) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(root.get(key).as_int(), 0, UINT32_MAX));
  };
  const auto moment = [&](const char* key) { return std::max<std::int64_t>(0, root.get(key).as_int()); };
  out.source = std::string(root.get("source").as_string());
  out.import_since = moment("since");
  out.uid_validity = number("uidvalidity");
  out.last_uid = number("last_uid");
  out.activated_at = moment("activated_at");
  out.taken_from = moment("taken_from");
  out.as_of = moment("as_of");
  out.is_relisted = root.get("relisted").as_bool() || root.get("v").as_int() < kKnowsMailsByPlace;
  out.relisted_below = number("relisted_below");
  // POP3 cursors once said only that the channel had been open.
  if (out.activated_at == 0 && root.get("activated").as_bool()) out.activated_at = 1;
  return out;
}

std::string MailboxCursor::dump() const {
  json::Writer out;
  out.begin_object().member("v", kKnowsMailsByPlace).member("source", source).member("since", import_since);
  out.member("uidvalidity", std::int64_t{uid_validity}).member("last_uid", std::int64_t{last_uid});
  out.member("activated_at", activated_at).member("taken_from", taken_from).member("as_of", as_of);
  out.member("relisted", is_relisted).member("relisted_below", std::int64_t{relisted_below}).end_object();
  return out.take();
}

std::string source_of(const Settings& settings) {
  const bool imap = settings.protocol == Protocol::kImap;
  std::string text = imap ? "imap\n" : "pop3\n";
  text.append(settings.incoming.endpoint.host).append("\n").append(settings.incoming.user).append("\n");
  if (imap) text.append(settings.folder);
  return sha256_hex(text).substr(0, 16);
}

Continuation adapt(MailboxCursor& cursor, const Settings& settings, std::int64_t now) {
  const std::string source = source_of(settings);
  const std::int64_t since = settings.import_since.value_or(0);
  auto continuation = Continuation::kSame;
  if (cursor.activated_at == 0) {
    continuation = Continuation::kFirst;
    cursor.activated_at = now;
  } else if (!cursor.source.empty() && cursor.source != source) {
    // What came while nobody read, say during a move to another server, must not fall between the two mailboxes.
    continuation = Continuation::kElsewhere;
    cursor.activated_at = cursor.as_of > 0 ? cursor.as_of : now;
    cursor.is_relisted = true;
    cursor.uid_validity = 0;
    cursor.last_uid = 0;
  } else if (!cursor.source.empty() && cursor.import_since != since) {
    continuation = Continuation::kListAgain;
    cursor.last_uid = 0;
  }
  cursor.source = source;
  cursor.import_since = since;
  return continuation;
}

}  // namespace frontdesk::email
