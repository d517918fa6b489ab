#include "channels/supervisor.h"

#include <exception>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include <pthread.h>

#include "base/log.h"
#include "channels/channel/check_run.h"
#include "channels/port_worker.h"
#include "channels/secret_references.h"

namespace frontdesk::channels {
namespace {

/// Each holds one of twelve workers of the web server for up to a minute.
constexpr std::size_t kMaxChecks = 4;
constexpr Duration kStopLimit = std::chrono::seconds(15);

Error unknown_plugin(const std::string& id) { return {ErrorCode::kNotFound, "the plugin " + id + " is not installed"}; }
Error not_running() { return {ErrorCode::kUnavailable, "the channels are not running"}; }

std::string joined(const std::vector<schema::Problem>& problems) {
  std::string text;
  for (const schema::Problem& problem : problems) {
    text += (text.empty() ? "" : "\n") + problem.path + ": " + problem.message;
  }
  return text;
}

}  // namespace

class Supervisor::Core {
 public:
  Core(SupervisorOptions options, Ports ports, const Clock& clock, RandomSource& random)
      : options_(std::move(options)),
        installed_({options_.plugin_folders, options_.trusted_owners_only}),
        reactor_(std::make_shared<Reactor>(clock)),
        worker_(*reactor_),
        users_(options_.host.users),
        runtime_{reactor_, worker_, clock, random, ports, installed_, options_, users_} {}
  ~Core() { stop(); }

  Result<void> start() {
    if (options_.host.users) FD_TRY(HostUsers::check_privileges());
    auto setups = runtime_.ports.channels.load_all();
    if (!setups) return std::move(setups).error();
    auto interrupted = runtime_.ports.outbound.take_interrupted();
    if (!interrupted) return std::move(interrupted).error();
    std::map<ChannelId, std::vector<desk::OutboundJob>> by_channel;
    for (desk::OutboundJob& job : *interrupted) by_channel[job.channel].push_back(std::move(job));
    for (const desk::ChannelSetup& setup : *setups) by_channel.try_emplace(setup.id);
    reactor_->post([this, channels = std::move(by_channel)]() mutable {
      for (auto& [id, jobs] : channels) {
        ChannelLife& runner = runner_of(id);
        runner.take_interrupted(std::move(jobs));
        runner.apply();
      }
      sweep_outbound();
    });
    const std::lock_guard lock(mutex_);
    running_ = true;
    thread_ = std::jthread([this] {
      pthread_setname_np(pthread_self(), "fd-channels");
      run_reactor();
    });
    return {};
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      if (!running_) return worker_.finish();
      running_ = false;
    }
    reactor_->post([this] { stop_all(); });
    thread_.join();
    worker_.finish();
    // Hosts that did not end in time die with their runners.
    checks_.clear();
    runners_.clear();
  }

  /// Queues `task` for the supervisor thread; false when it does not run.
  bool post(std::function<void()> task) const {
    const std::lock_guard lock(mutex_);
    if (!running_) return false;
    reactor_->post(std::move(task));
    return true;
  }

  /// Runs `ask` on the supervisor thread and waits for its result.
  template <class Ask>
  auto ask(Ask question) const -> std::optional<std::invoke_result_t<Ask>> {
    auto promise = std::make_shared<std::promise<std::invoke_result_t<Ask>>>();
    auto answer = promise->get_future();
    if (!post([promise, question] { promise->set_value(question()); })) return std::nullopt;
    // The loop may end before it comes to this.
    if (answer.wait_for(std::chrono::seconds(5)) != std::future_status::ready) return std::nullopt;
    return answer.get();
  }

  ChannelLife& runner_of(ChannelId id) {
    std::unique_ptr<ChannelLife>& runner = runners_[id];
    if (!runner) runner = std::make_unique<ChannelLife>(runtime_, id);
    return *runner;
  }
  ChannelLife* find_runner(ChannelId id) {
    const auto found = runners_.find(id);
    return found == runners_.end() ? nullptr : found->second.get();
  }

