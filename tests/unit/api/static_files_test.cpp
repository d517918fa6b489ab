#include "api/static_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace frontdesk::api {
namespace {

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    std::filesystem::create_directories(root / "assets");
    write("index.html", "<!doctype html>app");
    write("assets/app-1a2b.js", "console.log(1)");
    write("assets/app-1a2b.js.br", "brotli");
    write("assets/app-1a2b.js.gz", "gzip");
    std::ofstream(root.parent_path() / "secret.txt") << "secret";
    std::filesystem::create_symlink(root.parent_path() / "secret.txt", root / "link.txt");
  }
  ~StaticFilesTest() override { std::filesystem::remove_all(root.parent_path()); }
  void write(const std::string& name, const std::string& content) { std::ofstream(root / name) << content; }

  Response serve(const std::string& path, std::vector<Field> fields = {}) {
    RequestHead head;
    head.method = Method::kGet;
    head.path = path;
    head.fields = std::move(fields);
    return StaticFiles(root).serve(head);
  }

  const std::filesystem::path root =
      std::filesystem::temp_directory_path() / ("frontdesk-web-" + std::to_string(::getpid())) / "web";
};

TEST_F(StaticFilesTest, hashed_asset_never_changes) {
  const Response response = serve("/assets/app-1a2b.js");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content(), "console.log(1)");
  EXPECT_EQ(response.field("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(response.field("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(response.field("vary"), "Accept-Encoding");
}

TEST_F(StaticFilesTest, compressed_form_is_chosen_by_the_client) {
  EXPECT_EQ(serve("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br"}}).content(), "brotli");
  EXPECT_EQ(serve("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br"}}).field("content-encoding"), "br");
  EXPECT_EQ(serve("/assets/app-1a2b.js", {{"accept-encoding", "gzip"}}).content(), "gzip");
  EXPECT_EQ(serve("/assets/app-1a2b.js", {{"accept-encoding", "br;q=0, gzip;q=0.5"}}).content(), "gzip");
  EXPECT_EQ(serve("/assets/app-1a2b.js", {{"accept-encoding", "identity"}}).content(), "console.log(1)");
}

TEST_F(StaticFilesTest, page_is_asked_for_again_and_answered_304) {
  const Response first = serve("/");
  EXPECT_EQ(first.content(), "<!doctype html>app");
  EXPECT_EQ(first.field("cache-control"), "no-cache");
  const std::string etag(first.field("etag"));
  EXPECT_EQ(serve("/", {{"if-none-match", etag}}).status, 304);
  EXPECT_EQ(serve("/", {{"if-none-match", "\"other\", W/" + etag}}).status, 304);
  EXPECT_EQ(serve("/", {{"if-none-match", "\"other\""}}).status, 200);
}

TEST_F(StaticFilesTest, page_is_told_below_which_path_the_desk_lies) {
  write("index.html", R"(<html data-base=""><script src="./assets/a.js"></script><a href="https://x.test/">x</a>)");
  write("index.html.br", "compressed before it was told");
  RequestHead head;
  head.path = "/tickets/5";
  head.fields = {{"accept-encoding", "br"}};
  EXPECT_EQ(StaticFiles(root, "/desk").serve(head).content(),
            R"(<html data-base="/desk"><script src="/desk/assets/a.js"></script><a href="https://x.test/">x</a>)");
  EXPECT_EQ(StaticFiles(root).serve(head).content(),
            R"(<html data-base=""><script src="/assets/a.js"></script><a href="https://x.test/">x</a>)");
}

TEST_F(StaticFilesTest, path_without_dot_is_a_page_of_the_application) {
  EXPECT_EQ(serve("/tickets/5").content(), "<!doctype html>app");
  EXPECT_EQ(serve("/assets/missing.js").status, 404);
}

TEST_F(StaticFilesTest, nothing_outside_the_root_is_served) {
  for (const char* path : {"/../secret.txt", "/assets/../../secret.txt", "/link.txt", "//secret.txt", "/secret.txt"})
    EXPECT_EQ(serve(path).status, 404) << path;
}

TEST(StaticFiles, missing_root_says_so) {
  RequestHead head;
  head.path = "/";
  const Response response = StaticFiles("/nonexistent/web").serve(head);
  EXPECT_EQ(response.status, 200);
  EXPECT_NE(response.content().find("not installed"), std::string_view::npos);
}

}  // namespace
}  // namespace frontdesk::api
