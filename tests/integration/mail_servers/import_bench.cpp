// email_import_bench [MAILS] [BODY_BYTES]: how fast the e-mail channel takes mails from a Dovecot on this machine.
// Prints one line of JSON. The desk is in memory, so that the figure is the plugin's own.
#include <frontdesk/json.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "integration/mail_servers/fake_desk.h"
#include "integration/mail_servers/mail_servers.h"
#include "plugin/email_channel.h"

namespace {

using frontdesk::test::FakeDesk;
using frontdesk::test::MailServers;

constexpr const char* kAddress = "support@example.test";

std::string mail(int number, std::size_t body_bytes) {
  std::string body;
  while (body.size() < body_bytes) body += "您好，订单还没有收到，请帮我查一下物流信息。\r\n";
  return "From: =?utf-8?b?5p2O6Zu3?= <customer" + std::to_string(number % 500) +
         "@example.test>\r\nTo: support@example.test\r\nSubject: =?utf-8?b?6K6i5Y2V?= " + std::to_string(number) +
         "\r\nMessage-ID: <bench" + std::to_string(number) +
         "@example.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body;
}

std::string config(const MailServers& servers) {
  frontdesk::json::Writer out;
  out.begin_object();
  out.key("identity").begin_object().member("address", kAddress).end_object();
  out.key("incoming")
      .begin_object()
      .member("host", "localhost")
      .member("port", int{servers.ports().imaps})
      .end_object();
  out.key("auth").begin_object().member("method", "password").member("password", "secret:auth.password").end_object();
  out.key("outgoing").begin_object().member("host", "localhost").member("port", int{servers.smtp_port()}).end_object();
  out.key("import").begin_object().member("since", "2020-01-01").end_object();
  out.key("advanced").begin_object().member("allow_private_network", true);
  out.member("ca_file", servers.authority_file().string()).end_object().end_object();
  return out.take();
}

int measure(int mails, std::size_t body_bytes) {
  MailServers servers;
  servers.add_user({kAddress, "secret"});
  for (int i = 0; i < mails; ++i) servers.put_mail(kAddress, mail(i, body_bytes));
  servers.start();
  FakeDesk desk;
  std::atomic<int> taken = 0;
  desk.host().answer_submits([&](const frontdesk::fake::Batch& batch) {
    taken += static_cast<int>(batch.items.size());
    return frontdesk::sdk::Result(std::vector<frontdesk::sdk::ItemOutcome>(batch.items.size()));
  });
  desk.set_secret("auth.password", "secret");
  frontdesk::email::EmailChannel channel(desk.services());
  const std::string settings = config(servers);
  if (!channel.open({"bench", settings, ""})) return 1;
  const auto start = std::chrono::steady_clock::now();
  std::thread runner([&] { [[maybe_unused]] const auto ended = channel.run(""); });
  while (taken < mails && std::chrono::steady_clock::now() - start < std::chrono::minutes(10)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const bool all = taken == mails;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  desk.cancel();
  runner.join();
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  frontdesk::json::Writer out;
  out.begin_object().member("bench", "email_import").member("mails", mails).member("complete", all);
  out.member("seconds", seconds).member("mails_per_second", mails / seconds);
  out.member("max_rss_kib", std::int64_t{used.ru_maxrss}).end_object();
  std::puts(out.text().c_str());
  return all ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return measure(count > 1 ? std::stoi(arguments[1]) : 10'000,
                   static_cast<std::size_t>(count > 2 ? std::stoi(arguments[2]) : 2'000));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "email_import_bench: %s\n", error.what());
    return 1;
  }
}
