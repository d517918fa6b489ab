// The program frontdesk-audit as an auditor runs it: exit codes and what it prints.
#include <filesystem>
#include <fstream>

#include <sys/wait.h>

#include "frontdesk/json.h"
#include "unit/audit/sample_export.h"

namespace frontdesk::audit::test {
namespace {

class ProgramTest : public testing::Test {
 protected:
  struct Outcome {
    int exit_code = -1;
    std::string output;
  };

  ProgramTest() {
    std::string pattern = testing::TempDir() + "auditXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    write("key", key_.public_key_text());
  }
  ~ProgramTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view content) { std::ofstream(folder_ + "/" + name) << content; }
  void write_export(const SampleExport& sample) {
    std::string content;
    for (const std::string& line : sample.lines()) content += line + "\n";
    write("export", content);
  }
  Outcome run(const std::string& options) {
    const std::string command = "cd '" + folder_ + "' && " FRONTDESK_AUDIT_PROGRAM " verify --json " + options;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    Outcome outcome;
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) outcome.output += buffer.data();
    outcome.exit_code = WEXITSTATUS(::pclose(pipe));
    return outcome;
  }

  std::string folder_;
  SigningKey key_ = *SigningKey::generate();
};

TEST_F(ProgramTest, intact_export_exits_with_0) {
  write_export(make_export(key_, 50, 20));
  const Outcome outcome = run("--export export --public-key key");
  EXPECT_EQ(outcome.exit_code, 0);
  const json::Parsed parsed = json::parse(outcome.output);
  ASSERT_TRUE(parsed.value) << outcome.output;
  EXPECT_EQ(parsed.value->get("result").as_string(), "intact");
  EXPECT_EQ(parsed.value->get("records").as_int(), 50);
}

TEST_F(ProgramTest, broken_export_exits_with_1_and_names_the_record) {
  SampleExport sample = make_export(key_, 50, 20);
  sample.records[16][30] ^= 4;
  write_export(sample);
  const Outcome outcome = run("--export export --public-key key");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(json::parse(outcome.output).value->get("first_bad").as_int(), 17);
}

TEST_F(ProgramTest, trail_shorter_than_the_anchor_exits_with_1) {
  write("anchor", make_export(key_, 50, 20).checkpoints[50]);
  write_export(make_export(key_, 40, 20));
  EXPECT_EQ(run("--export export --public-key key").exit_code, 0);
  EXPECT_EQ(run("--export export --public-key key --anchor anchor").exit_code, 1);
}

TEST_F(ProgramTest, unusable_input_exits_with_2) {
  write_export(make_export(key_, 5, 20));
  write("empty", "");
  EXPECT_EQ(run("--export missing --public-key key").exit_code, 2);
  EXPECT_EQ(run("--export empty --public-key key").exit_code, 2);
  EXPECT_EQ(run("--export export --public-key empty").exit_code, 2);
  EXPECT_EQ(run("--export export --public-key key --anchor empty").exit_code, 2);
  EXPECT_EQ(run("--export export 2>/dev/null").exit_code, 2);
}

}  // namespace
}  // namespace frontdesk::audit::test
