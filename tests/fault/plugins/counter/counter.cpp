// A well-behaved plugin for tests and load: submits numbered short messages as fast as it is allowed.
//
// The cursor is the number of messages submitted so far. What `send` answers is chosen by the recipient's address:
// reject@…, retry@…, auth@…, unknown@… fail that way; at its first try dies_before@… ends the process before the
// message is handed over, dies_after@… after it; everything else is accepted.
#include <frontdesk/json.h>
#include <frontdesk/sdk/plugin_entry.h>

#include <charconv>
#include <cstdlib>
#include <set>
#include <string>

namespace {

namespace sdk = frontdesk::sdk;
namespace json = frontdesk::json;

struct Settings {
  std::int64_t count = 1000;
  std::int64_t batch = 64;
  std::int64_t customers = 100;
  std::string prefix = "counter";
};

Settings read_settings(std::string_view config) {
  Settings settings;
  const auto parsed = json::parse(config);
  if (!parsed.value) return settings;
  settings.count = parsed.value->get("count").as_int(settings.count);
  settings.batch = parsed.value->get("batch").as_int(settings.batch);
  settings.customers = parsed.value->get("customers").as_int(settings.customers);
  settings.prefix = parsed.value->get("prefix").as_string(settings.prefix);
  return settings;
}

class Counter final : public sdk::Channel {
 public:
  using Channel::Channel;

  sdk::Result<void> open(const sdk::OpenRequest& request) override {
    settings_ = read_settings(request.config);
    if (settings_.count < 0) return sdk::Error{sdk::Status::kConfig, "count_negative", "The count is negative."};
    services().log().info("The counter is open.");
    services().health().ok();
    return {};
  }

  sdk::Result<void> check(std::string_view config, const std::function<void(const sdk::CheckStep&)>& step) override {
    step({sdk::Status::kOk, "config", "The configuration was read."});
    const bool known = services().secrets().get("token").has_value();
    step({known ? sdk::Status::kOk : sdk::Status::kAuth, "token",
          known ? "The token is set." : "The token is missing."});
    if (read_settings(config).count < 0)
      return sdk::Error{sdk::Status::kConfig, "count_negative", "The count is negative."};
    if (!known) return sdk::Error{sdk::Status::kAuth, "token_missing", "Enter a token."};
    return {};
  }

  sdk::Result<sdk::PollResult> poll(const sdk::PollRequest& request) override {
    std::int64_t next = read_cursor(request.cursor);
    const std::int64_t end = std::min<std::int64_t>(settings_.count, next + request.max_items);
    auto reached = submit_until(next, end);
    if (!reached) return std::move(reached).error();
    return sdk::PollResult{*reached < settings_.count, {}};
  }

  sdk::Result<void> run(std::string_view cursor) override {
    auto reached = submit_until(read_cursor(cursor), settings_.count);
    if (!reached) return std::move(reached).error();
    while (services().clock().sleep_for(std::chrono::hours(1))) {
    }
    return sdk::Error{sdk::Status::kCancelled};
  }

  sdk::Result<sdk::SendResult> send(const sdk::Outbound& message) override {
    const std::string to = message.recipients.empty() ? "" : message.recipients.front().address;
    if (to.starts_with("reject@")) return sdk::Error{sdk::Status::kRejected, "no_such_user", "No such user."};
    if (to.starts_with("retry@")) return sdk::Error{sdk::Status::kRetry, "busy", "The platform is busy."};
    if (to.starts_with("auth@")) return sdk::Error{sdk::Status::kAuth, "expired", "Sign in again."};
    if (to.starts_with("dies_before@") && message.attempt == 1) std::abort();
    if (auto may = services().outbox().hand_over(message.idempotency_key); !may) return std::move(may).error();
    if (to.starts_with("dies_after@") && message.attempt == 1) std::abort();
    sent_.insert(message.idempotency_key);
    if (to.starts_with("unknown@")) return sdk::Error{sdk::Status::kUnknownOutcome, "lost", "The answer got lost."};
    return sdk::SendResult{sdk::Delivery::kAccepted, "remote-" + message.idempotency_key, services().clock().now()};
  }

  sdk::Result<sdk::SendResult> lookup_send(std::string_view idempotency_key, std::string_view) override {
    if (!sent_.contains(std::string(idempotency_key)))
      return sdk::Error{sdk::Status::kRejected, "never_sent", "Not sent."};
    return sdk::SendResult{sdk::Delivery::kAccepted, "remote-" + std::string(idempotency_key), 0};
  }

  sdk::Result<sdk::HttpResponse> on_http(const sdk::HttpRequest& request) override {
    if (request.method != "POST") return sdk::HttpResponse{405, {{"allow", "POST"}}, {}};
    sdk::Item item = message(0);
    item.dedup_key = settings_.prefix + "-http-" + std::to_string(++requests_);
    item.parts[0].text = request.body;
    const auto outcome = services().inbox().submit(item);
    if (!outcome) return outcome.error();
    return sdk::HttpResponse{200, {{"content-type", "text/plain"}}, "taken"};
  }

  sdk::Result<std::string> fetch_attachment(std::string_view ref) override { return "content of " + std::string(ref); }

 private:
  static std::int64_t read_cursor(std::string_view cursor) {
    std::int64_t next = 0;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), next);
    return next;
  }

  [[nodiscard]] sdk::Item message(std::int64_t number) const {
    const std::string customer = std::to_string(number % settings_.customers);
    sdk::Item item;
    item.dedup_key = settings_.prefix + "-" + std::to_string(number);
    item.message_key = item.dedup_key;
    item.conversation_key = settings_.prefix + "-customer-" + customer;
    item.author = {"customer-" + customer, "customer-" + customer + "@example.com", "客户" + customer,
                   sdk::AuthorRole::kCustomer};
    item.sent_at = item.received_at = services().clock().now();
    item.subject = "订单咨询";
    item.language = "zh-CN";
    item.parts.push_back({sdk::PartRole::kBody, "text/plain",
                          "您好，我的订单 P20240315" + std::to_string(number) + " 还没有发货，请帮我查一下物流。"});
    return item;
  }

  /// Submits messages next … end-1 and returns where it stopped.
  sdk::Result<std::int64_t> submit_until(std::int64_t next, std::int64_t end) {
    std::vector<sdk::Item> items;
    while (next < end && !services().cancel().requested()) {
      const std::int64_t count = std::min(settings_.batch, end - next);
      items.clear();
      for (std::int64_t i = 0; i < count; ++i) items.push_back(message(next + i));
      const auto outcomes = services().inbox().submit(items, std::to_string(next + count));
      if (!outcomes) return outcomes.error();
      next += count;
      services().metrics().count("submitted", static_cast<std::uint64_t>(count));
    }
    return next;
  }

  Settings settings_;
  std::set<std::string> sent_;
  int requests_ = 0;
};

}  // namespace

FRONTDESK_PLUGIN(Counter)
