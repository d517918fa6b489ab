// Whatever bytes a peer sends, the decoder ends in a frame, in waiting or in a told error; so do the messages.
#include "item/rules.h"
#include "wire/frame.h"
#include "wire/messages.h"

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace {

using namespace frontdesk;

template <class... Messages>
void decode_as_all(wire::Frame& frame) {
  const auto one = [&]<class Message>(std::type_identity<Message>) {
    frame.type = static_cast<std::uint16_t>(Message::kType);
    const auto decoded = wire::decode<Message>(frame);
    if (decoded.value) static_cast<void>(wire::encode(*decoded.value));
  };
  (one(std::type_identity<Messages>{}), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wire::FrameDecoder decoder;
  decoder.feed(std::string_view(reinterpret_cast<const char*>(data), size));
  wire::Frame frame;
  while (decoder.next(frame) == wire::FrameDecoder::Next::kFrame) {
    const auto submit = wire::decode<wire::Submit>(frame);
    if (submit.value) {
      for (const auto& item : submit.value->items) static_cast<void>(item::broken_rule(item));
    }
    decode_as_all<wire::Hello, wire::Submit, wire::SubmitReply, wire::Send, wire::HttpCall, wire::HttpReply, wire::Log,
                  wire::Metrics, wire::Open, wire::PollDone>(frame);
  }
  return 0;
}
