// StoredChannels: what the supervisor loads and saves of the channels it runs: their setups, secrets and health. No
// rights are asked: it is the daemon itself that calls. Thread rule: any thread but the store's writer.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "desk/context.h"
#include "desk/ports.h"

namespace frontdesk::desk {

class StoredChannels final : public ChannelPort {
 public:
  explicit StoredChannels(Context& context) : context_(context) {}

  Result<std::vector<ChannelSetup>> load_all() override;
  Result<ChannelSetup> load(ChannelId id) override;
  Result<Secret> secret(ChannelId id, const std::string& path) override;
  Result<void> put_secret(ChannelId id, const std::string& path, Secret value) override;
  Result<void> save_health(ChannelId id, const ChannelHealth& health) override;

 private:
  Context& context_;
};

}  // namespace frontdesk::desk
