#include "unit/api/house_fixture.h"

#include <filesystem>

#include "api/services.h"
#include "audit/signing_key.h"
#include "audit/trail.h"
#include "base/random.h"
#include "desk/account/service.h"
#include "desk/audit/service.h"
#include "desk/channel/query.h"
#include "desk/channel/service.h"
#include "desk/context.h"
#include "desk/event_feed.h"
#include "desk/plugin/service.h"
#include "desk/ticket/attachment/ticket_files.h"
#include "desk/ticket/query/query.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "support/fake_clock.h"
#include "support/fake_runtime.h"

namespace frontdesk::api::test {

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

std::string make_directory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-api-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  return pattern;
}

/// One plugin is installed, and its connection test fails at the second step.
frontdesk::test::FakeRuntime make_runtime() {
  frontdesk::test::FakeRuntime runtime;
  json::Value manifest;
  manifest.set("names", json::Value().set("en", "Email"));
  runtime.installed = {{"email", "1.0.0", std::move(manifest), "/plugins/email.so", "aa", "bb"}};
  runtime.outcome = {false, {{"dns", "ok", "", ""}, {"tcp", "failed", "connection_refused", "refused"}}};
  return runtime;
}

}  // namespace

Reply Browser::send(std::string_view method, std::string_view path, std::string_view body, std::string_view extra) {
  const std::string host = "127.0.0.1:" + std::to_string(port_);
  std::string bytes = std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: " + host + "\r\n";
  if (!cookie_.empty()) bytes += "Cookie: other=1; " + cookie_ + "\r\n";
  if (method != "GET" && method != "HEAD") {
    if (extra.find("Origin:") == std::string_view::npos) bytes += "Origin: http://" + host + "\r\n";
    if (!csrf_.empty()) bytes += "X-CSRF-Token: " + csrf_ + "\r\n";
  }
  if (!body.empty()) {
    if (extra.find("Content-Type:") == std::string_view::npos) bytes += "Content-Type: application/json\r\n";
    bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  bytes.append(extra).append("\r\n").append(body);
  auto reply = client_.send(bytes) ? client_.receive(method != "HEAD") : std::nullopt;
  if (!reply) {  // an idle connection may have been closed by now: once more, on a new one
    client_ = Client(port_);
    reply = client_.send(bytes) ? client_.receive(method != "HEAD") : std::nullopt;
  }
  if (!reply) return {};
  remember(*reply);
  if (const auto connection = reply->fields.find("connection"); connection != reply->fields.end())
    client_ = Client(port_);
  return *reply;
}

void Browser::remember(const Reply& reply) {
  if (const auto set = reply.fields.find("set-cookie"); set != reply.fields.end())
    cookie_ = set->second.substr(0, set->second.find(';'));
  if (reply.status >= 300 || reply.body.find("\"csrf\"") == std::string::npos) return;
  const json::Value body = json_of(reply);
  csrf_ = body.get("csrf").as_string();
}

int Browser::sign_in(std::string_view name, std::string_view password) {
  json::Writer body;
  body.begin_object().member("name", name).member("password", password).end_object();
  return post("/api/v1/session", body.text()).status;
}

json::Value json_of(const Reply& reply) {
  json::Parsed parsed = json::parse(reply.body);
  EXPECT_TRUE(parsed.value) << parsed.error << ": " << reply.body;
  return parsed.value ? std::move(*parsed.value) : json::Value();
}

struct House::Parts {
  explicit Parts(ServerOptions options)
      : store(must(storage::Store::open({.directory = directory}, clock))),
        vault(must(privacy::Vault::make(Secret(std::string(64, 'k')), ids, random))),
        keys(*vault),
        signing(must(audit::SigningKey::generate())),
        trail(signing, clock, random),
        events(*store, clock),
        context{.store = *store,
                .vault = *vault,
                .keys = keys,
                .masker = masker,
                .trail = trail,
                .events = events,
                .ids = ids,
                .clock = clock,
                .random = random,
                .profile = std::make_shared<const domain::Profile>(domain::default_profile())},
        accounts(*store, trail, ids, clock, random,
                 {.state_directory = directory, .password_cost = desk::kTestPasswordCost}),
        query(*store, *vault, clock),
        files(context),
        channel_query(context, runtime),
        channels(context, runtime),
        plugins(context, runtime),
        audit(*store, trail, clock),
        desk{.context = context,
             .accounts = accounts,
             .tickets = query,
             .files = files,
             .channel_query = channel_query,
             .channels = channels,
             .plugins = plugins,
             .audit = audit,
             .runtime = runtime,
             .version = "0.0.1",
             .started_at = clock.now()},
        services{.desk = desk, .store = *store, .clock = clock} {
    must(accounts.start());
    options.state_directory = directory;
    options.host_names.emplace_back("a");  // what the raw requests of the tests ask for
    options.front.workers = 4;
    options.front.keeper_pace = std::chrono::milliseconds(20);
    server = std::make_unique<Server>(std::move(options), services);
    must(server->start());
  }
  ~Parts() {
    server->stop();
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }

  const std::string directory = make_directory();
  frontdesk::test::FakeClock clock;
  SystemRandom random;
  IdSource ids{clock};
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<privacy::Vault> vault;
  privacy::KeyRing keys;
  privacy::Masker masker{privacy::Profile::kSop};
  audit::SigningKey signing;
  audit::Trail trail;
  desk::EventFeed events;
  desk::Context context;
  frontdesk::test::FakeRuntime runtime = make_runtime();
  desk::AccountService accounts;
  desk::TicketQuery query;
  desk::TicketFiles files;
  desk::ChannelQuery channel_query;
  desk::ChannelService channels;
  desk::PluginService plugins;
  desk::AuditService audit;
  desk::Desk desk;
  Services services;
  std::unique_ptr<Server> server;
};

House::House(ServerOptions options) : parts_(std::make_unique<Parts>(std::move(options))) {}
House::~House() = default;

std::uint16_t House::port() const { return parts_->server->port(); }
std::string House::base_url() const { return parts_->server->base_url(); }
std::string House::setup_token() const { return std::string(parts_->accounts.setup_token().reveal()); }
const std::string& House::directory() const { return parts_->directory; }
void House::advance(Duration by) { parts_->clock.advance(by); }

void House::add_user(const std::string& name, desk::Roles roles) {
  desk::NewUser user;
  user.name = name;
  user.display_name = name + " person";
  user.roles = roles;
  user.password = Secret(kPassword);
  must(parts_->accounts.add_user(desk::Actor::command_line(), std::move(user)));
}

TicketId House::add_ticket(const std::string& number) {
  const auto channel = parts_->ids.next<ChannelId>();
  const auto customer = parts_->ids.next<CustomerId>();
  const auto ticket = parts_->ids.next<TicketId>();
  const auto message = parts_->ids.next<MessageId>();
  must(parts_->store->write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto done = tx.execute(
        "INSERT INTO channel (id, plugin, name, enabled, config_json, created_at) VALUES (?1, 'email', 'shop', 1, "
        "'{}', 1)",
        channel);
    if (done)
      done = tx.execute("INSERT INTO customer (id, number, name_masked, created_at) VALUES (?1, ?2, '张*', 1)",
                        customer, "C" + number);
    if (done)
      done = tx.execute(
          "INSERT INTO ticket (id, number, state, priority, type, channel_id, customer_id, subject_masked, received_at,"
          " created_at, updated_at, last_message_at, next_due_at, open, message_count) "
          "VALUES (?1, ?2, 1, 3, 3, ?3, ?4, '退款 refund', 1, 1, 1, 1, 4611686018427387904, 1, 1)",
          ticket, number, channel, customer);
    if (done)
      done = tx.execute(
          "INSERT INTO message (id, ticket_id, kind, text_masked, html_masked, created_at) "
          "VALUES (?1, ?2, 1, '你好', '<p>你好</p>', 1)",
          message, ticket);
    return done;
  }));
  return ticket;
}

void House::plan_poll(ChannelId channel, Micros at) { parts_->runtime.polls = {{channel, at}}; }

void House::announce(std::string_view kind, const std::string& data) {
  must(parts_->store->write_and_wait([&](storage::Tx& tx) { return parts_->events.append(tx, kind, data); }));
  parts_->events.announce();
}

void ServerTest::start_with_users(ServerOptions options) {
  start(std::move(options));
  house->add_user("admin", {desk::Role::kAdmin});
  house->add_user("agent", {desk::Role::kAgent});
  house->add_user("supervisor", {desk::Role::kSupervisor});
}

Browser ServerTest::signed_in(std::string_view name) const {
  Browser made(house->port());
  EXPECT_EQ(made.sign_in(name), 200) << name;
  return made;
}

}  // namespace frontdesk::api::test
