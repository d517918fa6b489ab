// Killed at any moment, the store keeps what it acknowledged and never half a unit.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <random>
#include <vector>

#include "storage/blob/store.h"
#include "storage/search/index.h"
#include "storage/sql/connection.h"
#include "storage/sql/migration.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Runs `work` in a process of its own, kills that after `life`, and returns every number it had reported by then.
class Victim {
 public:
  using Report = std::function<void(std::int64_t)>;
  enum class LifeFrom { kStart, kFirstReport };

  static std::vector<std::int64_t> run(const std::function<void(const Report&)>& work, milliseconds life,
                                       LifeFrom from = LifeFrom::kStart) {
    std::array<int, 2> pipe_ends{};
    if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) {
      work([&](std::int64_t number) {
        if (::write(pipe_ends[1], &number, sizeof number) != sizeof number) ::_exit(2);
      });
      ::_exit(0);
    }
    ::close(pipe_ends[1]);
    auto reported = read_and_kill(pipe_ends[0], child, life, from);
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return reported;
  }

 private:
  static std::vector<std::int64_t> read_and_kill(int pipe, pid_t child, milliseconds life, LifeFrom from) {
    std::vector<std::int64_t> numbers;
    bool killed = false;
    auto end = steady_clock::now() + (from == LifeFrom::kStart ? life : kLongestStart);
    while (true) {
      const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now()).count();
      if (left <= 0 && !killed) {
        ::kill(child, SIGKILL);
        killed = true;
      }
      pollfd ready{pipe, POLLIN, 0};
      if (::poll(&ready, 1, killed ? -1 : static_cast<int>(left)) == 0) continue;
      std::int64_t number = 0;
      if (::read(pipe, &number, sizeof number) != sizeof number) return numbers;
      if (numbers.empty() && from == LifeFrom::kFirstReport) end = steady_clock::now() + life;
      numbers.push_back(number);
    }
  }

  static constexpr milliseconds kLongestStart{120'000};
};

class CrashTest : public ::testing::Test {
 protected:
  [[nodiscard]] StoreOptions options() const {
    StoreOptions options;
    options.directory = directory_.path() + "/data";
    options.cache_mib = 8;
    return options;
  }
  TemporaryDirectory directory_;
  test::FakeClock clock_;
};

std::string content_of(std::int64_t number) { return "sealed original " + std::to_string(number); }

/// One unit with rows in two tables, bytes in a segment and an entry in the index.
Result<void> put_unit(Store& store, Tx& tx, std::int64_t number) {
  const std::string name = std::to_string(number);
  if (auto done = tx.execute("INSERT INTO counter (name, value) VALUES (?1, ?2)", name, number); !done) return done;
  auto done = store.blobs().put(tx, BlobId{number}, as_bytes(content_of(number)), 1, Micros{1});
  if (!done) return done;
  if (done = index_message(tx, MessageId{number}, {.text = "索引" + name}); !done) return done;
  return tx.execute("INSERT INTO setting (name, value, version, updated_at) VALUES (?1, '', 1, 1)", name);
}

void write_without_end(const StoreOptions& options, const Clock& clock, std::int64_t first,
                       const Victim::Report& report) {
  auto store = Store::open(options, clock);
  if (!store) ::_exit(3);
  for (std::int64_t number = first;; ++number) {
    (*store)->write(
        [&store, number](Tx& tx) -> Result<void> {
          auto done = put_unit(**store, tx, number);
          if (done.ok() && number % 7 == 0) return Error{ErrorCode::kInvalid, "undone on purpose"};
          return done;
        },
        [&report, number](const Result<void>& result) {
          if (result.ok()) report(number);
        });
  }
}

Result<std::int64_t> value(ReadTx& tx, const char* sql) {
  auto row = tx.query(sql);
  auto found = row.step();
  if (!found) return std::move(found).error();
  return row.integer(0);
}

void expect_whole_units(Store& store, const std::vector<std::int64_t>& acknowledged) {
  auto checked = store.read([&](ReadTx& tx) -> Result<bool> {
    for (const std::int64_t number : acknowledged) {
      auto bytes = store.blobs().get(tx, BlobId{number});
      if (!bytes) return std::move(bytes).error();
      EXPECT_EQ(to_string(*bytes), content_of(number));
    }
    for (const char* sql : {"SELECT count(*) FROM setting", "SELECT count(*) FROM blob",
                            "SELECT count(*) FROM search WHERE search MATCH '\"索引\"'"}) {
      EXPECT_EQ(*value(tx, sql), *value(tx, "SELECT count(*) FROM counter WHERE name <> 'store.probe'")) << sql;
    }
    EXPECT_EQ(*value(tx, "SELECT count(*) FROM counter WHERE value % 7 = 0"), 0);
    EXPECT_EQ(*value(tx,
                     "SELECT count(*) FROM counter c LEFT JOIN blob b ON b.id = c.value "
                     "LEFT JOIN setting s ON s.name = c.name WHERE b.id IS NULL OR s.name IS NULL"),
              0);
    return true;
  });
  EXPECT_TRUE(checked.ok()) << (checked.ok() ? "" : checked.error().message);
}

