// SupervisorOptions: where plugins are, how their hosts run, and how long anything may take.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace frontdesk::channels {

/// Sanitizers need system calls, files and terabytes of address space that a confined process does not get.
#ifdef FRONTDESK_SANITIZED
inline constexpr bool kConfined = false;
#else
inline constexpr bool kConfined = true;
#endif

/// Numbers of users, both ends included.
struct UserRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  bool operator==(const UserRange&) const = default;
};

struct HostOptions {
  std::string program;                          ///< path of frontdesk-plugin-host
  bool sandbox = kConfined;                     ///< off: no bound on memory either
  std::uint64_t data_limit_bytes = 512U << 20;  ///< private memory of one host
  /// What it may hold besides: the text of programs and libraries, files mapped into memory. All its memory together
  /// is looked at from outside, since parts of it escape the limit that the process carries.
  std::uint64_t file_memory_bytes = 128U << 20;
  std::uint64_t most_threads = 256;
  Duration footprint_every = std::chrono::seconds(1);
  std::optional<UserRange> users;     ///< hosts have users of their own (host_users.h); none: the daemon's
  std::vector<std::string> readable;  ///< further paths a plugin may read
  /// Many hosts that start at once on a busy machine take their time, and that is nobody's crash.
  Duration hello_limit = std::chrono::seconds(30);
  Duration ping_every = std::chrono::seconds(3);
  Duration pong_limit = std::chrono::seconds(30);  ///< silence of the host's own thread
  Duration close_limit = std::chrono::seconds(5);
  Duration term_limit = std::chrono::seconds(5);  ///< from SIGTERM to SIGKILL
};

struct SupervisorOptions {
  std::vector<std::string> plugin_folders;
  bool trusted_owners_only = true;
  HostOptions host;
  std::string notes_folder;  ///< for the send notes of channels (channel/send_note_file.h); empty: none are kept
  Duration open_limit = std::chrono::seconds(60);
  Duration poll_limit = std::chrono::seconds(30);
  /// A send that shows no progress (figures or a state of the plugin) for so long, and for what its size needs on a
  /// slow line, is broken off. Longer than the 10 minutes that a mail server may think after the last byte (RFC
  /// 5321 4.5.3.2).
  Duration send_quiet_limit = std::chrono::minutes(11);
  Duration send_limit = std::chrono::minutes(45);  ///< of a send, whatever it shows; the plugin is told it
  Duration lookup_limit = std::chrono::seconds(120);
  Duration check_limit = std::chrono::seconds(60);
  Duration cancel_grace = std::chrono::seconds(5);  ///< a call that outlives its limit is cancelled, then killed
  Duration outbound_sweep = std::chrono::seconds(15);
  /// A stream that has submitted nothing and told no state for so long is shown as degraded.
  Duration stream_silence = std::chrono::minutes(20);
};

}  // namespace frontdesk::channels
