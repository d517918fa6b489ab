#include "channels/host/life.h"

#include <array>
#include <csignal>
#include <exception>

#include <sys/epoll.h>
#include <unistd.h>

#include "base/log.h"

namespace frontdesk::channels {
namespace {

constexpr Duration kExitAfterStreamEnd = std::chrono::seconds(2);
/// A pipe holds less than that; the bound is for what a process that outlived its group may write.
constexpr std::size_t kMostOutputTurns = 256;

LogLevel to_log_level(int level) {
  if (level <= FDK_LOG_DEBUG) return LogLevel::kDebug;
  if (level == FDK_LOG_INFO) return LogLevel::kInfo;
  return level == FDK_LOG_WARNING ? LogLevel::kWarning : LogLevel::kError;
}

std::vector<std::string> arguments_for(const HostOptions& options, const Plugin& plugin, std::uint32_t user) {
  std::vector<std::string> words = {"--library",    plugin.library,
                                    "--sha256",     plugin.library_sha256,
                                    "--parent",     std::to_string(::getpid()),
                                    "--data-limit", std::to_string(options.data_limit_bytes),
                                    "--sandbox",    options.sandbox ? "on" : "off",
                                    "--user",       std::to_string(user)};
  for (const std::string& path : options.readable) {
    words.emplace_back("--read");
    words.push_back(path);
  }
  return words;
}

}  // namespace

HostLife::HostLife(Reactor& reactor, const HostOptions& options, HostUsers& users, const Plugin& plugin,
                   std::string instance, PluginOutput& output, Events events, int send_note)
    : reactor_(reactor),
      options_(options),
      users_(users),
      plugin_(plugin),
      instance_(std::move(instance)),
      output_(output),
      events_(std::move(events)),
      send_note_(send_note) {}

HostLife::~HostLife() {
  if (!process_) return;
  reactor_.unwatch(process_->pidfd());
  reactor_.unwatch(process_->output());
}

void HostLife::start() {
  Result<HostUsers::Lease> user = users_.take();
  if (!user) return cannot_start(user.error());
  user_ = std::move(*user);
  std::vector<std::string> arguments = arguments_for(options_, plugin_, user_.number());
  if (send_note_ >= 0) arguments.insert(arguments.end(), {"--send-note", std::to_string(kHostFile)});
  Result<HostProcess> spawned = HostProcess::spawn(options_.program, arguments, send_note_);
  if (!spawned) return cannot_start(spawned.error());
  process_.emplace(std::move(*spawned));
  footprint_.emplace(process_->pid());
  try {
    listen();
  } catch (const std::exception&) {
    // The kernel has no room to watch one more descriptor. Nothing of the plugin has run.
    abandon();
  }
}

void HostLife::cannot_start(const Error& why) {
  end_ = {"cannot_start", why.message, why.code != ErrorCode::kUnavailable};
  reactor_.post(lifetime_.guard([this] { events_.on_end(end_); }));
}

void HostLife::abandon() {
  link_.reset();
  reactor_.unwatch(process_->pidfd());
  reactor_.unwatch(process_->output());
  process_.reset();
  end_ = {"cannot_start", "the machine is short of memory or descriptors", false};
  reactor_.post(lifetime_.guard([this] { events_.on_end(end_); }));
}

void HostLife::listen() {
  link_ = std::make_unique<HostLink>(reactor_, std::move(process_->socket()),
                                     HostLink::Events{[this](wire::Frame frame) { take_frame(std::move(frame)); },
                                                      [this](const std::string& why) { link_broken(why); }});
  watch_process();
  if (options_.sandbox && !footprint_->read()) {
    log_warning("the memory of a plugin host cannot be watched: /proc does not show it", {{"pid", process_->pid()}});
  }
  if (options_.sandbox) look_at_footprint();
  stage_timer_ =
      reactor_.after(options_.hello_limit, [this] { kill("cannot_start", "the plugin host did not answer"); });
}

void HostLife::watch_process() {
  reactor_.watch(process_->pidfd(), EPOLLIN, [this](std::uint32_t) { process_ended(); });
  reactor_.watch(process_->output(), EPOLLIN, [this](std::uint32_t) { read_output(); });
}

void HostLife::take_frame(wire::Frame frame) {
  if (killed_) return;
  try {
    dispatch(std::move(frame));
  } catch (const std::exception& thrown) {
    // Whatever it was about is lost, so the host would wait for ever.
    kill("failed", std::string("a message of the plugin could not be handled: ") + thrown.what());
  }
}

void HostLife::dispatch(wire::Frame frame) {
  const auto type = static_cast<wire::Type>(frame.type);
  if (!ready_ && type != wire::Type::kHello && type != wire::Type::kFailed && type != wire::Type::kLog) {
    return kill("garbage", "the plugin host spoke before its greeting");
  }
  switch (type) {
    case wire::Type::kHello: return take_hello(frame);
    case wire::Type::kLog: return take_log(frame);
    case wire::Type::kFailed:
      if (const auto failed = wire::decode<wire::Failed>(frame); failed.value) {
        end_.code = failed.value->stage == "changed" ? "plugin_changed" : "cannot_start";
        end_.reason = output_.clean(failed.value->stage + ": " + failed.value->text);
      }
      return;
    case wire::Type::kPong:
      awaits_pong_ = false;
      pong_timer_.cancel();
      return;
    case wire::Type::kDone:
      if (close_request_ != 0 && frame.request == close_request_) {
        // The end of the stream lets the host exit. Not from inside the link's own callback.
        reactor_.post(lifetime_.guard([this] { link_.reset(); }));
        return;
      }
      break;
    default: break;
  }
  events_.on_frame(std::move(frame));
}

void HostLife::take_hello(const wire::Frame& frame) {
  const auto hello = wire::decode<wire::Hello>(frame);
  if (ready_ || !hello.value) return kill("garbage", "the plugin host's greeting cannot be read");
  if (hello.value->wire_version != wire::kWireVersion)
    return kill("cannot_start", "the plugin host is of another version");
  const bool same = hello.value->library_sha256 == plugin_.library_sha256 &&
                    hello.value->manifest_sha256 == plugin_.manifest_sha256 && hello.value->plugin_id == plugin_.id;
  if (!same) return kill("plugin_changed", "the plugin's files are not those that were approved");
  ready_ = true;
  stage_timer_.cancel();
  wire::HelloAck ack;
  ack.instance_id = instance_;
  send(ack);
  ping_timer_ = reactor_.after(options_.ping_every, [this] { ping(); });
  events_.on_ready();
}

void HostLife::take_log(const wire::Frame& frame) {
  const auto log = wire::decode<wire::Log>(frame);
  if (!log.value) return kill("garbage", "a log line of the plugin host cannot be read");
  output_.dropped(log.value->dropped);
  output_.line(to_log_level(log.value->level), log.value->text, log.value->fields);
}

void HostLife::link_broken(const std::string& why) {
  if (!why.empty()) return kill("garbage", why);
  // The peer closed: it is about to exit, and how it does says why.
  if (!stopping_) stage_timer_ = reactor_.after(kExitAfterStreamEnd, [this] { force(SIGKILL); });
}

void HostLife::ping() {
  send(wire::Ping{});
  if (!awaits_pong_) {
    awaits_pong_ = true;
    pong_timer_ =
        reactor_.after(options_.pong_limit, [this] { kill("hung", "the plugin host does not answer any more"); });
  }
  ping_timer_ = reactor_.after(options_.ping_every, [this] { ping(); });
}

void HostLife::look_at_footprint() {
  const std::uint64_t most = options_.data_limit_bytes + options_.file_memory_bytes;
  const Footprint now = footprint_->read().value_or(Footprint{});
  if (options_.data_limit_bytes > 0 && now.memory_bytes > most) {
    return kill("out_of_memory", "the plugin host held " + std::to_string(now.memory_bytes >> 20) +
                                     " MiB of private, shared and file memory; its memory limit is " +
                                     std::to_string(most >> 20) + " MiB");
  }
  if (now.threads > options_.most_threads) {
    return kill("misbehaved", "the plugin host ran " + std::to_string(now.threads) + " threads; it may have " +
                                  std::to_string(options_.most_threads));
  }
  footprint_timer_ = reactor_.after(options_.footprint_every, [this] { look_at_footprint(); });
}

void HostLife::stop() {
  if (stopping_ || killed_) return;
  stopping_ = true;
  end_.code = "stopped";
  if (!process_) return;
  if (!ready_) return force(SIGTERM);
  send(wire::Cancel{0});
  close_request_ = ask(wire::Close{options_.close_limit});
  stage_timer_ = reactor_.after(options_.close_limit + std::chrono::seconds(1), [this] { force(SIGTERM); });
}

void HostLife::kill(std::string code, const std::string& reason) {
  if (killed_) return;
  killed_ = true;
  if (!stopping_) end_ = {std::move(code), output_.clean(reason), true};
  ping_timer_.cancel();
  pong_timer_.cancel();
  footprint_timer_.cancel();
  force(SIGKILL);
}

void HostLife::force(int signal_number) {
  if (!process_) return;
  process_->signal(signal_number);
  if (signal_number != SIGKILL) stage_timer_ = reactor_.after(options_.term_limit, [this] { force(SIGKILL); });
}

bool HostLife::read_output() {
  std::array<char, 16'384> bytes{};
  const ssize_t got = ::read(process_->output(), bytes.data(), bytes.size());
  if (got > 0) output_.raw({bytes.data(), static_cast<std::size_t>(got)});
  if (got == 0) reactor_.unwatch(process_->output());
  return got > 0;
}

std::string HostLife::how_it_ended(const ProcessExit& exit) {
  std::string text = "the plugin host ended with " + exit.text();
  const std::string words = output_.take_last_words();
  const std::uint64_t limit = options_.sandbox ? options_.data_limit_bytes : 0;
  if (!words.empty()) {
    text += " (" + words + ")";
  } else if (limit > 0 && exit.peak_memory > limit / 10 * 8) {
    text += "; it had used " + std::to_string(exit.peak_memory >> 20) + " MiB, and its memory limit is " +
            std::to_string(limit >> 20) + " MiB";
  }
  return text;
}

void HostLife::process_ended() {
  const std::optional<ProcessExit> exit = process_->reap();
  if (!exit) return;
  // What the host still said before it died, to the end: above all why, and what became of its calls. Nobody is left
  // that could go on writing.
  for (std::size_t turn = 0; turn < kMostOutputTurns && read_output(); ++turn) continue;
  output_.finish();
  if (link_) link_->drain();
  end_.is_killed = !killed_ && exit->is_from_outside();
  end_.by_itself = ready_ && !stopping_ && (killed_ ? end_.code != "failed" : !exit->is_from_outside());
  if (end_.code.empty()) end_.code = "crashed";
  if (end_.reason.empty() && !stopping_) end_.reason = output_.clean(how_it_ended(*exit));
  const auto tell = std::move(events_.on_end);
  const HostEnd end = end_;
  tell(end);
}

}  // namespace frontdesk::channels
