// frontdeskd: the daemon. See frontdeskd(8) and config/frontdesk.yaml.
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionCallback.h>
#include <Poco/Util/OptionSet.h>
#include <Poco/Util/ServerApplication.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <thread>

#include "app/cli/doctor_report.h"
#include "app/configuration/check.h"
#include "app/daemon.h"
#include "app/journal.h"
#include "app/machine/examine.h"
#include "app/version.h"
#include "base/log.h"

namespace frontdesk::app {
namespace {

/// Keys and personal data must not end in a core file or under a debugger.
void forbid_dumps() {
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

/// What a socket unit opened for us; -1 without one. The variables that tell of it are forgotten, so that no plugin
/// host takes it for its own.
Result<int> socket_of_service_manager() {
  const int given = ::sd_listen_fds(1);
  if (given <= 0) return -1;
  if (given == 1) return SD_LISTEN_FDS_START;
  return Error{ErrorCode::kInvalid, "the service manager gave " + std::to_string(given) + " sockets; one is served"};
}

/// SIGHUP and the watchdog, on a thread of their own; main waits for SIGTERM.
class SignalThread {
 public:
  SignalThread(std::function<void()> reload, std::function<bool()> is_alive)
      : thread_([reload = std::move(reload), is_alive = std::move(is_alive)](const std::stop_token& stop) {
          run(stop, reload, is_alive);
        }) {}

 private:
  static void run(const std::stop_token& stop, const std::function<void()>& reload,
                  const std::function<bool()>& is_alive) {
    sigset_t hangup;
    sigemptyset(&hangup);
    sigaddset(&hangup, SIGHUP);
    const timespec wait{0, 500'000'000};
    const auto pace = std::chrono::seconds(2);
    auto next_beat = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
      if (::sigtimedwait(&hangup, nullptr, &wait) == SIGHUP) reload();
      if (std::chrono::steady_clock::now() < next_beat) continue;
      next_beat += pace;
      if (is_alive()) ::sd_notify(0, "WATCHDOG=1");
    }
  }
  std::jthread thread_;
};

class FrontdeskDaemon : public Poco::Util::ServerApplication {
 public:
  FrontdeskDaemon() { setUnixOptions(true); }

 protected:
  void defineOptions(Poco::Util::OptionSet& options) override {
    using Poco::Util::Option;
    using Poco::Util::OptionCallback;
    options.addOption(Option("config", "c", "configuration file")
                          .argument("FILE")
                          .callback(OptionCallback<FrontdeskDaemon>(this, &FrontdeskDaemon::take_config)));
    options.addOption(Option("check-config", "t", "check the configuration, print every mistake, and exit")
                          .callback(OptionCallback<FrontdeskDaemon>(this, &FrontdeskDaemon::take_check)));
    options.addOption(Option("doctor", "", "look at the machine where no daemon runs, and exit; see frontdesk(1)")
                          .callback(OptionCallback<FrontdeskDaemon>(this, &FrontdeskDaemon::take_doctor)));
    options.addOption(Option("json", "", "JSON Lines instead of text, with --doctor")
                          .callback(OptionCallback<FrontdeskDaemon>(this, &FrontdeskDaemon::take_json)));
    options.addOption(Option("version", "V", "print the version and exit")
                          .callback(OptionCallback<FrontdeskDaemon>(this, &FrontdeskDaemon::take_version)));
    options.addOption(Option("help", "h", "print this help and exit")
                          .callback(OptionCallback<FrontdeskDaemon>(this, &FrontdeskDaemon::take_help)));
  }

  int main(const ArgVec& arguments) override {
    if (finished_) return EXIT_OK;
    if (!arguments.empty()) {
      std::cerr << "frontdeskd: unexpected argument '" << arguments.front() << "'\n";
      return EXIT_USAGE;
    }
    if (examine_only_) return examine();
    const ConfigurationCheck check = check_configuration(file_);
    for (const std::string& mistake : check.mistakes) std::cerr << mistake << '\n';
    if (!check.mistakes.empty()) return EXIT_CONFIG;
    if (check_only_) {
      for (const std::string& warning : check.warnings) std::cerr << "warning: " << warning << '\n';
      std::cout << file_ << ": no mistakes" << (check.warnings.empty() ? "" : ", but see the warnings") << '\n';
      return EXIT_OK;
    }
    return serve(check);
  }

