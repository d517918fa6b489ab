#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <latch>
#include <sstream>
#include <string>

#include "app/cli/row_printer.h"
#include "app/control/protocol.h"
#include "app/control/server.h"

namespace frontdesk::app {
namespace {

class ControlTest : public ::testing::Test {
 protected:
  ControlTest() {
    char name[] = "/tmp/frontdesk-control-XXXXXX";
    directory_ = ::mkdtemp(name);
    CommandTable table;
    table["echo"] = [](const json::Value& args, const RowSink& row) -> Result<void> {
      if (auto sent = row(args); !sent) return sent;
      return row(args);
    };
    table["fail"] = [](const json::Value&, const RowSink&) -> Result<void> {
      return Error{ErrorCode::kNotFound, "no such thing"};
    };
    table["throw"] = [](const json::Value&, const RowSink&) -> Result<void> { throw std::runtime_error("unexpected"); };
    table["flood"] = [this](const json::Value&, const RowSink& row) -> Result<void> {
      json::Value wide;
      wide.set("text", std::string(100'000, 'x'));
      for (int i = 0; i < 1000; ++i) {
        if (auto sent = row(wide); !sent) {
          flood_ended_with_ = sent.error().code;
          flood_over_.count_down();
          return sent;
        }
      }
      flood_over_.count_down();
      return {};
    };
    server_ = std::make_unique<ControlServer>(std::move(table), patience_);
    EXPECT_TRUE(server_->start(path()));
  }
  ~ControlTest() override {
    server_.reset();
    std::filesystem::remove_all(directory_);
  }
  [[nodiscard]] std::string path() const { return directory_ + "/socket"; }

  const std::chrono::milliseconds patience_{300};
  std::atomic<ErrorCode> flood_ended_with_{ErrorCode::kInternal};
  std::latch flood_over_{1};
  std::string directory_;
  std::unique_ptr<ControlServer> server_;
};

TEST_F(ControlTest, rows_come_back_in_order) {
  json::Value args;
  args.set("a", "退款");
  std::vector<json::Value> rows;
  ASSERT_TRUE(call_daemon(path(), "echo", args, [&](const json::Value& row) { rows.push_back(row); }));
  EXPECT_EQ(rows, (std::vector<json::Value>{args, args}));
}

TEST_F(ControlTest, errors_keep_their_code_and_words) {
  const auto failed = call_daemon(path(), "fail", {}, [](const json::Value&) {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(failed.error().message, "no such thing");
  EXPECT_EQ(call_daemon(path(), "throw", {}, [](const json::Value&) {}).error().code, ErrorCode::kInternal);
  EXPECT_EQ(call_daemon(path(), "unknown", {}, [](const json::Value&) {}).error().code, ErrorCode::kInvalid);
}

TEST_F(ControlTest, only_the_owner_may_connect_and_a_second_daemon_is_refused) {
  const auto mode = std::filesystem::status(path()).permissions();
  EXPECT_EQ(mode & std::filesystem::perms(0177), std::filesystem::perms::none);
  ControlServer second({});
  EXPECT_EQ(second.start(path()).error().code, ErrorCode::kConflict);
}

// Whatever is no socket belongs to somebody.
TEST_F(ControlTest, what_stands_at_the_path_of_the_socket_and_is_no_socket_is_left_alone) {
  const std::string precious = directory_ + "/precious", folder = directory_ + "/folder", link = directory_ + "/link";
  std::ofstream(precious) << "do not delete me";
  std::filesystem::create_directory(folder);
  std::filesystem::create_symlink(precious, link);
  for (const std::string& taken : {precious, folder, link}) {
    ControlServer daemon({});
    const auto started = daemon.start(taken);
    ASSERT_FALSE(started) << taken;
    EXPECT_EQ(started.error().code, ErrorCode::kConflict);
    EXPECT_NE(started.error().message.find(taken), std::string::npos) << started.error().message;
    daemon.stop();
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::symlink_status(taken))) << taken;
  }
  std::string content;
  std::getline(std::ifstream(precious) >> std::ws, content);
  EXPECT_EQ(content, "do not delete me");
}

TEST_F(ControlTest, the_socket_of_a_daemon_that_was_killed_makes_room_and_a_file_put_there_since_stays) {
  const std::string left = directory_ + "/left";
  { ASSERT_TRUE(UnixSocket::listen(left)); }  // closed, but its name stays, as after a kill
  ASSERT_TRUE(std::filesystem::exists(left));
  ControlServer next({});
  ASSERT_TRUE(next.start(left));
  std::filesystem::remove(left);
  std::ofstream(left) << "mine";
  next.stop();
  EXPECT_TRUE(std::filesystem::exists(left));
}

UnixSocket begin_flood(const std::string& path) {
  auto client = UnixSocket::connect(path);
  EXPECT_TRUE(client);
  EXPECT_TRUE(client->write("{\"command\":\"flood\",\"args\":{}}\n"));
  EXPECT_TRUE(client->read_line(kMostLineBytes, std::chrono::seconds(5)));
  return std::move(*client);
}

TEST_F(ControlTest, a_reader_that_pauses_too_long_gets_no_closing_line) {
  UnixSocket client = begin_flood(path());
  flood_over_.wait();
  EXPECT_EQ(flood_ended_with_, ErrorCode::kTimeout);
  std::size_t rows = 0;
  while (true) {
    const auto line = client.read_line(kMostLineBytes, std::chrono::seconds(5));
    ASSERT_TRUE(line);
    if (!*line) break;
    EXPECT_EQ((*line)->find("done"), std::string::npos);
    ++rows;
  }
  EXPECT_LT(rows, 1000U);
}

TEST_F(ControlTest, a_paused_reader_holds_up_no_other_command) {
  ControlServer patient({{"flood",
                          [](const json::Value& args, const RowSink& row) -> Result<void> {
                            while (true) {
                              if (auto sent = row(args); !sent) return sent;
                            }
                          }},
                         {"echo", [](const json::Value& args, const RowSink& row) { return row(args); }}});
  const std::string other = directory_ + "/other";
  ASSERT_TRUE(patient.start(other));
  const UnixSocket paused = begin_flood(other);
  EXPECT_TRUE(call_daemon(other, "echo", {}, [](const json::Value&) {}));
  const auto before = std::chrono::steady_clock::now();
  patient.stop();  // though the reader is within its 30 s
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST(CallDaemon, says_when_no_daemon_runs) {
  EXPECT_EQ(call_daemon("/tmp/frontdesk-no-such-socket", "status", {}, [](const json::Value&) {}).error().code,
            ErrorCode::kUnavailable);
}

TEST(RowPrinter, aligns_chinese_and_latin_columns) {
  std::ostringstream out;
  RowPrinter printer(out, false);
  json::Value first, second;
  first.set("name", "邮箱").set("state", "ok");
  second.set("name", "mail").set("state", nullptr);
  printer.print(first);
  printer.print(second);
  printer.finish();
  EXPECT_EQ(out.str(), "name  state  \n邮箱  ok     \nmail  -      \n");
}

TEST(RowPrinter, texts_that_do_not_fit_stand_in_full_below_their_row) {
  std::ostringstream out;
  RowPrinter printer(out, false);
  const std::string second(70, 'x');
  printer.print(json::parse(R"({"id":"1","text":"first\n)" + second + R"("})").value.value());
  printer.print(json::parse(R"({"id":"2","text":"short"})").value.value());
  printer.finish();
  EXPECT_NE(out.str().find("\n    first\n    " + second + "\n2   short"), std::string::npos) << out.str();
}

TEST(RowPrinter, shows_of_nested_rows_the_columns_that_fit) {
  std::ostringstream out;
  RowPrinter printer(out, false, {{"number", "owner.display_name", "clock.due_at"}, {"id", "event", "text"}});
  printer.print(
      json::parse(R"({"id":"7","number":"P1","owner":{"id":"3","display_name":"Lin"},"clock":null})").value.value());
  printer.print(json::parse(R"({"id":"8","text":"","event":{"kind":"assigned","from":"","to":"Lin"}})").value.value());
  printer.print(
      json::parse(R"({"role":"agent","roles":["a","b"],"rights":{"answer":"all","assign":"none"}})").value.value());
  printer.finish();
  EXPECT_EQ(out.str(),
            "number  owner  due_at  \nP1      Lin    -       \n"
            "id  event                  text  \n8   kind assigned, to Lin        \n"
            "role   roles  rights      \nagent  a, b   answer all  \n");
}

TEST(RowPrinter, writes_a_key_alone_or_as_json) {
  json::Value row;
  row.set("public_key", "frontdesk+1+abc");
  std::ostringstream plain, as_json;
  RowPrinter(plain, false).print(row);
  RowPrinter(as_json, true).print(row);
  EXPECT_EQ(plain.str(), "frontdesk+1+abc\n");
  EXPECT_EQ(as_json.str(), "{\"public_key\":\"frontdesk+1+abc\"}\n");
}

TEST(RowPrinter, writes_json_lines) {
  std::ostringstream out;
  RowPrinter printer(out, true);
  json::Value row;
  printer.print(row.set("a", 1));
  EXPECT_EQ(out.str(), "{\"a\":1}\n");
}

}  // namespace
}  // namespace frontdesk::app
