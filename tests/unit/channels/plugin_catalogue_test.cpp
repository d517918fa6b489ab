#include "channels/plugin_catalogue.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace frontdesk::channels {
namespace {

namespace fs = std::filesystem;

class PluginCatalogueTest : public testing::Test {
 protected:
  PluginCatalogueTest() {
    std::string pattern = testing::TempDir() + "pluginsXXXXXX";
    root_ = ::mkdtemp(pattern.data());
  }
  ~PluginCatalogueTest() override { fs::remove_all(root_); }

  void install(const std::string& name, const std::string& manifest) {
    const fs::path folder = root_ / name;
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms(0755));
    std::ofstream(folder / "manifest.json") << manifest;
    std::ofstream(folder / (name + ".so")) << "not loaded here";
    ::chmod((folder / "manifest.json").c_str(), 0644);
    ::chmod((folder / (name + ".so")).c_str(), 0755);
  }
  [[nodiscard]] PluginCatalogue scan() const { return PluginCatalogue::scan({{root_.string()}, true}); }

  fs::path root_;
};

const char kGood[] = R"({"id":"test.one","version":"1.2.0","abi":{"major":0,"minor":1},"name":{"en":"One"},
  "description":{"en":"The first."},"vendor":"Tests","licence":"Apache-2.0","receive":["poll"],"capabilities":["send"],
  "poll":{"default_seconds":7,"minimum_seconds":5},"network_hosts":[],"data_classes":[],
  "config_schema":{"type":"object","properties":{},"additionalProperties":false}})";

std::string good_but(const std::string& from, const std::string& to) {
  std::string text = kGood;
  return text.replace(text.find(from), from.size(), to);
}

TEST_F(PluginCatalogueTest, manifest_tells_the_abilities) {
  install("one", kGood);
  const PluginCatalogue catalogue = scan();
  EXPECT_THAT(catalogue.problems(), testing::IsEmpty());
  const Plugin* plugin = catalogue.find("test.one");
  ASSERT_NE(plugin, nullptr);
  EXPECT_TRUE(plugin->polls);
  EXPECT_TRUE(plugin->sends);
  EXPECT_FALSE(plugin->looks_up_sends);
  EXPECT_EQ(plugin->poll_interval, std::chrono::seconds(7));
  EXPECT_EQ(plugin->library_sha256.size(), 64U);
}

TEST_F(PluginCatalogueTest, damaged_plugins_are_left_out_with_a_reason) {
  install("broken", "{");
  install("nameless", R"({"config_schema":{}})");
  install("schemaless", R"({"id":"test.two"})");
  install("one", kGood);
  install("twin", kGood);
  fs::create_directories(root_ / "empty");
  const PluginCatalogue catalogue = scan();
  EXPECT_EQ(catalogue.plugins().size(), 1U);
  EXPECT_EQ(catalogue.problems().size(), 5U);
}

TEST_F(PluginCatalogueTest, a_plugin_that_cannot_be_used_has_its_name_and_every_fault_of_its_manifest) {
  install("future", good_but(R"("major":0)", R"("major":9)").insert(1, R"("author":"x",)"));
  install("broken", "{");
  const PluginCatalogue catalogue = scan();
  ASSERT_EQ(catalogue.problems().size(), 2U);
  const PluginCatalogue::Problem& broken = catalogue.problems()[0];
  EXPECT_EQ(broken.id, "broken");
  EXPECT_THAT(broken.reason, testing::StartsWith("manifest.json: "));
  const PluginCatalogue::Problem& future = catalogue.problems()[1];
  EXPECT_EQ(future.id, "test.one");
  EXPECT_EQ(future.folder, (root_ / "future").string());
  EXPECT_THAT(future.reason, testing::AllOf(testing::HasSubstr("author"), testing::HasSubstr("abi")));
}

TEST_F(PluginCatalogueTest, plugin_for_another_desk_is_left_out) {
  install("future", good_but(R"("major":0)", R"("major":9)"));
  install("mute", good_but(R"("version":"1.2.0",)", ""));
  const PluginCatalogue catalogue = scan();
  EXPECT_THAT(catalogue.plugins(), testing::IsEmpty());
  EXPECT_EQ(catalogue.problems().size(), 2U);
}

TEST_F(PluginCatalogueTest, new_files_are_seen_by_the_next_scan_only) {
  install("one", kGood);
  InstalledPlugins installed({{root_.string()}, true});
  const std::string before = installed.find("test.one")->library_sha256;
  std::ofstream(root_ / "one" / "one.so") << "replaced";
  EXPECT_EQ(installed.find("test.one")->library_sha256, before);
  installed.scan();
  EXPECT_NE(installed.find("test.one")->library_sha256, before);
}

TEST_F(PluginCatalogueTest, what_others_could_have_written_is_refused) {
  install("one", kGood);
  ::chmod((root_ / "one" / "one.so").c_str(), 0777);
  EXPECT_EQ(scan().find("test.one"), nullptr);
  EXPECT_NE(PluginCatalogue::scan({{root_.string()}, false}).find("test.one"), nullptr);
}

TEST_F(PluginCatalogueTest, missing_folder_means_no_plugins) {
  EXPECT_THAT(PluginCatalogue::scan({{"/nonexistent"}, true}).plugins(), testing::IsEmpty());
}

}  // namespace
}  // namespace frontdesk::channels
