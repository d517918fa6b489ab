#include "privacy/mask_lines.h"

#include <gtest/gtest.h>

#include <sstream>

namespace frontdesk::privacy {
namespace {

struct Outcome {
  std::string out;
  int status;
};
Outcome run(const std::string& input, Profile profile = Profile::kSop) {
  std::istringstream in(input);
  std::ostringstream out;
  const int status = mask_lines(in, out, profile);
  return {out.str(), status};
}

TEST(MaskLines, masks_each_line_in_order) {
  const Outcome result = run("{\"id\":\"a\",\"text\":\"打 13800138000\"}\n{\"id\":2,\"text\":\"hello\"}\n");
  EXPECT_EQ(result.out,
            "{\"id\":\"a\",\"masked\":\"打 *******8000\",\"spans\":[{\"start\":2,\"end\":13,\"type\":\"mobile\"}]}\n"
            "{\"id\":2,\"masked\":\"hello\",\"spans\":[]}\n");
  EXPECT_EQ(result.status, 0);
}

TEST(MaskLines, uses_the_profile) {
  EXPECT_NE(run("{\"id\":1,\"text\":\"13800138000\"}", Profile::kCommon).out.find("138****8000"), std::string::npos);
}

TEST(MaskLines, bad_lines_are_reported_in_place) {
  const Outcome result = run("nonsense\n\n{\"id\":7}\n[1]\n{\"id\":8,\"text\":\"ok\"}\n");
  std::istringstream lines(result.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line.rfind("{\"id\":null,\"error\":", 0), 0U) << line;
  std::getline(lines, line);
  EXPECT_EQ(line.rfind("{\"id\":7,\"error\":", 0), 0U) << line;
  std::getline(lines, line);
  EXPECT_EQ(line.rfind("{\"id\":null,\"error\":", 0), 0U) << line;
  std::getline(lines, line);
  EXPECT_EQ(line, "{\"id\":8,\"masked\":\"ok\",\"spans\":[]}");
  EXPECT_EQ(result.status, 1);
}

TEST(MaskLines, nothing_in_nothing_out) {
  EXPECT_EQ(run("").out, "");
  EXPECT_EQ(run("").status, 0);
}

}  // namespace
}  // namespace frontdesk::privacy
