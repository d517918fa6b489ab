#include "app/configuration/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/bytes.h"
#include "base/sha256.h"
#include "base/text.h"

namespace frontdesk::app {

struct YamlNode::Impl {
  YAML::Node node;
};

namespace {

constexpr std::size_t kMostBytes = 1U << 20;
constexpr std::size_t kMostDepth = 20;

int line_of(const YAML::Node& node) { return node.Mark().is_null() ? 0 : node.Mark().line + 1; }

/// Depth and aliases are counted on the text's events, before a tree is built from them.
class FormCheck : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "aliases are not allowed"); }
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    enter(mark);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    enter(mark);
  }
  void OnMapEnd() override { --depth_; }

 private:
  void enter(const YAML::Mark& mark) {
    if (++depth_ > kMostDepth) refuse(mark, "nested too deeply");
  }
  [[noreturn]] static void refuse(const YAML::Mark& mark, const char* why) { throw YAML::ParserException(mark, why); }
  std::size_t depth_ = 0;
};

/// Brackets nest by recursion inside the parser, so their depth is bounded before it sees them.
bool has_deep_brackets(const std::string& text) {
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (depth > 10 * kMostDepth) return true;
  }
  return false;
}

void find_duplicate_keys(const YAML::Node& node, std::vector<ConfigMistake>& mistakes) {
  if (node.IsMap()) {
    std::set<std::string> seen;
    for (const auto& member : node) {
      const std::string key = member.first.IsScalar() ? member.first.Scalar() : "?";
      if (!seen.insert(key).second) mistakes.push_back({line_of(member.first), key, "the key stands twice"});
      find_duplicate_keys(member.second, mistakes);
    }
  } else if (node.IsSequence()) {
    for (const auto& item : node) find_duplicate_keys(item, mistakes);
  }
}

}  // namespace

bool YamlNode::is_map() const { return impl_->node.IsMap(); }
bool YamlNode::is_list() const { return impl_->node.IsSequence(); }
bool YamlNode::is_scalar() const { return impl_->node.IsScalar(); }
bool YamlNode::is_plain() const { return is_scalar() && impl_->node.Tag() == "?"; }
std::string YamlNode::text() const { return is_scalar() ? impl_->node.Scalar() : std::string(); }
int YamlNode::line() const { return line_of(impl_->node); }

std::vector<std::pair<std::string, YamlNode>> YamlNode::members() const {
  std::vector<std::pair<std::string, YamlNode>> all;
  if (!is_map()) return all;
  for (const auto& member : impl_->node) {
    if (member.first.IsScalar())
      all.emplace_back(member.first.Scalar(), YamlNode(std::make_shared<Impl>(Impl{member.second})));
  }
  return all;
}

std::vector<YamlNode> YamlNode::items() const {
  std::vector<YamlNode> all;
  if (!is_list()) return all;
  for (const auto& item : impl_->node) all.emplace_back(std::make_shared<Impl>(Impl{item}));
  return all;
}

YamlFile read_yaml(const std::string& file) {
  const auto unusable = [](int line, std::string text) {
    return YamlFile{std::nullopt, {{line, "", std::move(text)}}, {}};
  };
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) return unusable(0, "this is a folder, not a file");
  std::ifstream in(file, std::ios::binary);
  if (!in) return unusable(0, "the file cannot be read");
  std::string text(kMostBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return unusable(0, "the file cannot be read");
  // A file of comments keeps to the defaults on purpose; an empty one is what a broken write leaves.
  if (text::trim(text).empty()) return unusable(0, "the file is empty");
  if (text.size() > kMostBytes) return unusable(0, "the file is larger than 1 MiB");
  if (!text::is_valid_utf8(text) || text.find('\0') != std::string::npos)
    return unusable(0, "the file is not UTF-8 text");
  if (has_deep_brackets(text)) return unusable(0, "nested too deeply");
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    FormCheck check;
    while (parser.HandleNextDocument(check)) {
    }
    YAML::Node root = YAML::Load(text);
    if (root.IsNull()) root = YAML::Node(YAML::NodeType::Map);
    if (!root.IsMap()) return unusable(1, "the file is not a list of keys with values");
    YamlFile result{
        YamlNode(std::make_shared<YamlNode::Impl>(YamlNode::Impl{root})), {}, to_hex(sha256(as_bytes(text)))};
    find_duplicate_keys(root, result.mistakes);
    return result;
  } catch (const YAML::Exception& error) {
    return unusable(error.mark.is_null() ? 0 : error.mark.line + 1, error.msg);
  }
}

}  // namespace frontdesk::app
