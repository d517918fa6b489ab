// HostLink: the daemon's end of the socket to one plugin host. Frames in, frames out, nothing of their meaning.
//
// A peer that breaks the framing, or does not read while more than 64 MiB wait for it, is reported once through
// on_broken and never heard again. Both callbacks may destroy the link. Thread rule: the supervisor thread.
#pragma once

#include <functional>
#include <memory>
#include <new>
#include <string>

#include "channels/reactor.h"
#include "wire/descriptor.h"
#include "wire/frame.h"
#include "wire/messages.h"

namespace frontdesk::channels {

class HostLink {
 public:
  struct Events {
    std::function<void(wire::Frame)> on_frame;
    /// The stream is over; `why` is empty when the peer closed it.
    std::function<void(const std::string& why)> on_broken;
  };

  HostLink(Reactor& reactor, wire::Descriptor socket, Events events);
  ~HostLink();
  HostLink(const HostLink&) = delete;
  HostLink& operator=(const HostLink&) = delete;

  /// What became of a message of ours. Only a queued one can have reached the plugin.
  enum class Sent {
    kQueued,
    kTooLarge,  ///< not within the limits of a frame
    kNoMemory,  ///< the machine is short of memory now
    kGone,      ///< nobody listens any more
  };
  template <class Message>
  Sent send(const Message& message, std::uint64_t request = 0) {
    try {
      return send_frame(wire::encode(message, request));
    } catch (const std::bad_alloc&) {
      return Sent::kNoMemory;
    }
  }
  /// Takes all that is there already: for a peer that has ended.
  void drain();
  /// A number for a request of ours; never 0.
  std::uint64_t next_request() { return ++last_request_; }

 private:
  Sent send_frame(wire::Frame frame);
  void ready(std::uint32_t events);
  /// True when there may be more.
  bool read();
  void flush();
  void broken(const std::string& why);

  Reactor& reactor_;
  wire::Descriptor socket_;
  Events events_;
  wire::FrameDecoder decoder_;
  wire::FrameSender sender_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::uint64_t last_request_ = 0;
  bool broken_ = false;
  bool waits_to_write_ = false;
};

}  // namespace frontdesk::channels
