// What a channel is asked and answers, as plain C++ values, beside the items it takes in and the messages it sends
// (frontdesk/item/). Members mean what plugin.h says of their namesakes; all text is UTF-8. Thread rule: plain values.
#pragma once

#include <frontdesk/item/outbound.h>
#include <frontdesk/plugin.h>
#include <frontdesk/sdk/result.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::sdk {

enum class Delivery : fdk_delivery {
  kAccepted = FDK_DELIVERY_ACCEPTED,
  kDelivered = FDK_DELIVERY_DELIVERED,
  kQueuedRemotely = FDK_DELIVERY_QUEUED_REMOTELY,
};
enum class Outcome : fdk_outcome {
  kAccepted = FDK_OUTCOME_ACCEPTED,
  kDuplicate = FDK_OUTCOME_DUPLICATE,
  kConflict = FDK_OUTCOME_CONFLICT,
  kRejected = FDK_OUTCOME_REJECTED,
};

struct ItemOutcome {
  Outcome outcome = Outcome::kAccepted;
  std::string text;  ///< why, for conflict and rejected
};

struct SendResult {
  Delivery delivery = Delivery::kAccepted;
  std::string remote_key;
  WallTime remote_time = 0;
};

struct OpenRequest {
  std::string_view instance_id;
  std::string_view config;  ///< JSON; secrets are referred to as "secret:<path>"
  std::string_view cursor;
};

struct PollRequest {
  std::string_view cursor;
  std::uint32_t max_items = 256;
  std::uint64_t max_bytes = 8U << 20;
  Monotonic deadline{0};
};

struct PollResult {
  bool more = false;                       ///< poll again at once
  std::chrono::nanoseconds next_after{0};  ///< 0: the channel's interval
};

struct Header {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method;
  std::string path;
  std::string query;
  std::vector<Header> headers;  ///< names in lower case
  std::string body;
  std::string remote_address;
  WallTime received_at = 0;
};

struct HttpResponse {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
};

/// One step of a connection test.
struct CheckStep {
  Status status = Status::kOk;
  std::string name;  ///< stable word, e.g. "imap_login"
  std::string text;  ///< English, for the admin
};

}  // namespace frontdesk::sdk
