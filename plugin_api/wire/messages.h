// The messages between the daemon and a plugin host, as plain structs, and their codec.
//
// A request carries a request id; its answer has the same id. The two sides number their own requests, so ids of the
// two directions are unrelated. Order of a session: Hello, HelloAck, (Check | Open), anything, Close, end of stream.
//
//   | from host       | meaning                       | from daemon             | answered by                     |
//   |-----------------|-------------------------------|-------------------------|---------------------------------|
//   | Hello           | loaded, sandboxed, ready      | HelloAck                |                                 |
//   | Failed          | could not load; exits         | Open, Close, Run        | Done                            |
//   | Submit          | answered by SubmitReply       | Check                   | CheckStep (each), Done          |
//   | SecretGet       | answered by SecretValue       | Poll                    | Submit (each), PollDone         |
//   | SecretPut       | answered by Done              | Send, LookupSend        | SendReply                       |
//   | Log, Health,    | no answer                     | HttpCall                | HttpReply                       |
//   | Metrics         |                               | FetchAttachment         | FetchReply                      |
//   |                 |                               | Ping                    | Pong, at once, by the I/O thread|
//   |                 |                               | Cancel, Credit          | no answer                       |
//
// Texts and bytes of messages, secrets and state values travel in the raw tail, never in the JSON header.
// encode() never fails; decode() refuses whatever is not exactly what encode() writes for some value (unknown JSON
// members are skipped, so that a newer peer may add some). Durations: nanoseconds; wall times: microseconds.
#pragma once

#include "wire/frame.h"

#include <frontdesk/sdk/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace frontdesk::wire {

inline constexpr std::uint32_t kWireVersion = 3;

/// How a line on the host's standard error begins that tells why it dies.
inline constexpr const char* kLastWords = "frontdesk-plugin-host dies: ";

enum class Type : std::uint16_t {
  kHello = 1,
  kHelloAck = 2,
  kFailed = 3,
  kDone = 4,
  kOpen = 10,
  kClose = 11,
  kCheck = 12,
  kCheckStep = 13,
  kPoll = 14,
  kPollDone = 15,
  kRun = 16,
  kCancel = 17,
  kSubmit = 20,
  kSubmitReply = 21,
  kCredit = 22,
  kSend = 30,
  kLookupSend = 31,
  kSendReply = 32,
  kFetchAttachment = 33,
  kFetchReply = 34,
  kHttpCall = 40,
  kHttpReply = 41,
  kSecretGet = 50,
  kSecretValue = 51,
  kSecretPut = 52,
  kLog = 60,
  kHealth = 61,
  kMetrics = 62,
  kPing = 63,
  kPong = 64,
};

/// How a call ended; kOk means that the other members are empty.
struct Verdict {
  sdk::Status status = sdk::Status::kOk;
  std::string code;
  std::string text;
  std::string detail;
  std::chrono::nanoseconds retry_after{0};

  [[nodiscard]] bool ok() const { return status == sdk::Status::kOk; }
};

struct Hello {
  static constexpr Type kType = Type::kHello;
  std::uint32_t wire_version = kWireVersion;
  std::uint32_t abi_major = 0;  ///< of the plugin
  std::uint32_t abi_minor = 0;
  std::int64_t pid = 0;
  std::string plugin_id;
  std::string plugin_version;
  std::string library_sha256;   ///< lower-case hex, of the file that was loaded
  std::string manifest_sha256;  ///< lower-case hex, of the embedded manifest
  std::string manifest;         ///< the embedded manifest, byte for byte
  int landlock_abi = 0;         ///< 0: not enforced
  bool seccomp = false;
};

/// How much may be on its way in Submits that are not yet answered; zero items: none until a Credit or SubmitReply says
/// otherwise. A Submit counts as at least one item, and as the bytes of its header and tail. One whose bytes exceed the
/// window may still go when it is alone.
struct Window {
  std::uint32_t items = 256;
  std::uint64_t bytes = 8U << 20;
};

struct HelloAck {
  static constexpr Type kType = Type::kHelloAck;
  std::uint32_t wire_version = kWireVersion;
  std::string instance_id;
  int log_level = 2;  ///< FDK_LOG_*; lower lines are not sent
  Window window;
  std::uint64_t max_item_bytes = item::kMostItemBytes;
};

/// The last word of a host that cannot start. stage: sandbox, load, changed (the library is not the one
/// that was asked for), entry, manifest, create.
struct Failed {
  static constexpr Type kType = Type::kFailed;
  std::string stage;
  std::string text;
};

struct Done {
  static constexpr Type kType = Type::kDone;
  Verdict verdict;
};

struct StateEntry {
  std::string key;
  std::optional<std::string> value;  ///< nullopt: removed
};