  void begin_check(const std::shared_ptr<CheckOrder>& order,
                   const std::shared_ptr<std::promise<Result<desk::CheckOutcome>>>& promise) {
    if (stopping_ || no_more_checks_ || checks_.size() >= kMaxChecks) {
      return promise->set_value(Error{ErrorCode::kUnavailable, "too many connection tests are running; try again"});
    }
    const std::uint64_t number = ++last_check_;
    auto run = std::make_unique<CheckRun>(runtime_, std::move(*order),
                                          [this, number, promise](Result<desk::CheckOutcome> outcome) {
                                            promise->set_value(std::move(outcome));
                                            reactor_->post([this, number] {
                                              checks_.erase(number);
                                              stop_when_idle();
                                            });
                                          });
    CheckRun& started = *checks_.emplace(number, std::move(run)).first->second;
    started.start();
  }

  void cancel_checks() {
    post([this] {
      no_more_checks_ = true;
      for (const auto& [number, run] : checks_) run->cancel();
    });
  }

  [[nodiscard]] std::vector<ChannelSnapshot> snapshots() const {
    std::vector<ChannelSnapshot> all;
    for (const auto& [id, runner] : runners_) all.push_back(runner->snapshot());
    return all;
  }

  [[nodiscard]] InstalledPlugins& installed() { return installed_; }
  [[nodiscard]] const SupervisorOptions& options() const { return options_; }

 private:
  /// Callbacks catch what they throw; what is left is the loop's own lack of memory, which may pass.
  void run_reactor() {
    while (true) {
      try {
        return reactor_->run();
      } catch (const std::exception& thrown) {
        log_error("the loop of the channels was broken off", {{"reason", thrown.what()}});
      } catch (...) {
        log_error("the loop of the channels was broken off", {{"reason", "an unknown exception"}});
      }
    }
  }

  /// The safety net behind wake_outbound(), and what wakes replies whose pause is over.
  void sweep_outbound() {
    sweep_timer_ = reactor_->after(options_.outbound_sweep, [this] { sweep_outbound(); });
    worker_.run([port = &runtime_.ports.outbound] { return port->next_due_at(); },
                [this](Result<std::optional<Micros>> due) {
                  if (!due || !*due || **due > runtime_.clock.now()) return;
                  for (const auto& [id, runner] : runners_) runner->wake_outbound();
                });
  }

  void stop_all() {
    stopping_ = true;
    sweep_timer_.cancel();
    for (const auto& [number, run] : checks_) run->cancel();
    left_ = runners_.size();
    stop_timer_ = reactor_->after(kStopLimit, [this] {
      log_warning("some plugin hosts did not end in time", {{"hosts", left_}});
      reactor_->stop();
    });
    for (const auto& [id, runner] : runners_) {
      runner->stop([this] {
        --left_;
        stop_when_idle();
      });
    }
    stop_when_idle();
  }

  void stop_when_idle() {
    if (stopping_ && left_ == 0 && checks_.empty()) reactor_->stop();
  }

  const SupervisorOptions options_;
  InstalledPlugins installed_;
  std::shared_ptr<Reactor> reactor_;
  PortWorker worker_;
  HostUsers users_;
  Runtime runtime_;
  // Supervisor thread only:
  std::map<ChannelId, std::unique_ptr<ChannelLife>> runners_;
  std::map<std::uint64_t, std::unique_ptr<CheckRun>> checks_;
  std::uint64_t last_check_ = 0;
  std::size_t left_ = 0;
  bool stopping_ = false;
  bool no_more_checks_ = false;
  Timer sweep_timer_;
  Timer stop_timer_;

  mutable std::mutex mutex_;  // guards running_
  bool running_ = false;
  std::jthread thread_;
};

Supervisor::Supervisor(SupervisorOptions options, Ports ports, const Clock& clock, RandomSource& random)
    : core_(std::make_unique<Core>(std::move(options), ports, clock, random)) {}
Supervisor::~Supervisor() = default;

