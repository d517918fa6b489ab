#include "host/channel_runner.h"

#include "host/channel_calls.h"

#include <frontdesk/sdk/convert.h>

#include <pthread.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <utility>

namespace frontdesk::host {

namespace {

constexpr std::size_t kMaxWaitingTasks = 1024;
constexpr int kExitCannotStart = 2;

/// Why the plugin made no channel that the host can call; empty when it did. An older plugin's struct is smaller: what
/// lies beyond its size is absent.
std::string fault_of(fdk_status created, const fdk_channel* made) {
  if (created != FDK_OK) return "create returned " + std::to_string(created) + " instead of FDK_OK";
  if (made == nullptr) return "create returned FDK_OK and left *channel null";
  constexpr std::size_t kLeast = offsetof(fdk_channel, open) + sizeof(fdk_channel::open);
  if (made->struct_size < kLeast) {
    return "struct_size of the channel is " + std::to_string(made->struct_size) + "; set it to sizeof(fdk_channel), " +
           std::to_string(sizeof(fdk_channel));
  }
  if (made->open == nullptr) return "the channel's function open is null";
  return {};
}

wire::Verdict out_of_memory() {
  return {sdk::Status::kInternal, "out_of_memory", "The plugin needs more memory than its host may have.", {}, {}};
}

wire::Verdict let_out(const char* what) {
  return {sdk::Status::kInternal, "exception", "The plugin let an exception out of a call.", what, {}};
}

/// Makes an answer of whatever leaves the call, so that the daemon never waits for one in vain.
template <class Call>
wire::Frame answered(const wire::Frame& request, Call call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return answer_with(request, out_of_memory());
  } catch (const std::exception& thrown) {
    return answer_with(request, let_out(thrown.what()));
  } catch (...) {
    return answer_with(request, let_out("unknown exception"));
  }
}

wire::Verdict cancelled() { return {sdk::Status::kCancelled, "cancelled", "The call was cancelled.", {}, {}}; }

}  // namespace

/// The top of a thread: what reaches it ends the process, with a word of why.
void ChannelRunner::guarded(const char* thread, const std::function<void()>& body) noexcept {
  try {
    return body();
  } catch (const std::exception& thrown) {
    std::fprintf(stderr, "%s%s: %s\n", wire::kLastWords, thread, thrown.what());
  } catch (...) {
    std::fprintf(stderr, "%s%s: unknown exception\n", wire::kLastWords, thread);
  }
  ::_exit(kExitCannotStart);
}

ChannelRunner::ChannelRunner(DaemonLink& link, CallSlots& calls, Services& services, const fdk_plugin_entry& entry)
    : link_(link), calls_(calls), services_(services), entry_(entry) {}

void ChannelRunner::start(std::string instance_id) {
  if (control_.joinable()) return;
  instance_id_ = std::move(instance_id);
  control_ = std::thread([this] { guarded("control", [this] { control_loop(); }); });
  ::pthread_setname_np(control_.native_handle(), "control");
}

void ChannelRunner::handle(wire::Frame request) {
  const auto type = static_cast<wire::Type>(request.type);
  if (type == wire::Type::kClose) cancel(0);
  const std::lock_guard lock(mutex_);
  if (tasks_.size() >= kMaxWaitingTasks) {
    link_.post(answer_with(request, {sdk::Status::kRetry, "busy", "Too many requests wait.", {}, {}}));
    return;
  }
  tasks_.push_back({std::move(request), false});
  changed_.notify_all();
}

void ChannelRunner::cancel(std::uint64_t request) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& task : tasks_) {
      if (request == 0 || task.frame.request == request) task.cancelled = true;
    }
    if (request == 0 || request == control_request_) calls_.control.cancel().set();
    if (request == 0 || request == stream_request_) calls_.stream.cancel().set();
    if (request == 0) calls_.instance.set();
  }
  link_.wake_waiters();
}

ChannelRunner::Task ChannelRunner::next_task() {
  std::unique_lock lock(mutex_);
  control_request_ = 0;
  changed_.wait(lock, [&] { return !tasks_.empty(); });
  Task task = std::move(tasks_.front());
  tasks_.pop_front();
  control_request_ = task.frame.request;
  calls_.control.cancel().reset();
  return task;
}

void ChannelRunner::control_loop() {
  const fdk_channel* made = nullptr;
  const fdk_status created = entry_.create(services_.host(), &made);
  if (const std::string fault = fault_of(created, made); !fault.empty()) {
    link_.post(wire::Failed{"create", fault});
    ::_exit(kExitCannotStart);
  }
  channel_ = sdk::detail::read_struct(made);
  while (true) {
    Task task = next_task();
    const auto type = static_cast<wire::Type>(task.frame.type);
    if (task.cancelled) {
      link_.post(answer_with(task.frame, cancelled()));
    } else if (type == wire::Type::kRun) {
      begin_stream(std::move(task.frame));
    } else if (type == wire::Type::kClose) {
      close(task.frame);
    } else {
      if (type == wire::Type::kOpen) calls_.instance.reset();
      wire::Frame answer;
      {
        const RunningCall running(calls_.control, request_name(type));
        answer = answered(task.frame, [&] {
          return carry_out(task.frame, channel_, services_.state(), instance_id_,
                           [this](const wire::Frame& frame) { link_.post(frame); });
        });
      }
      if (type == wire::Type::kSend) services_.note_end(answer);
      if (!link_.post(answer)) {
        link_.post(answer_with(task.frame, {sdk::Status::kRejected, "too_large", "The answer is too large.", {}, {}}));
      }
    }
  }
}

void ChannelRunner::begin_stream(wire::Frame request) {
  {
    const std::lock_guard lock(mutex_);
    if (stream_request_ != 0) {
      link_.post(answer_with(request, {sdk::Status::kRejected, "running", "The stream runs already.", {}, {}}));
      return;
    }
    stream_request_ = request.request;
    calls_.stream.cancel().reset();
  }
  if (stream_.joinable()) stream_.join();
  stream_ = std::thread([this, frame = std::move(request)]() mutable {
    ::pthread_setname_np(::pthread_self(), "stream");
    guarded("stream", [&] { run_stream(frame); });
  });
}

void ChannelRunner::run_stream(wire::Frame& frame) {
  wire::Frame answer;
  {
    const RunningCall running(calls_.stream, "run");
    answer = answered(
        frame, [&] { return carry_out(frame, channel_, services_.state(), instance_id_, [](const wire::Frame&) {}); });
  }
  {
    const std::lock_guard lock(mutex_);
    stream_request_ = 0;
    changed_.notify_all();
  }
  link_.post(answer);
}

void ChannelRunner::close(const wire::Frame& frame) {
  const auto request = wire::decode<wire::Close>(frame);
  const auto timeout = request.value ? request.value->timeout : wire::Close{}.timeout;
  const auto deadline = monotonic_now() + timeout;
  {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, std::chrono::steady_clock::time_point(deadline), [&] { return stream_request_ == 0; });
  }
  if (channel_.close != nullptr) {
    const RunningCall running(calls_.control, "close");
    channel_.close(channel_.self, deadline.count());
  }
  link_.post(wire::Done{}, frame.request);
}

}  // namespace frontdesk::host