// N-01
TEST_F(CrashTest, acknowledged_units_survive_a_kill_at_any_moment) {
  std::mt19937 random(20240315);  // NOLINT(cert-msc51-cpp): repeatable on purpose
  std::vector<std::int64_t> acknowledged;
  std::int64_t first = 1;
  for (int round = 0; round < 30; ++round) {
    const auto reported =
        Victim::run([&](const Victim::Report& report) { write_without_end(options(), clock_, first, report); },
                    milliseconds(1 + static_cast<int>(random() % 60)),
                    round % 3 == 0 ? Victim::LifeFrom::kStart : Victim::LifeFrom::kFirstReport);
    acknowledged.insert(acknowledged.end(), reported.begin(), reported.end());
    auto store = Store::open(options(), clock_);
    ASSERT_TRUE(store.ok()) << store.error().message;
    ASSERT_NO_FATAL_FAILURE(expect_whole_units(**store, acknowledged));
    first = *(*store)->read([](ReadTx& tx) { return value(tx, "SELECT coalesce(max(value), 0) + 1 FROM counter"); });
  }
  EXPECT_GE(acknowledged.size(), 20u);
}

// N-17, P-21
TEST_F(CrashTest, killed_migration_is_before_or_after) {
  static constexpr Migration kSmall{1, "0001_small", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT;"};
  static constexpr Migration kLong{
      2, "0002_long",
      "CREATE TABLE many (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
      "INSERT INTO many SELECT value, hex(value) FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL "
      "SELECT value + 1 FROM n WHERE value < 60000) SELECT value FROM n);"
      "CREATE INDEX many_text ON many(text);"};
  std::mt19937 random(11);  // NOLINT(cert-msc51-cpp)
  for (int round = 0; round < 12; ++round) {
    const std::string path = directory_.path() + "/m" + std::to_string(round) + ".db";
    Victim::run(
        [&](const Victim::Report&) {
          auto connection = Connection::open(path, Connection::Mode::kWriter, 256);
          if (connection) static_cast<void>(migrate(**connection, std::array{kSmall, kLong}, clock_));
        },
        milliseconds(2 + static_cast<int>(random() % 80)));
    auto connection = Connection::open(path, Connection::Mode::kWriter, 256);
    ASSERT_TRUE(connection.ok());
    auto version = migrate(**connection, std::array{kSmall, kLong}, clock_);
    ASSERT_TRUE(version.ok()) << version.error().message;
    EXPECT_EQ(*version, 2);
    ReadTx tx(**connection);
    EXPECT_EQ(*value(tx, "SELECT count(*) FROM many"), 60000);
    EXPECT_EQ(*value(tx, "SELECT count(*) FROM schema_migration"), 2);
  }
}

/// The file size limit makes writes fail the way a broken disk does.
// N-01, P-04
TEST_F(CrashTest, input_output_error_stops_acknowledging_for_good) {
  const auto reported = Victim::run(
      [&](const Victim::Report& report) {
        ::signal(SIGXFSZ, SIG_IGN);
        auto store = Store::open(options(), clock_);
        if (!store) ::_exit(3);
        const auto put = [&](std::int64_t number) {
          return (*store)->write_and_wait([&](Tx& tx) { return put_unit(**store, tx, number); }).ok();
        };
        report(put(1) ? 1 : -1);
        const rlimit64 little{4096, RLIM64_INFINITY};
        ::setrlimit64(RLIMIT_FSIZE, &little);
        report(put(2) ? 2 : -2);
        const rlimit64 enough{RLIM64_INFINITY, RLIM64_INFINITY};
        ::setrlimit64(RLIMIT_FSIZE, &enough);
        report(put(3) ? 3 : -3);
        report((*store)->is_writable() ? 4 : -4);
      },
      milliseconds(120'000));
  EXPECT_EQ(reported, (std::vector<std::int64_t>{1, -2, -3, -4}));
  auto store = Store::open(options(), clock_);
  ASSERT_TRUE(store.ok());
  expect_whole_units(**store, {1});
}

}  // namespace
}  // namespace frontdesk::storage