Result<void> Supervisor::start() { return core_->start(); }
void Supervisor::stop() { core_->stop(); }
void Supervisor::cancel_checks() { core_->cancel_checks(); }
void Supervisor::rescan_plugins() { core_->installed().scan(); }

std::vector<desk::PluginDescription> Supervisor::plugins() const {
  std::vector<desk::PluginDescription> all;
  const auto catalogue = core_->installed().now();
  for (const Plugin& plugin : catalogue->plugins()) {
    all.push_back(
        {plugin.id, plugin.version, plugin.manifest, plugin.library, plugin.library_sha256, plugin.manifest_sha256});
  }
  return all;
}

std::vector<desk::UnusablePlugin> Supervisor::unusable_plugins() const {
  std::vector<desk::UnusablePlugin> all;
  const auto catalogue = core_->installed().now();
  for (const auto& problem : catalogue->problems()) all.push_back({problem.id, problem.folder, problem.reason});
  return all;
}

Result<Supervisor::CheckedConfig> Supervisor::check_config(const std::string& plugin, const json::Value& config) const {
  const std::optional<Plugin> found = core_->installed().find(plugin);
  if (!found) return unknown_plugin(plugin);
  schema::CheckedForm checked = found->form->check(config);
  if (!checked.ok()) return Error{ErrorCode::kInvalid, joined(checked.problems)};
  return CheckedConfig{std::move(checked.config), std::move(checked.secret_paths), std::move(checked.free_paths),
                       std::move(checked.account)};
}

Result<desk::CheckOutcome> Supervisor::check(const std::string& plugin, const json::Value& config,
                                             std::vector<std::pair<std::string, Secret>> secrets) {
  const std::optional<Plugin> found = core_->installed().find(plugin);
  if (!found) return unknown_plugin(plugin);
  const schema::CheckedForm checked = found->form->check(config);
  std::vector<std::string> set_paths;
  for (const auto& [path, value] : secrets) set_paths.push_back(path);
  auto order = std::make_shared<CheckOrder>();
  order->plugin = *found;
  order->config = json::serialize(with_secret_references(checked.config, checked.secret_paths, set_paths));
  order->secrets = std::move(secrets);
  auto promise = std::make_shared<std::promise<Result<desk::CheckOutcome>>>();
  auto outcome = promise->get_future();
  if (!core_->post([core = core_.get(), order, promise] { core->begin_check(order, promise); })) return not_running();
  const Duration patience = core_->options().check_limit + std::chrono::seconds(10);
  if (outcome.wait_for(patience) != std::future_status::ready) {
    return Error{ErrorCode::kTimeout, "the connection test did not end in time"};
  }
  return outcome.get();
}

void Supervisor::apply(ChannelId id) {
  core_->post([core = core_.get(), id] { core->runner_of(id).apply(); });
}

Result<void> Supervisor::poll_now(ChannelId id) {
  const auto begun = core_->ask([core = core_.get(), id] {
    ChannelLife* runner = core->find_runner(id);
    return runner != nullptr && runner->poll_now();
  });
  if (!begun) return not_running();
  if (!*begun) return Error{ErrorCode::kUnavailable, "the channel is not running, or it has nothing to poll"};
  return {};
}

void Supervisor::wake_outbound(ChannelId id) {
  core_->post([core = core_.get(), id] {
    if (ChannelLife* runner = core->find_runner(id); runner != nullptr) runner->wake_outbound();
  });
}

bool Supervisor::answers() const {
  return core_->ask([] { return true; }).has_value();
}

std::vector<desk::ChannelActivity> Supervisor::activity() const {
  std::vector<desk::ChannelActivity> all;
  for (const ChannelSnapshot& shown : snapshot()) all.push_back({shown.channel, shown.next_poll_at});
  return all;
}

std::vector<ChannelSnapshot> Supervisor::snapshot() const {
  return core_->ask([core = core_.get()] { return core->snapshots(); }).value_or(std::vector<ChannelSnapshot>());
}

}  // namespace frontdesk::channels
