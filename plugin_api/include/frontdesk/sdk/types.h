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

  using View = fdk_send_result;
};
void describe(auto& v, item::Like<SendResult> auto& result, auto& view) {
  v.choice("delivery", result.delivery, Delivery::kAccepted, Delivery::kQueuedRemotely, view.delivery);
  v.text("remote_key", result.remote_key, view.remote_key);
  v.number("remote_time", result.remote_time, view.remote_time);
}

struct OpenRequest {
  std::string_view instance_id;
  std::string_view config;  ///< JSON; secrets are referred to as "secret:<path>"
  std::string_view cursor;
  std::uint32_t crashes = 0;  ///< hosts of this channel that died of a signal of their own or hung
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

  using View = fdk_header;
};
void describe(auto& v, item::Like<Header> auto& header, auto& view) {
  v.text({"name", "k"}, header.name, view.name);
  v.text({"value", "v"}, header.value, view.value);
}

struct HttpRequest {
  std::string method;
  std::string path;
  std::string query;
  std::vector<Header> headers;  ///< names in lower case
  std::string body;
  std::string remote_address;
  WallTime received_at = 0;

  using View = fdk_http_request;
};
void describe(auto& v, item::Like<HttpRequest> auto& request, auto& view) {
  v.text("method", request.method, view.method);
  v.text("path", request.path, view.path);
  v.text("query", request.query, view.query);
  v.list("headers", request.headers, view.headers, view.header_count);
  v.bytes({"body", "n"}, request.body, view.body);
  v.text({"remote_address", "remote"}, request.remote_address, view.remote_address);
  v.number({"received_at", "received"}, request.received_at, view.received_at);
}

struct HttpResponse {
  int status = 200;
  std::vector<Header> headers;
  std::string body;

  using View = fdk_http_response;
};
void describe(auto& v, item::Like<HttpResponse> auto& response, auto& view) {
  v.number({"status", "http"}, response.status, view.status);
  v.list("headers", response.headers, view.headers, view.header_count);
  v.bytes({"body", "n"}, response.body, view.body);
}

/// One step of a connection test.
struct CheckStep {
  Status status = Status::kOk;
  std::string name;  ///< stable word, e.g. "imap_login"
  std::string text;  ///< English, for the admin

  using View = fdk_check_step;
};
void describe(auto& v, item::Like<CheckStep> auto& step, auto& view) {
  v.choice("status", step.status, Status::kOk, Status::kInternal, view.status);
  v.text("name", step.name, view.name);
  v.text("text", step.text, view.text);
}

}  // namespace frontdesk::sdk
