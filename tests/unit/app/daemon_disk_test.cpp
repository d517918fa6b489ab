// The daemon on a disk that does not do its part: full, or with another program in the database.
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <utility>

#include "app/control/protocol.h"
#include "unit/app/daemon_fixture.h"
#include "unit/app/failing_disk_fixture.h"

namespace frontdesk::app {
namespace {

namespace fs = std::filesystem;
using test::DaemonFolder;
using test::DaemonProcess;
using test::FailingDiskOfDaemon;

json::Value status_of(const DaemonFolder& folder) {
  json::Value status;
  const auto asked = call_daemon(folder.socket(), "status", {}, [&](const json::Value& row) { status = row; });
  EXPECT_TRUE(asked) << asked.error().message;
  return status;
}

Result<void> add_user(const DaemonFolder& folder, const char* name) {
  json::Value roles{json::Array{}};
  json::Value args;
  args.set("name", name).set("display_name", name).set("roles", roles.push("agent"));
  return call_daemon(folder.socket(), "user.add", args.set("password", "purple lighthouse 42"),
                     [](const json::Value&) {});
}

/// How often the most frequent line of the log was said, whatever its figures.
int most_repeated(const std::string& log) {
  std::map<std::string, int> lines;
  std::string line;
  for (const char c : log) {
    if (c == '\n')
      ++lines[std::exchange(line, {})];
    else if (c < '0' || c > '9')
      line.push_back(c);
  }
  int most = 0;
  for (const auto& [text, times] : lines) most = std::max(most, times);
  return most;
}

/// A program that holds the database, as `sqlite3 frontdesk.db 'BEGIN EXCLUSIVE'` does.
class Holder {
 public:
  explicit Holder(const std::string& file) {
    EXPECT_EQ(sqlite3_open(file.c_str(), &database_), SQLITE_OK);
    sqlite3_busy_timeout(database_, 10'000);
    EXPECT_EQ(sqlite3_exec(database_, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() {
    sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    // Not closed before the daemon opens it again: a last connection would empty the log.
    sqlite3_close(database_);
  }

 private:
  sqlite3* database_ = nullptr;
};

TEST(DaemonDisk, a_database_held_by_another_program_is_told_once_acknowledges_nothing_and_passes_by_itself) {
  const DaemonFolder folder;
  DaemonProcess program(folder.site_file());
  program.read_until("frontdeskd is ready");
  {
    const Holder holder(folder.file("data/frontdesk.db"));
    program.read_until("the store takes no writes");
    const json::Value status = status_of(folder);
    EXPECT_FALSE(status.get("writable").as_bool());
    EXPECT_NE(status.get("reason").as_string().find("another program holds the database"), std::string::npos)
        << json::serialize(status);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(add_user(folder, "lin").error().code, ErrorCode::kUnavailable);
  }
  program.read_until("the store takes writes again");
  EXPECT_TRUE(status_of(folder).get("writable").as_bool());
  EXPECT_TRUE(add_user(folder, "lin"));
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_LE(most_repeated(program.output()), 2) << program.output();
}

/// A small disk of its own below the folder; what is not allowed to mount skips its test.
class SmallDisk {
 public:
  explicit SmallDisk(std::string path) : path_(std::move(path)) {
    fs::create_directories(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=16m") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool is_mounted() const { return mounted_; }
  [[nodiscard]] std::string filler(int number) const { return path_ + "/filler-" + std::to_string(number); }
  void fill(int number = 0) const {
    std::ofstream out(filler(number), std::ios::binary);
    out << std::unitbuf;
    const std::string block(4096, 'x');
    while (out) out << block;
  }
  void make_room() const {
    for (int number = 0; fs::remove(filler(number)); ++number) {
    }
  }

 private:
  const std::string path_;
  bool mounted_ = false;
};

TEST(DaemonDisk, starts_on_a_full_disk_to_be_read_and_takes_writes_by_itself_when_there_is_room) {
  const DaemonFolder folder;
  const SmallDisk disk(folder.file("data"));
  if (!disk.is_mounted()) GTEST_SKIP() << "may not mount";
  {
    DaemonProcess first(folder.site_file());
    first.read_until("frontdeskd is ready");
    ASSERT_TRUE(add_user(folder, "lin"));
    first.signal(SIGTERM);
    ASSERT_EQ(first.wait(), 0);
  }
  disk.fill();
  DaemonProcess program(folder.site_file());
  program.read_until("frontdeskd is ready");
  // The reserve: people work, mails wait.
  EXPECT_TRUE(add_user(folder, "mei"));
  EXPECT_TRUE(status_of(folder).get("writable").as_bool());
  EXPECT_FALSE(status_of(folder).get("takes_mail").as_bool());
  disk.fill(1);
  for (int i = 0; i < 3; ++i) {
    const auto added = add_user(folder, "wei");
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::kUnavailable) << added.error().message;
    EXPECT_NE(added.error().message.find("the disk is full: "), std::string::npos) << added.error().message;
  }
  std::string users;
  EXPECT_TRUE(call_daemon(folder.socket(), "user.list", {},
                          [&](const json::Value& row) { users += row.get("name").as_string(); }));
  EXPECT_EQ(users, "linmei");
  const json::Value status = status_of(folder);
  EXPECT_FALSE(status.get("writable").as_bool());
  EXPECT_NE(status.get("reason").as_string().find("the disk is full: "), std::string::npos) << json::serialize(status);
  disk.make_room();
  program.read_until("the store takes writes again");
  EXPECT_TRUE(add_user(folder, "wei"));
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_LE(most_repeated(program.output()), 3) << program.output();
}

/// Whether it came up; ends it in either case, which must be in order.
bool starts_and_ends(DaemonProcess& program) {
  const bool is_ready = program.read_until("frontdeskd ").find("frontdeskd is ready") != std::string::npos;
  if (is_ready) program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), is_ready ? 0 : 69) << program.output();  // EX_UNAVAILABLE
  return is_ready;
}

// N-01. FRONTDESK_EVERY_FAULT=1 tries every call instead of a few.
TEST(DaemonDisk, a_first_start_that_the_disk_fails_is_refused_in_words_or_good_and_the_next_one_is_good) {
  std::int64_t calls = 0;
  {
    const DaemonFolder folder;
    FailingDiskOfDaemon disk(folder);
    EXPECT_TRUE(starts_and_ends(*disk.start(folder)));
    calls = disk.control().calls;
  }
  ASSERT_GT(calls, 50) << "the library does not reach the daemon";
  const std::int64_t stride = std::getenv("FRONTDESK_EVERY_FAULT") != nullptr ? 1 : calls / 4;
  for (const int error : {EIO, ENOSPC}) {
    for (std::int64_t n = error == EIO ? 1 : 2; n <= calls; n += stride) {
      SCOPED_TRACE("call " + std::to_string(n) + " of " + std::to_string(calls) + ", errno " + std::to_string(error));
      const DaemonFolder folder;
      FailingDiskOfDaemon disk(folder);
      disk.control().arm(n, error == EIO ? n : calls * 10, error);
      const bool first_was_good = starts_and_ends(*disk.start(folder));
      disk.control().disarm();
      EXPECT_TRUE(first_was_good || disk.control().failed > 0);
      const bool was_anchored = fs::exists(folder.file("data/audit.anchor"));
      DaemonProcess next(folder.site_file());
      next.read_until("frontdeskd is ready");
      // Records that no anchor was ever kept for are an alarm, as they should be.
      const json::Value status = status_of(folder);
      EXPECT_TRUE(status.get("audit_intact").as_bool() || !was_anchored) << json::serialize(status);
      EXPECT_TRUE(add_user(folder, "lin"));
      next.signal(SIGTERM);
      EXPECT_EQ(next.wait(), 0);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

struct RefusedStart {
  const char* name;
  std::function<void(const DaemonFolder&)> make;
  const char* told;
};

/// Lines that are no warnings of folders that are missing.
int complaints(const std::string& log) {
  std::istringstream lines(log);
  int count = 0;
  for (std::string line; std::getline(lines, line);) count += line.starts_with("<4>") ? 0 : 1;
  return count;
}

/// Every path below the folder with its size.
std::map<std::string, std::uintmax_t> contents(const std::string& path) {
  std::map<std::string, std::uintmax_t> all;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    all[entry.path().string()] = entry.is_regular_file() ? entry.file_size() : 0;
  return all;
}

TEST(DaemonDisk, a_refused_start_says_why_in_one_line_and_leaves_everything_as_it_was) {
  const RefusedStart cases[] = {
      {"no configuration", [](const DaemonFolder& folder) { fs::remove(folder.site_file()); }, "site.yaml"},
      {"a folder instead",
       [](const DaemonFolder& folder) {
         fs::remove(folder.site_file());
         fs::create_directory(folder.site_file());
       },
       "site.yaml"},
      {"no YAML", [](const DaemonFolder& folder) { folder.write("site.yaml", "{{{{"); }, "site.yaml"},
      {"the data directory is a file", [](const DaemonFolder& folder) { folder.write("data", "mine"); }, "data"},
      {"the data directory lies nowhere",
       [](const DaemonFolder& folder) {
         folder.write("site.yaml", "data_directory: " + folder.file("missing/deeper/data") +
                                       "\nsocket: " + folder.socket() + "\nprofile: " + folder.file("sop.yaml") +
                                       "\nlisten: {port: 0}\n");
       },
       "missing/deeper/data"},
      {"the socket is a file", [](const DaemonFolder& folder) { folder.write("socket", "mine"); }, "socket"},
      {"the database is a folder",
       [](const DaemonFolder& folder) { fs::create_directories(folder.file("data/frontdesk.db")); }, "data"},
  };
  for (const RefusedStart& each : cases) {
    SCOPED_TRACE(each.name);
    const DaemonFolder folder;
    each.make(folder);
    const auto before = contents(folder.path());
    DaemonProcess program(folder.site_file());
    EXPECT_NE(program.wait(), 0);
    EXPECT_NE(program.output().find(each.told), std::string::npos) << program.output();
    EXPECT_EQ(complaints(program.output()), 1) << program.output();
    EXPECT_EQ(contents(folder.path()), before);
  }
}

}  // namespace
}  // namespace frontdesk::app
