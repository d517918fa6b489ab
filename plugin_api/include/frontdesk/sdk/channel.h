// The base class of a channel plugin written in C++.
//
// Derive, override what the channel can do (the manifest must name the same capabilities), and end the one source file
// that has the manifest in reach with the macro of plugin_entry.h:
//
//   class Shop final : public sdk::Channel {
//    public:
//     using Channel::Channel;
//     sdk::Result<void> open(const sdk::OpenRequest& request) override;
//     sdk::Result<sdk::PollResult> poll(const sdk::PollRequest& request) override;
//     sdk::Result<sdk::SendResult> send(const sdk::Outbound& message) override;
//   };
//   FRONTDESK_PLUGIN(Shop)
//
// Lifecycle: constructed, open, any calls, close, destroyed. Thread rule: one call at a time, except that `run` has its
// own thread and overlaps the others when the manifest says concurrency.send_while_receiving. An exception that leaves
// an override becomes Status::kInternal with its text in the log.
#pragma once

#include <frontdesk/sdk/services.h>
#include <frontdesk/sdk/types.h>

#include <functional>
#include <string>
#include <string_view>

namespace frontdesk::sdk {

class Channel {
 public:
  /// `services` outlives the channel; it may be used from `open` on.
  explicit Channel(const Services& services) : services_(services) {}
  virtual ~Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Reads the configuration; errors kConfig and kAuth show the admin the form again.
  virtual Result<void> open(const OpenRequest& request) = 0;
  /// Ends what open began, until `deadline` (monotonic).
  virtual void close(Monotonic deadline) { static_cast<void>(deadline); }
  /// Tests a configuration without side effects at the source; tells each step as it ends.
  virtual Result<void> check(std::string_view config, const std::function<void(const CheckStep&)>& step) {
    static_cast<void>(config), static_cast<void>(step);
    return unsupported();
  }
  /// Reads from the cursor and submits; the same cursor yields the same dedup keys.
  virtual Result<PollResult> poll(const PollRequest& request) {
    static_cast<void>(request);
    return unsupported();
  }
  /// Receives and submits until cancelled; returns within 2 s of that.
  virtual Result<void> run(std::string_view cursor) {
    static_cast<void>(cursor);
    return unsupported();
  }
  /// Verifies the signature, submits, answers after the commit.
  virtual Result<HttpResponse> on_http(const HttpRequest& request) {
    static_cast<void>(request);
    return unsupported();
  }
  /// Sends one message. kUnknownOutcome when it may have been sent: it is then never repeated blindly.
  virtual Result<SendResult> send(const Outbound& message) {
    static_cast<void>(message);
    return unsupported();
  }
  /// Value: it was sent. kRejected: certainly not. kUnknownOutcome: cannot tell.
  virtual Result<SendResult> lookup_send(std::string_view idempotency_key, std::string_view message_key) {
    static_cast<void>(idempotency_key), static_cast<void>(message_key);
    return unsupported();
  }
  /// The bytes an attachment's `ref` names.
  virtual Result<std::string> fetch_attachment(std::string_view ref) {
    static_cast<void>(ref);
    return unsupported();
  }

 protected:
  [[nodiscard]] const Services& services() const { return services_; }

 private:
  static Error unsupported() { return {Status::kUnsupported, "unsupported", "The channel cannot do that.", {}, {}}; }

  const Services& services_;
};

}  // namespace frontdesk::sdk
