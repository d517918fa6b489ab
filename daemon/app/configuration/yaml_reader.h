// YamlReader: a YAML file as a checked tree — limits, duplicate keys, line numbers — over yaml-cpp, which stays hidden.
//
// Mistakes are collected, not thrown. Aliases are refused: our files need none, and bombs are made of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/configuration/site.h"

namespace frontdesk::app {

/// A node of the file. Cheap to copy; valid as long as its YamlFile.
class YamlNode {
 public:
  struct Impl;
  explicit YamlNode(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

  [[nodiscard]] bool is_map() const;
  [[nodiscard]] bool is_list() const;
  [[nodiscard]] bool is_scalar() const;
  /// A scalar without quotes, which may mean a number or a flag.
  [[nodiscard]] bool is_plain() const;
  /// Empty for anything but a scalar.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] int line() const;
  [[nodiscard]] std::vector<std::pair<std::string, YamlNode>> members() const;
  [[nodiscard]] std::vector<YamlNode> items() const;

 private:
  std::shared_ptr<const Impl> impl_;
};

struct YamlFile {
  std::optional<YamlNode> root;         ///< a map; not set when the file is unusable
  std::vector<ConfigMistake> mistakes;  ///< of form: unreadable, no YAML, duplicate keys, aliases
  std::string digest;                   ///< SHA-256 of the file's bytes, hex; empty when it is unusable
};

YamlFile read_yaml(const std::string& file);

}  // namespace frontdesk::app
