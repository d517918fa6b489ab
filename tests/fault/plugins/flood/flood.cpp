// Submits and logs without end, ignoring the cancel.
#include <frontdesk/sdk/plugin_entry.h>

#include <string>

namespace {

namespace sdk = frontdesk::sdk;

class Flood final : public sdk::Channel {
 public:
  using Channel::Channel;
  sdk::Result<void> open(const sdk::OpenRequest&) override { return {}; }
  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest&) override {
    while (true) {
      sdk::Item item;
      item.dedup_key = "flood-" + std::to_string(++number_);
      item.author.key = "flood";
      item.parts.push_back({sdk::PartRole::kBody, "text/plain", std::string(2000, 'x')});
      services().log().error("A line that nobody asked for.");
      static_cast<void>(services().inbox().submit(item));
    }
  }

 private:
  long number_ = 0;
};

}  // namespace

FRONTDESK_PLUGIN(Flood)
