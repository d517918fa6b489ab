// The daemon as a whole: what it refuses to start on, what a reload does, what its program says.
#include "app/daemon.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "api/http/tls.h"
#include "app/control/protocol.h"
#include "base/log.h"
#include "unit/app/daemon_fixture.h"

namespace frontdesk::app {
namespace {

using test::DaemonFolder;
using test::DaemonProcess;

std::unique_ptr<Daemon> must_start(const DaemonFolder& folder) {
  auto daemon = Daemon::start(folder.config());
  EXPECT_TRUE(daemon) << daemon.error().message;
  return daemon ? std::move(*daemon) : nullptr;
}

Result<void> ask(const DaemonFolder& folder, const std::string& command, const json::Value& args) {
  return call_daemon(folder.socket(), command, args, [](const json::Value&) {});
}

void add_user(const DaemonFolder& folder, const char* name) {
  json::Value roles{json::Array{}};
  json::Value args;
  args.set("name", name).set("display_name", name).set("roles", roles.push("agent"));
  const auto added = ask(folder, "user.add", args.set("password", "purple lighthouse 42"));
  ASSERT_TRUE(added) << added.error().message;
}

void put_back(const DaemonFolder& folder, const std::string& copy) {
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(folder.file("data/frontdesk.db") + suffix);
  std::filesystem::copy_file(copy, folder.file("data/frontdesk.db"));
}

// The anchor is what proves that a store is older than the trail was: a refused start must not sign that store anew.
TEST(Daemon, an_older_store_put_back_is_refused_at_every_start) {
  const DaemonFolder folder;
  { const auto daemon = must_start(folder); }
  std::filesystem::copy_file(folder.file("data/frontdesk.db"), folder.file("older.db"));
  {
    const auto daemon = must_start(folder);
    ASSERT_NE(daemon, nullptr);
    add_user(folder, "lin");
  }
  const std::string anchor = folder.read("data/audit.anchor");
  put_back(folder, folder.file("older.db"));
  for (int attempt = 1; attempt <= 2; ++attempt) {
    const auto daemon = Daemon::start(folder.config());
    ASSERT_FALSE(daemon) << "attempt " << attempt;
    EXPECT_EQ(daemon.error().code, ErrorCode::kCorrupt) << daemon.error().message;
    EXPECT_EQ(folder.read("data/audit.anchor"), anchor) << "attempt " << attempt;
  }
}

json::Value status_of(const DaemonFolder& folder) {
  json::Value status;
  const auto asked = call_daemon(folder.socket(), "status", {}, [&](const json::Value& row) { status = row; });
  EXPECT_TRUE(asked) << asked.error().message;
  return status;
}

TEST(Daemon, a_trail_without_its_anchor_is_an_alarm_until_an_administrator_accepts_it) {
  const DaemonFolder folder;
  { const auto daemon = must_start(folder); }
  std::filesystem::remove(folder.file("data/audit.anchor"));
  for (int start = 0; start < 2; ++start) {
    const auto daemon = must_start(folder);
    ASSERT_NE(daemon, nullptr);
    EXPECT_FALSE(status_of(folder).get("audit_intact").as_bool());
    std::string told;
    const auto asked = call_daemon(folder.socket(), "doctor", {}, [&](const json::Value& check) {
      if (check.get("name").as_string() == "records_changed") told = json::serialize(check.get("findings"));
    });
    ASSERT_TRUE(asked) << asked.error().message;
    EXPECT_NE(told.find("audit_record 1"), std::string::npos) << told;
  }
  EXPECT_FALSE(std::filesystem::exists(folder.file("data/audit.anchor")));
  const auto daemon = must_start(folder);
  ASSERT_NE(daemon, nullptr);
  json::Value args;
  const auto accepted = ask(folder, "audit.accept", args.set("reason", "the disk was replaced"));
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_TRUE(status_of(folder).get("audit_intact").as_bool());
  EXPECT_GT(status_of(folder).get("audit_anchored").as_int(), 0);
  EXPECT_TRUE(std::filesystem::exists(folder.file("data/audit.anchor")));
  EXPECT_EQ(ask(folder, "audit.accept", args).error().code, ErrorCode::kConflict);
}

TEST(Daemon, the_token_for_metrics_is_made_once_and_private) {
  const DaemonFolder folder;
  { const auto daemon = must_start(folder); }
  const std::string token = folder.read("data/metrics.token");
  EXPECT_GE(token.size(), 43U);
  const auto mode = std::filesystem::status(folder.file("data/metrics.token")).permissions();
  EXPECT_EQ(mode & std::filesystem::perms(0077), std::filesystem::perms::none);
  { const auto daemon = must_start(folder); }
  EXPECT_EQ(folder.read("data/metrics.token"), token);
}

TEST(Daemon, its_parts_answer_while_it_runs) {
  const DaemonFolder folder;
  const auto daemon = must_start(folder);
  ASSERT_NE(daemon, nullptr);
  EXPECT_TRUE(daemon->is_alive());
}

TEST(Daemon, check_config_prints_every_mistake_of_every_file) {
  const DaemonFolder folder;
  folder.write("sop.yaml", "clocks: nonsense\ndefault_type: what\n");
  folder.write_site("  address: localhost\n  certificate: /nowhere/server.pem\n  key: /nowhere/server.key\n");
  DaemonProcess program(folder.site_file(), true);
  EXPECT_EQ(program.wait(), 78);  // EX_CONFIG
  for (const std::string& told : {folder.site_file() + ":3: listen.address", folder.file("sop.yaml") + ":1: clocks",
                                  folder.file("sop.yaml") + ":2: default_type", std::string("/nowhere/server.pem")}) {
    EXPECT_NE(program.output().find(told), std::string::npos) << told << " is missing in:\n" << program.output();
  }
}

TEST(Daemon, check_config_accepts_a_good_configuration) {
  const DaemonFolder folder;
  DaemonProcess program(folder.site_file(), true);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_NE(program.output().find("no mistakes"), std::string::npos) << program.output();
}

TEST(Daemon, start_tells_every_mistake_too) {
  const DaemonFolder folder;
  folder.write("sop.yaml", "clocks: nonsense\ndefault_type: what\n");
  DaemonProcess program(folder.site_file());
  EXPECT_EQ(program.wait(), 78);
  EXPECT_NE(program.output().find("default_type"), std::string::npos) << program.output();
}

TEST(Daemon, sighup_applies_what_it_can_and_names_what_waits_for_a_restart) {
  const DaemonFolder folder;
  DaemonProcess program(folder.site_file());
  program.read_until("frontdeskd is ready");
  folder.write_site("", "masking: common\nlog: {level: debug}\n");
  program.signal(SIGHUP);
  const std::string told = program.read_until("configuration applied key=log.level");
  EXPECT_NE(told.find("needs a restart key=masking"), std::string::npos) << told;

  folder.write_site("", "masking: nonsense\n");
  program.signal(SIGHUP);
  program.read_until("the old one stays");
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
}

TEST(Daemon, sighup_takes_a_renewed_certificate) {
  const DaemonFolder folder;
  const SystemClock clock;
  const auto make = [&](const char* name) {
    std::filesystem::create_directory(folder.file(name));
    return api::ensure_self_signed(folder.file(name), {"desk.example.test"}, clock.now());
  };
  const auto files = make("certificates"), renewed = make("renewed");
  ASSERT_TRUE(files && renewed);
  folder.write_site("  tls: true\n  certificate: " + files->certificate + "\n  key: " + files->key + "\n");
  DaemonProcess program(folder.site_file());
  program.read_until("frontdeskd is ready");
  const auto overwrite = std::filesystem::copy_options::overwrite_existing;
  std::filesystem::copy_file(renewed->certificate, files->certificate, overwrite);
  std::filesystem::copy_file(renewed->key, files->key, overwrite);
  program.signal(SIGHUP);
  const std::string told = program.read_until("serving over TLS");
  const auto expected = api::TlsContext::load(*renewed);
  ASSERT_TRUE(expected);
  EXPECT_NE(told.find((*expected)->fingerprint()), std::string::npos) << told;
}

/// A TCP socket on loopback, on any free port.
class LoopbackSocket {
 public:
  explicit LoopbackSocket(bool listens) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address_), size), 0);
    EXPECT_EQ(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address_), &size), 0);
    EXPECT_EQ(listens ? ::listen(descriptor_, 8) : 0, 0);
  }
  ~LoopbackSocket() { ::close(descriptor_); }
  LoopbackSocket(const LoopbackSocket&) = delete;
  LoopbackSocket& operator=(const LoopbackSocket&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::string port() const { return std::to_string(ntohs(address_.sin_port)); }
  /// What comes back for a plain request of `path`.
  [[nodiscard]] std::string get(const std::string& path) const {
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::string answer;
    const std::string asked = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    if (::connect(client, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0 &&
        ::send(client, asked.data(), asked.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(asked.size())) {
      char chunk[4096];
      for (ssize_t got = 0; (got = ::recv(client, chunk, sizeof chunk, 0)) > 0;)
        answer.append(chunk, static_cast<std::size_t>(got));
    }
    ::close(client);
    return answer;
  }

 private:
  int descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address_{};
};

// A privileged port without a privilege: the service manager listens, and who comes during a restart waits.
TEST(Daemon, the_socket_of_the_service_manager_is_served_and_outlives_it) {
  const DaemonFolder folder;
  const LoopbackSocket socket(true);
  for (int start = 1; start <= 2; ++start) {
    DaemonProcess program(folder.site_file(), false, socket.descriptor());
    const std::string told = program.read_until("frontdeskd is ready");
    EXPECT_NE(told.find("http://127.0.0.1:" + socket.port()), std::string::npos) << told;
    EXPECT_NE(socket.get("/healthz").find("200"), std::string::npos) << "start " << start;
  }
}

TEST(Daemon, a_socket_on_which_nobody_can_call_is_refused) {
  const DaemonFolder folder;
  const LoopbackSocket socket(false);
  DaemonProcess program(folder.site_file(), false, socket.descriptor());
  EXPECT_EQ(program.wait(), 69);
  EXPECT_NE(program.output().find("no TCP socket that listens"), std::string::npos) << program.output();
  EXPECT_FALSE(std::filesystem::exists(folder.file("data")));
}

}  // namespace
}  // namespace frontdesk::app
