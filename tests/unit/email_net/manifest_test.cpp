#include <gtest/gtest.h>
#include <schema/manifest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "plugin/settings.h"

namespace frontdesk::email {
namespace {

schema::Manifest manifest() {
  std::ifstream in(EMAIL_MANIFEST);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  auto parsed = schema::parse_manifest(text);
  for (const schema::Problem& problem : parsed.problems) ADD_FAILURE() << problem.path << ": " << problem.message;
  return std::move(parsed.manifest).value();
}

json::Value smallest_config(const std::string& auth) {
  return *json::parse(R"({"identity":{"address":"support@example.test"},"incoming":{"host":"imap.example.test"},)"
                      R"("outgoing":{"host":"smtp.example.test"},"auth":)" +
                      auth + "}")
              .value;
}

TEST(Manifest, is_within_the_profile_and_bilingual) {
  const schema::Manifest read = manifest();
  EXPECT_TRUE(read.receive.stream);
  EXPECT_TRUE(read.capabilities.send && read.capabilities.check);
  EXPECT_TRUE(read.send_while_receiving);
  for (const auto& [name, property] : read.config_schema.get("properties").members()) {
    EXPECT_FALSE(property.get("x-fd-i18n").get("zh-CN").get("title").as_string().empty()) << name;
    for (const auto& [inner_name, inner] : property.get("properties").members()) {
      EXPECT_FALSE(inner.get("x-fd-i18n").get("zh-CN").get("title").as_string().empty()) << name << "." << inner_name;
      EXPECT_FALSE(inner.get("x-fd-i18n").get("en").get("title").as_string().empty()) << name << "." << inner_name;
    }
  }
}

TEST(Manifest, smallest_form_becomes_working_settings) {
  const schema::Manifest read = manifest();
  const auto checked = read.form.check(smallest_config(R"({"method":"password","password":"new"})"));
  for (const schema::Problem& problem : checked.problems) ADD_FAILURE() << problem.path << ": " << problem.message;
  EXPECT_NE(std::find(checked.secret_paths.begin(), checked.secret_paths.end(), "auth.password"),
            checked.secret_paths.end());
  const auto settings = read_settings(json::serialize(checked.config));
  ASSERT_TRUE(settings) << settings.error().text;
  EXPECT_EQ(settings->incoming.endpoint.port, 993);
  EXPECT_EQ(settings->outgoing.endpoint.port, 465);
}

TEST(Manifest, form_refuses_what_the_channel_would) {
  const schema::Manifest read = manifest();
  EXPECT_FALSE(read.form.check(json::Value(json::Object{})).ok());
  EXPECT_FALSE(read.form.check(smallest_config(R"({"method":"xoauth2","provider":"microsoft"})")).ok());
}

}  // namespace
}  // namespace frontdesk::email
