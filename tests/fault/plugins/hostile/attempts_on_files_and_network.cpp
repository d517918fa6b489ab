#include "attempts.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/fanotify.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <fcntl.h>
#include <netdb.h>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <thread>

namespace hostile {
namespace {

constexpr const char* kReadable = "/etc/hosts";

bool can_open(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
  return file >= 0;
}

bool can_make_socket(int family, int kind = SOCK_STREAM, int protocol = 0) {
  const int made = ::socket(family, kind | SOCK_CLOEXEC, protocol);
  if (made >= 0) ::close(made);
  return made >= 0;
}

bool can_set(int command, long argument) {
  const int file = ::open(kReadable, O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::fcntl(file, command, argument) == 0;
  if (file >= 0) ::close(file);
  return done;
}

/// Another program's messages go to it.
bool can_serve() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return false;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  const bool bound = ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  const bool listens = ::listen(listener, 1) == 0;  // binds by itself
  ::close(listener);
  return bound || listens;
}

bool can_look_up(int flags) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = flags;
  addrinfo* found = nullptr;
  if (::getaddrinfo("localhost", "imaps", &wanted, &found) != 0) return false;
  ::freeaddrinfo(found);
  return true;
}

bool can_start_thread() {
  bool ran = false;
  std::thread([&] { ran = true; }).join();
  return ran;
}

}  // namespace

std::vector<Attempt> on_files_and_network() {
  return {
      {"write_tmp", [](pid_t) { return can_open("/tmp/frontdesk-hostile", O_WRONLY | O_CREAT); }},
      {"unnamed_file", [](pid_t) { return can_open("/tmp", O_TMPFILE | O_RDWR); }},
      {"append", [](pid_t) { return can_open(kReadable, O_WRONLY | O_APPEND); }},
      {"read_passwd", [](pid_t) { return can_open("/etc/passwd", O_RDONLY); }},
      {"read_other_process",
       [](pid_t daemon) { return can_open("/proc/" + std::to_string(daemon) + "/environ", O_RDONLY); }},
      {"read_memory_of_other_process",
       [](pid_t daemon) { return can_open("/proc/" + std::to_string(daemon) + "/mem", O_RDWR); }},
      {"make_folder", [](pid_t) { return ::mkdir("/tmp/frontdesk-hostile-folder", 0700) == 0; }},
      {"remove", [](pid_t) { return ::unlink("/tmp/frontdesk-nothing") == 0 || errno == ENOENT; }},
      {"lease", [](pid_t) { return can_set(F_SETLEASE, F_RDLCK); }},
      {"watch_folder", [](pid_t) { return can_set(F_NOTIFY, 1); }},
      {"lock_file",
       [](pid_t) {
         const int file = ::open(kReadable, O_RDONLY | O_CLOEXEC);
         return file >= 0 && ::flock(file, LOCK_SH) == 0;
       }},
      {"pipe_size",
       [](pid_t) {
         int ends[2];
         return ::pipe(ends) == 0 && ::fcntl(ends[0], F_SETPIPE_SZ, 1 << 20) >= 0;
       }},
      {"inotify", [](pid_t) { return ::inotify_init1(IN_CLOEXEC) >= 0; }},
      {"fanotify", [](pid_t) { return ::fanotify_init(FAN_REPORT_FID, O_RDONLY) >= 0; }},
      {"unix_socket", [](pid_t) { return can_make_socket(AF_UNIX); }},
      {"unix_datagrams",
       [](pid_t) {
         int pair[2];
         return ::socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0;
       }},
      {"netlink", [](pid_t) { return can_make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE); }},
      {"netlink_events", [](pid_t) { return can_make_socket(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT); }},
      {"packet_socket", [](pid_t) { return can_make_socket(AF_PACKET, SOCK_RAW); }},
      {"raw_socket", [](pid_t) { return can_make_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); }},
      {"crypto_socket", [](pid_t) { return can_make_socket(AF_ALG, SOCK_SEQPACKET); }},
      {"machine_socket", [](pid_t) { return can_make_socket(AF_VSOCK); }},
      {"other_protocol", [](pid_t) { return can_make_socket(AF_INET, SOCK_STREAM, 262); }},
      {"listen", [](pid_t) { return can_serve(); }},
  };
}

std::vector<Attempt> lawful() {
  return {
      {"read_certificates", [](pid_t) { return can_open("/etc/ssl", O_RDONLY | O_DIRECTORY); }},
      {"internet_socket", [](pid_t) { return can_make_socket(AF_INET); }},
      {"datagrams", [](pid_t) { return can_make_socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP); }},
      {"look_up", [](pid_t) { return can_look_up(0); }},
      {"look_up_by_own_addresses", [](pid_t) { return can_look_up(AI_ADDRCONFIG); }},
      {"thread", [](pid_t) { return can_start_thread(); }},
      {"timer", [](pid_t) { return ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC) >= 0; }},
      {"memory", [](pid_t) { return std::malloc(std::size_t{1} << 20) != nullptr; }},
      {"stream_pair",
       [](pid_t) {
         int pair[2];
         return ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0;
       }},
  };
}

}  // namespace hostile