 private:
  int examine() const {
    const std::string language = language_of_terminal();
    DoctorReport report(std::cout, as_json_, language);
    examine_from_outside(file_, language, [&](const json::Value& check) { report.add(check); });
    return report.finish();
  }

  int serve(const ConfigurationCheck& check) {
    forbid_dumps();
    log_to_journal();
    tell_warnings(check);
    auto socket = socket_of_service_manager();
    auto daemon = socket ? Daemon::start(check.config, *socket) : std::move(socket).error();
    if (!daemon) {
      log_error("frontdeskd cannot start", {{"error", daemon.error()}});
      return EXIT_UNAVAILABLE;
    }
    auto signals = std::make_unique<SignalThread>([&] { reload(**daemon); }, [&] { return (*daemon)->is_alive(); });
    log_info("frontdeskd is ready", {{"version", kVersion}, {"url", (*daemon)->base_url()}});
    ::sd_notify(0, "READY=1");
    waitForTerminationRequest();
    ::sd_notify(0, "STOPPING=1");
    log_info("frontdeskd stops");
    signals.reset();  // a reload must not meet a daemon that is going away
    daemon->reset();
    return EXIT_OK;
  }

  static void tell_warnings(const ConfigurationCheck& check) {
    for (const std::string& warning : check.warnings) {
      log_warning("the configuration names what is missing", {{"warning", warning}});
    }
  }

  void reload(Daemon& daemon) {
    ::sd_notify(0, "RELOADING=1");
    const ConfigurationCheck check = check_configuration(file_);
    for (const std::string& mistake : check.mistakes) {
      log_error("the configuration has a mistake; the old one stays", {{"mistake", mistake}});
    }
    if (check.mistakes.empty()) {
      tell_warnings(check);
      daemon.reload(check.config);
    }
    ::sd_notify(0, "READY=1");
  }

  void take_config(const std::string&, const std::string& value) { file_ = value; }
  void take_check(const std::string&, const std::string&) { check_only_ = true; }
  void take_doctor(const std::string&, const std::string&) { examine_only_ = true; }
  void take_json(const std::string&, const std::string&) { as_json_ = true; }
  void take_version(const std::string&, const std::string&) {
    std::cout << "frontdeskd " << kVersion << '\n';
    finish();
  }
  void take_help(const std::string&, const std::string&) {
    Poco::Util::HelpFormatter help(options());
    help.setCommand("frontdeskd");
    help.setUsage("[--config FILE] [--check-config]");
    help.format(std::cout);
    finish();
  }
  void finish() {
    finished_ = true;
    stopOptionsProcessing();
  }

  std::string file_ = "/etc/frontdesk/frontdesk.yaml";
  bool check_only_ = false;
  bool examine_only_ = false;
  bool as_json_ = false;
  bool finished_ = false;
};

}  // namespace
}  // namespace frontdesk::app

int main(int argc, char** argv) {
  // Every thread inherits the mask: SIGHUP reaches only the thread that waits for it, and what ends the daemon waits
  // until main asks for it (waitForTerminationRequest), so that a stop right after the start, or a second one, still
  // drains. Plugin hosts begin with an empty mask (channels/host/process.cpp).
  sigset_t waited_for;
  sigemptyset(&waited_for);
  for (const int signal : {SIGHUP, SIGTERM, SIGINT, SIGQUIT}) sigaddset(&waited_for, signal);
  ::pthread_sigmask(SIG_BLOCK, &waited_for, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  frontdesk::app::FrontdeskDaemon application;
  return application.run(argc, argv);
}
