// What each message looks like on the wire: one description per message, used in both directions.
#include "item/archive.h"
#include "wire/messages.h"

namespace frontdesk::wire {

namespace {

constexpr auto kVerdictFields = [](auto& a, auto& verdict) {
  a.choice("status", verdict.status, sdk::Status::kOk, sdk::Status::kInternal);
  a.text("code", verdict.code);
  a.text("text", verdict.text);
  a.text("detail", verdict.detail);
  a.duration("retry_after", verdict.retry_after);
};

constexpr auto kWindowFields = [](auto& a, auto& window) {
  a.number("items", window.items);
  a.number("bytes", window.bytes);
};

constexpr auto kStateFields = [](auto& a, auto& entry) {
  a.text("k", entry.key);
  a.optional_bytes("n", entry.value);
};

constexpr auto kRefusedFields = [](auto& a, auto& item) {
  a.text("key", item.key);
  a.text("content", item.content);
  a.text("reason", item.reason);
};

constexpr auto kOutcomeFields = [](auto& a, auto& outcome) {
  a.choice("o", outcome.outcome, sdk::Outcome::kAccepted, sdk::Outcome::kRejected);
  a.text("text", outcome.text);
};

constexpr auto kMetricFields = [](auto& a, auto& metric) {
  a.text("name", metric.name);
  a.flag("gauge", metric.gauge);
  a.real("value", metric.value);
};

/// For values that the SDK describes.
template <class Archive, class Value>
void described(Archive& a, Value& value) {
  describe(a, value, item::kNoView<std::remove_const_t<Value>>);
}

/// fields(archive, message) for every message; Message is const for the encoder.
template <class Message>
struct Fields;

#define FRONTDESK_FIELDS(Message)        \
  template <>                            \
  struct Fields<Message> {               \
    template <class Archive, class M>    \
    static void visit(Archive& a, M& m); \
  };                                     \
  template <class Archive, class M>      \
  void Fields<Message>::visit([[maybe_unused]] Archive& a, [[maybe_unused]] M& m)

FRONTDESK_FIELDS(Hello) {
  a.number("wire", m.wire_version);
  a.number("abi_major", m.abi_major);
  a.number("abi_minor", m.abi_minor);
  a.number("pid", m.pid);
  a.text("id", m.plugin_id);
  a.text("version", m.plugin_version);
  a.text("library", m.library_sha256);
  a.text("manifest", m.manifest_sha256);
  a.bytes("n", m.manifest);
  a.number("landlock", m.landlock_abi);
  a.flag("seccomp", m.seccomp);
}
FRONTDESK_FIELDS(HelloAck) {
  a.number("wire", m.wire_version);
  a.text("instance", m.instance_id);
  a.number("log_level", m.log_level);
  kWindowFields(a, m.window);
  a.number("max_item", m.max_item_bytes);
}
FRONTDESK_FIELDS(Failed) {
  a.text("stage", m.stage);
  a.text("text", m.text);
}
FRONTDESK_FIELDS(Done) { kVerdictFields(a, m.verdict); }
FRONTDESK_FIELDS(Open) {
  a.bytes("config", m.config);
  a.bytes("cursor", m.cursor);
  a.number("crashes", m.crashes);
  a.list_with("state", m.state, kStateFields);
}
FRONTDESK_FIELDS(Close) { a.duration("timeout", m.timeout); }
FRONTDESK_FIELDS(Check) { a.bytes("config", m.config); }
FRONTDESK_FIELDS(CheckStep) { described(a, m.step); }
FRONTDESK_FIELDS(Poll) {
  a.bytes("cursor", m.cursor);
  a.number("items", m.max_items);
  a.number("bytes", m.max_bytes);
  a.duration("timeout", m.timeout);
}
FRONTDESK_FIELDS(PollDone) {
  kVerdictFields(a, m.verdict);
  a.flag("more", m.more);
  a.duration("next_after", m.next_after);
}
FRONTDESK_FIELDS(Run) { a.bytes("cursor", m.cursor); }
FRONTDESK_FIELDS(Cancel) { a.number("request", m.request); }
FRONTDESK_FIELDS(Submit) {
  a.list("items", m.items);
  a.optional_bytes("cursor", m.cursor);
  a.list_with("state", m.state, kStateFields);
  a.list_with("refused", m.refused, kRefusedFields);
}
FRONTDESK_FIELDS(SubmitReply) {
  kVerdictFields(a, m.verdict);
  a.list_with("outcomes", m.outcomes, kOutcomeFields);
  kWindowFields(a, m.window);
}
FRONTDESK_FIELDS(Credit) { kWindowFields(a, m.window); }
FRONTDESK_FIELDS(Send) { described(a, m.message); }
FRONTDESK_FIELDS(LookupSend) {
  a.text("key", m.idempotency_key);
  a.text("message", m.message_key);
}
FRONTDESK_FIELDS(SendReply) {
  kVerdictFields(a, m.verdict);
  described(a, m.result);
}
FRONTDESK_FIELDS(HandOver) { a.text("key", m.idempotency_key); }
FRONTDESK_FIELDS(FetchAttachment) { a.text("ref", m.ref); }
FRONTDESK_FIELDS(FetchReply) {
  kVerdictFields(a, m.verdict);
  a.bytes("n", m.content);
}
FRONTDESK_FIELDS(HttpCall) { described(a, m.request); }
FRONTDESK_FIELDS(HttpReply) {
  kVerdictFields(a, m.verdict);
  described(a, m.response);
}
FRONTDESK_FIELDS(SecretGet) { a.text("path", m.path); }
FRONTDESK_FIELDS(SecretValue) {
  a.flag("found", m.found);
  a.bytes("n", m.value);
}
FRONTDESK_FIELDS(SecretPut) {
  a.text("path", m.path);
  a.bytes("n", m.value);
}
FRONTDESK_FIELDS(Log) {
  a.number("level", m.level);
  a.text("text", m.text);
  a.bytes("fields", m.fields);
  a.number("time", m.time);
  a.number("dropped", m.dropped);
  a.flag("host", m.from_host);
}
FRONTDESK_FIELDS(Health) {
  a.number("state", m.state);
  a.text("code", m.code);
  a.text("text", m.text);
}
FRONTDESK_FIELDS(Metrics) { a.list_with("metrics", m.metrics, kMetricFields); }
FRONTDESK_FIELDS(Ping) {}
FRONTDESK_FIELDS(Pong) {
  a.duration("control", m.control_busy_for);
  a.duration("stream", m.stream_busy_for);
  a.text("call", m.control_call);
  a.number("resident", m.resident);
}
#undef FRONTDESK_FIELDS

}  // namespace

template <class Message>
Frame encode(const Message& message, std::uint64_t request) {
  Frame frame;
  frame.type = static_cast<std::uint16_t>(Message::kType);
  frame.request = request;
  item::Encoder encoder(frame.tail);
  Fields<Message>::visit(encoder, message);
  frame.header = encoder.finish();
  return frame;
}

template <class Message>
Decoded<Message> decode(const Frame& frame) {
  Decoded<Message> decoded;
  if (frame.type != static_cast<std::uint16_t>(Message::kType)) {
    decoded.error = "another message type";
    return decoded;
  }
  auto parsed = json::parse(frame.header);
  if (!parsed.value || !parsed.value->is_object()) {
    decoded.error = parsed.value ? "the header is not an object" : std::move(parsed.error);
    return decoded;
  }
  item::Decoder decoder(*parsed.value, frame.tail);
  Message message;
  Fields<Message>::visit(decoder, message);
  decoded.error = decoder.finish();
  if (decoded.error.empty()) decoded.value = std::move(message);
  return decoded;
}

#define FRONTDESK_MESSAGE(Message)                               \
  template Frame encode<Message>(const Message&, std::uint64_t); \
  template Decoded<Message> decode<Message>(const Frame&);
FRONTDESK_MESSAGE(Hello)
FRONTDESK_MESSAGE(HelloAck)
FRONTDESK_MESSAGE(Failed)
FRONTDESK_MESSAGE(Done)
FRONTDESK_MESSAGE(Open)
FRONTDESK_MESSAGE(Close)
FRONTDESK_MESSAGE(Check)
FRONTDESK_MESSAGE(CheckStep)
FRONTDESK_MESSAGE(Poll)
FRONTDESK_MESSAGE(PollDone)
FRONTDESK_MESSAGE(Run)
FRONTDESK_MESSAGE(Cancel)
FRONTDESK_MESSAGE(Submit)
FRONTDESK_MESSAGE(SubmitReply)
FRONTDESK_MESSAGE(Credit)
FRONTDESK_MESSAGE(Send)
FRONTDESK_MESSAGE(LookupSend)
FRONTDESK_MESSAGE(SendReply)
FRONTDESK_MESSAGE(HandOver)
FRONTDESK_MESSAGE(FetchAttachment)
FRONTDESK_MESSAGE(FetchReply)
FRONTDESK_MESSAGE(HttpCall)
FRONTDESK_MESSAGE(HttpReply)
FRONTDESK_MESSAGE(SecretGet)
FRONTDESK_MESSAGE(SecretValue)
FRONTDESK_MESSAGE(SecretPut)
FRONTDESK_MESSAGE(Log)
FRONTDESK_MESSAGE(Health)
FRONTDESK_MESSAGE(Metrics)
FRONTDESK_MESSAGE(Ping)
FRONTDESK_MESSAGE(Pong)
#undef FRONTDESK_MESSAGE

}  // namespace frontdesk::wire
