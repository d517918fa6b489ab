// Secrets of a channel's configuration: taken out before it is stored, kept sealed, put back only for the plugin.
//
// A path is "section.field" or "field". In what is stored and shown a secret stands as {"set": true} or {"set": false}.
#pragma once

#include <frontdesk/json.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "desk/context.h"

namespace frontdesk::storage {
class ReadTx;
class Tx;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

using SecretMap = std::map<std::string, Secret>;

/// The configuration with marks instead of secrets, and the secrets that were in it.
std::pair<json::Value, SecretMap> take_secrets(const json::Value& config, const std::vector<std::string>& paths);

/// Marks {"set": true} become the kept values, so that a form sent back unchanged is complete again.
json::Value with_kept_secrets(const json::Value& config, const SecretMap& kept);

/// Without the marks: what a plugin gets; it asks for secrets by path.
json::Value without_secret_marks(const json::Value& config);

Secret encode_secrets(const SecretMap& secrets);
Result<SecretMap> decode_secrets(std::string_view json);

/// The stored secrets of a channel; none for a channel that has none.
Result<SecretMap> open_secrets(Context& context, storage::ReadTx& tx, ChannelId id);

/// As open_secrets() reads them, under the channel's own key.
Result<Bytes> seal_secrets(Context& context, storage::Tx& tx, ChannelId id, const SecretMap& secrets);

}  // namespace frontdesk::desk
