#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <sstream>

#include "app/control_protocol.h"
#include "app/control_server.h"
#include "app/row_printer.h"

namespace frontdesk::app {
namespace {

class ControlTest : public ::testing::Test {
 protected:
  ControlTest() {
    char name[] = "/tmp/frontdesk-control-XXXXXX";
    directory_ = ::mkdtemp(name);
    CommandTable table;
    table["echo"] = [](const json::Value& args, const RowSink& row) -> Result<void> {
      row(args);
      row(args);
      return {};
    };
    table["fail"] = [](const json::Value&, const RowSink&) -> Result<void> {
      return Error{ErrorCode::kNotFound, "no such thing"};
    };
    table["throw"] = [](const json::Value&, const RowSink&) -> Result<void> { throw std::runtime_error("unexpected"); };
    server_ = std::make_unique<ControlServer>(std::move(table));
    EXPECT_TRUE(server_->start(path()));
  }
  ~ControlTest() override {
    server_.reset();
    std::filesystem::remove_all(directory_);
  }
  [[nodiscard]] std::string path() const { return directory_ + "/socket"; }

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

TEST(RowPrinter, writes_json_lines) {
  std::ostringstream out;
  RowPrinter printer(out, true);
  json::Value row;
  printer.print(row.set("a", 1));
  EXPECT_EQ(out.str(), "{\"a\":1}\n");
}

}  // namespace
}  // namespace frontdesk::app
