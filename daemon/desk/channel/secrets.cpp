#include "desk/channel/secrets.h"

#include <algorithm>

#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/sql/transaction.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {
namespace {

bool is_mark(const json::Value& value) {
  return value.is_object() && value.members().size() == 1 && value.find("set") != nullptr;
}

json::Value mark(bool set) {
  json::Value value;
  value.set("set", set);
  return value;
}

std::string join(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

/// The same object with each member passed through `change`; a null result drops the member.
template <class Change>
json::Value map_members(const json::Value& from, const std::string& path, const Change& change) {
  if (!from.is_object()) return from;
  json::Value to{json::Object{}};
  for (const auto& [name, value] : from.members()) {
    const std::string member_path = join(path, name);
    json::Value changed = change(member_path, value);
    if (changed.is_null() && !value.is_null()) continue;
    to.set(name, is_mark(changed) ? changed : map_members(changed, member_path, change));
  }
  return to;
}

privacy::Cell secrets_cell(ChannelId id) { return {"channel", "secrets_sealed", id.raw()}; }

}  // namespace

std::pair<json::Value, SecretMap> take_secrets(const json::Value& config, const std::vector<std::string>& paths) {
  SecretMap secrets;
  json::Value shown = map_members(config, "", [&](const std::string& path, const json::Value& value) {
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) return value;
    if (!value.is_string() || value.as_string().empty()) return mark(false);
    secrets.insert_or_assign(path, Secret(std::string(value.as_string())));
    return mark(true);
  });
  return {std::move(shown), std::move(secrets)};
}

json::Value with_kept_secrets(const json::Value& config, const SecretMap& kept) {
  return map_members(config, "", [&](const std::string& path, const json::Value& value) {
    if (!is_mark(value)) return value;
    const auto found = kept.find(path);
    return value.get("set").as_bool() && found != kept.end() ? json::Value(found->second.reveal()) : json::Value();
  });
}

json::Value without_secret_marks(const json::Value& config) {
  return map_members(
      config, "", [](const std::string&, const json::Value& value) { return is_mark(value) ? json::Value() : value; });
}

Secret encode_secrets(const SecretMap& secrets) {
  json::Writer out;
  out.begin_object();
  for (const auto& [path, secret] : secrets) out.member(path, secret.reveal());
  out.end_object();
  return Secret(out.take());
}

Result<SecretMap> decode_secrets(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed.value) return Error{ErrorCode::kCorrupt, "a channel's stored secrets have an unknown form"};
  SecretMap secrets;
  for (const auto& [path, value] : parsed.value->members())
    secrets.insert_or_assign(path, Secret(std::string(value.as_string())));
  return secrets;
}

Result<SecretMap> open_secrets(Context& context, storage::ReadTx& tx, ChannelId id) {
  auto sealed = storage::load_channel_secrets(tx, id);
  if (!sealed) return std::move(sealed).error();
  if (sealed->empty()) return SecretMap{};
  auto clear = context.keys.open_text(tx, secrets_cell(id), *sealed);
  if (!clear) return std::move(clear).error();
  return decode_secrets(clear->reveal());
}

Result<Bytes> seal_secrets(Context& context, storage::Tx& tx, ChannelId id, const SecretMap& secrets) {
  auto key = context.keys.key_for_writing(tx, privacy::KeyScope::kChannel, id.raw(), context.clock.now());
  if (!key) return std::move(key).error();
  return context.vault.seal(*key, secrets_cell(id), as_bytes(encode_secrets(secrets).reveal()));
}

}  // namespace frontdesk::desk