struct Open {
  static constexpr Type kType = Type::kOpen;
  std::string config;  ///< JSON; secrets replaced by "secret:<path>"
  std::string cursor;
  std::uint32_t crashes = 0;      ///< as in fdk_open_request
  std::vector<StateEntry> state;  ///< all of it
};
struct Close {
  static constexpr Type kType = Type::kClose;
  std::chrono::nanoseconds timeout{std::chrono::seconds(5)};
};
struct Check {
  static constexpr Type kType = Type::kCheck;
  std::string config;
};
struct CheckStep {
  static constexpr Type kType = Type::kCheckStep;
  sdk::CheckStep step;
};
struct Poll {
  static constexpr Type kType = Type::kPoll;
  std::string cursor;
  std::uint32_t max_items = 256;
  std::uint64_t max_bytes = 8U << 20;
  std::chrono::nanoseconds timeout{0};  ///< 0: none
};
struct PollDone {
  static constexpr Type kType = Type::kPollDone;
  Verdict verdict;
  bool more = false;
  std::chrono::nanoseconds next_after{0};
};
/// Starts the stream; answered by Done when it ends.
struct Run {
  static constexpr Type kType = Type::kRun;
  std::string cursor;
};
/// Cancels the daemon's request with that id, or all of them when 0.
struct Cancel {
  static constexpr Type kType = Type::kCancel;
  std::uint64_t request = 0;
};

/// Items, cursor and state are taken in one transaction.
/// An item that the host did not pass on, for the ledger.
struct Refused {
  std::string key;      ///< its dedup key, where it had a lawful one
  std::string content;  ///< SHA-256 of what tells it from others, in hexadecimal
  std::string reason;
};
struct Submit {
  static constexpr Type kType = Type::kSubmit;
  std::vector<sdk::Item> items;
  std::optional<std::string> cursor;
  std::vector<StateEntry> state;  ///< writes since the last Submit
  std::vector<Refused> refused;   ///< each leaves a row in the ledger
};
struct SubmitReply {
  static constexpr Type kType = Type::kSubmitReply;
  Verdict verdict;                         ///< not kOk: nothing was taken
  std::vector<sdk::ItemOutcome> outcomes;  ///< one per item, in order
  Window window;                           ///< for the next Submit
};
/// Replaces the window at any time.
struct Credit {
  static constexpr Type kType = Type::kCredit;
  Window window;
};

/// message.deadline is the time left when the frame is written, not a point in time.
struct Send {
  static constexpr Type kType = Type::kSend;
  sdk::Outbound message;
};
struct LookupSend {
  static constexpr Type kType = Type::kLookupSend;
  std::string idempotency_key;
  std::string message_key;
};
struct SendReply {
  static constexpr Type kType = Type::kSendReply;
  Verdict verdict;
  sdk::SendResult result;
};
struct FetchAttachment {
  static constexpr Type kType = Type::kFetchAttachment;
  std::string ref;
};
struct FetchReply {
  static constexpr Type kType = Type::kFetchReply;
  Verdict verdict;
  std::string content;
};

struct HttpCall {
  static constexpr Type kType = Type::kHttpCall;
  sdk::HttpRequest request;
};
struct HttpReply {
  static constexpr Type kType = Type::kHttpReply;
  Verdict verdict;
  sdk::HttpResponse response;
};

struct SecretGet {
  static constexpr Type kType = Type::kSecretGet;
  std::string path;
};
struct SecretValue {
  static constexpr Type kType = Type::kSecretValue;
  bool found = false;
  std::string value;
};
struct SecretPut {
  static constexpr Type kType = Type::kSecretPut;
  std::string path;
  std::string value;
};

struct Log {
  static constexpr Type kType = Type::kLog;
  int level = 2;  ///< FDK_LOG_*
  std::string text;
  std::string fields;         ///< a JSON object, or empty
  std::int64_t time = 0;      ///< wall
  std::uint64_t dropped = 0;  ///< lines lost before this one
  bool from_host = false;     ///< written by the host itself, not by the plugin
};
struct Health {
  static constexpr Type kType = Type::kHealth;
  int state = 1;  ///< FDK_HEALTH_*
  std::string code;
  std::string text;
};
struct Metric {
  std::string name;
  bool gauge = false;
  double value = 0;  ///< of a counter: the increase since the last report
};
struct Metrics {
  static constexpr Type kType = Type::kMetrics;
  std::vector<Metric> metrics;
};
struct Ping {
  static constexpr Type kType = Type::kPing;
};
/// How long the plugin has been inside the current call of each thread; 0 when it is idle.
struct Pong {
  static constexpr Type kType = Type::kPong;
  std::chrono::nanoseconds control_busy_for{0};
  std::chrono::nanoseconds stream_busy_for{0};
  std::string control_call;    ///< "poll", "send", …
  std::uint64_t resident = 0;  ///< bytes of memory of the host process
};

template <class Message>
struct Decoded {
  std::optional<Message> value;
  std::string error;  ///< what is wrong, without the content
};

/// Defined for every message above.
template <class Message>
Frame encode(const Message& message, std::uint64_t request = 0);
/// The frame's type must be Message::kType.
template <class Message>
Decoded<Message> decode(const Frame& frame);

}  // namespace frontdesk::wire
