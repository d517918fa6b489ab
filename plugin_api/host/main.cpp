// frontdesk-plugin-host: one process, one plugin, one socket (descriptor 3) to the daemon.
#include "host/call_slots.h"
#include "host/channel_calls.h"
#include "host/channel_runner.h"
#include "host/confine/confinement.h"
#include "host/daemon_link.h"
#include "host/last_words.h"
#include "host/library.h"
#include "host/options.h"
#include "host/services.h"
#include "host/sha256.h"

#include <frontdesk/json.h>
#include <frontdesk/sdk/convert.h>

#include <sys/socket.h>
#include <unistd.h>

#include <fcntl.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace frontdesk::host {

namespace {

constexpr int kSocket = 3;
enum Exit { kClean = 0, kUsageError = 64, kCannotStart = 2, kBrokenStream = 3 };

bool prepare_socket() {
  int type = 0;
  socklen_t size = sizeof type;
  if (::getsockopt(kSocket, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) return false;
  const int flags = ::fcntl(kSocket, F_GETFL);
  return flags >= 0 && ::fcntl(kSocket, F_SETFL, flags | O_NONBLOCK) == 0 && ::fcntl(kSocket, F_SETFD, FD_CLOEXEC) == 0;
}

/// Resident bytes, from /proc/self/statm opened before the sandbox closed.
std::uint64_t resident_bytes(int statm) {
  char text[128] = {};
  const ssize_t got = ::pread(statm, text, sizeof text - 1, 0);
  const char* second = std::strchr(text, ' ');
  if (got <= 0 || second == nullptr) return 0;
  return std::strtoull(second, nullptr, 10) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

[[noreturn]] void fail(DaemonLink& link, const char* stage, const std::string& text) {
  link.post(wire::Failed{stage, text});
  std::fprintf(stderr, "frontdesk-plugin-host: %s: %s\n", stage, text.c_str());
  ::_exit(kCannotStart);
}

struct Loaded {
  const fdk_plugin_entry* entry = nullptr;
  wire::Hello hello;
};

Loaded load(const Options& options, DaemonLink& link) {
  Loaded loaded;
  Limits limits = options.limits;
  if (!options.sandbox) limits.data_bytes = 0;
  std::string error;
  wire::Descriptor library = open_library(options.library, error);  // a user of its own may not find the way to it
  if (const auto why = tie_and_limit(options.parent, limits); !why.empty()) fail(link, "sandbox", why);
  if (!library.valid()) fail(link, "load", error);
  const auto sum = sha256_hex_of_file(library.get());
  if (!sum) fail(link, "load", "the library cannot be read");
  if (!options.sha256.empty() && *sum != options.sha256) fail(link, "changed", "the library is not the one approved");
  loaded.hello.library_sha256 = *sum;
  if (options.sandbox) {
    loaded.hello.landlock_abi = confine_files(options.readable, library.get());
    loaded.hello.seccomp = confine_system_calls();
  }
  loaded.entry = load_entry(library.get(), error);
  if (loaded.entry == nullptr) fail(link, "entry", error);
  loaded.hello.manifest = sdk::detail::own(loaded.entry->manifest);
  loaded.hello.manifest_sha256 = sha256_hex(loaded.hello.manifest);
  const auto manifest = json::parse(loaded.hello.manifest);
  if (!manifest.value) fail(link, "manifest", manifest.error);
  loaded.hello.plugin_id = manifest.value->get("id").as_string();
  loaded.hello.plugin_version = manifest.value->get("version").as_string();
  loaded.hello.abi_major = loaded.entry->abi_major;
  loaded.hello.abi_minor = loaded.entry->abi_minor;
  loaded.hello.pid = ::getpid();
  return loaded;
}

/// Everything the I/O thread decides about one frame of the daemon.
class Desk {
 public:
  Desk(DaemonLink& link, CallSlots& calls, SendNotePage& note, const fdk_plugin_entry& entry, int statm)
      : link_(link),
        calls_(calls),
        services_(link, calls, note),
        runner_(link, calls, services_, entry),
        statm_(statm) {}

  Services& services() { return services_; }

  void handle(wire::Frame frame) {
    const auto type = static_cast<wire::Type>(frame.type);
    if (type == wire::Type::kPing) {
      services_.report_metrics();
      link_.post(pong(), frame.request);
    } else if (type == wire::Type::kHelloAck) {
      accept(frame);
    } else if (type == wire::Type::kCredit) {
      if (const auto credit = wire::decode<wire::Credit>(frame); credit.value) link_.set_window(credit.value->window);
    } else if (type == wire::Type::kCancel) {
      if (const auto cancel = wire::decode<wire::Cancel>(frame); cancel.value) runner_.cancel(cancel.value->request);
    } else if (request_name(type) != nullptr) {
      runner_.handle(std::move(frame));
    }
  }

 private:
  void accept(const wire::Frame& frame) {
    const auto ack = wire::decode<wire::HelloAck>(frame);
    if (!ack.value || ack.value->wire_version != wire::kWireVersion) fail(link_, "create", "the daemon's wire differs");
    services_.accept(*ack.value);
    runner_.start(ack.value->instance_id);
  }

  [[nodiscard]] wire::Pong pong() const {
    return {calls_.control.busy_for(), calls_.stream.busy_for(), calls_.control.name(), resident_bytes(statm_)};
  }

  DaemonLink& link_;
  CallSlots& calls_;
  Services services_;
  ChannelRunner runner_;
  int statm_;
};

/// Never returns when it got as far as the plugin: no destructor may run while threads are stuck inside it.
int run(const Options& options) {
  if (!prepare_socket()) {
    std::fputs("frontdesk-plugin-host: descriptor 3 is not a stream socket; only the daemon starts this program\n",
               stderr);
    return kUsageError;
  }
  DaemonLink link(kSocket);
  const int statm = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  CallSlots calls;
#ifndef FRONTDESK_SANITIZED  // a sanitizer tells more
  speak_last_words(calls, statm, options.sandbox ? options.limits.data_bytes : 0);
#endif
  SendNotePage note(options.send_note);  // before the plugin's code is there to see the descriptor
  // The daemon takes what is not noted for what was not handed over.
  if (options.send_note >= 0 && !note.is_kept()) fail(link, "note", "the file for notes of sends cannot be mapped");
  const Loaded loaded = load(options, link);
  Desk desk(link, calls, note, *loaded.entry, statm);
  link.post(loaded.hello);
  if (options.sandbox && loaded.hello.landlock_abi == 0) {
    desk.services().log_own(FDK_LOG_WARNING, "The kernel has no Landlock: files are not confined.");
  }
  if (options.sandbox && !loaded.hello.seccomp) {
    desk.services().log_own(FDK_LOG_WARNING, "No seccomp filter could be loaded: system calls are not confined.");
  }
  bool clean = false;
  try {
    clean = link.serve([&](wire::Frame frame) { desk.handle(std::move(frame)); });
  } catch (const std::exception& thrown) {
    fail(link, "host", thrown.what());
  }
  std::fflush(nullptr);
  ::_exit(clean ? kClean : kBrokenStream);
}

}  // namespace

}  // namespace frontdesk::host

int main(int count, char** arguments) {
  const auto options = frontdesk::host::parse_options(count, arguments);
  if (!options.error.empty()) {
    std::fprintf(stderr, "frontdesk-plugin-host: %s\n%s", options.error.c_str(), frontdesk::host::kUsage);
    return frontdesk::host::kUsageError;
  }
  return frontdesk::host::run(options);
}
