#include "unit/app/daemon_fixture.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace frontdesk::app::test {

DaemonFolder::DaemonFolder() {
  char name[] = "/tmp/frontdesk-daemon-XXXXXX";
  path_ = ::mkdtemp(name);
  std::filesystem::copy_file(FRONTDESK_SOURCE_DIR "/config/profile/sop.yaml", file("sop.yaml"));
  std::filesystem::create_directory(file("plugins"));
  write_site();
}

DaemonFolder::~DaemonFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void DaemonFolder::write_site(const std::string& listen, const std::string& rest) const {
  write("site.yaml", "listen:\n  port: 0\n" + listen + "data_directory: " + file("data") + "\nsocket: " + socket() +
                         "\nweb_root: " + file("web") + "\nprofile: " + file("sop.yaml") +
                         "\nplugins: {directories: [" + file("plugins") + "], host: " + file("host") + "}\n" + rest);
}

void DaemonFolder::write(const std::string& name, const std::string& content) const {
  std::ofstream(file(name), std::ios::binary) << content;
}

std::string DaemonFolder::read(const std::string& name) const {
  std::ifstream in(file(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

SiteConfig DaemonFolder::config() const {
  ConfigReading reading = read_site_config(site_file());
  for (const ConfigMistake& mistake : reading.mistakes) ADD_FAILURE() << to_text(site_file(), mistake);
  return reading.config;
}

namespace {

void hand_over(int listening) {
  constexpr int kFirst = 3;
  if (listening < 0) return;
  if (listening == kFirst)
    ::fcntl(kFirst, F_SETFD, 0);
  else
    ::dup2(listening, kFirst);
  ::setenv("LISTEN_FDS", "1", 1);
  ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
}

}  // namespace

DaemonProcess::DaemonProcess(const std::string& site_file, bool check_only, int listening) {
  int ends[2];
  if (::pipe(ends) != 0) return;
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    hand_over(listening);
    const std::string config = "--config=" + site_file;
    ::execl(FRONTDESK_DAEMON, "frontdeskd", config.c_str(), check_only ? "--check-config" : nullptr, nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  out_ = ends[0];
}

DaemonProcess::~DaemonProcess() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    wait();
  }
  if (out_ >= 0) ::close(out_);
}

void DaemonProcess::signal(int number) const { ::kill(pid_, number); }

bool DaemonProcess::read_more() {
  pollfd waits{out_, POLLIN, 0};
  if (::poll(&waits, 1, 120'000) != 1) return false;
  char chunk[4096];
  const ssize_t got = ::read(out_, chunk, sizeof chunk);
  if (got <= 0) return false;
  output_.append(chunk, static_cast<std::size_t>(got));
  return true;
}

std::string DaemonProcess::read_until(const std::string& words) {
  std::size_t found = 0;
  while ((found = output_.find(words, seen_)) == std::string::npos || output_.find('\n', found) == std::string::npos) {
    if (read_more()) continue;
    ADD_FAILURE() << "frontdeskd never said '" << words << "', but:\n" << output_;
    return {};
  }
  const std::size_t end = output_.find('\n', found) + 1;
  std::string text = output_.substr(seen_, end - seen_);
  seen_ = end;
  return text;
}

void DaemonProcess::read_to_ready_or_end() {
  while (output_.find("frontdeskd is ready") == std::string::npos && read_more()) {
  }
}

int DaemonProcess::wait() {
  while (read_more()) {
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace frontdesk::app::test
