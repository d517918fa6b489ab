#include "schema/manifest.h"

#include <frontdesk/plugin.h>

#include <algorithm>
#include <array>

namespace frontdesk::schema {

namespace {

constexpr std::size_t kMaxManifestBytes = 256U << 10;
constexpr std::size_t kMaxWord = 128;
constexpr std::size_t kMaxText = 2000;

constexpr std::array<std::string_view, 17> kMembers = {
    "id",          "version",       "abi",          "name",          "description", "vendor",
    "licence",     "homepage",      "receive",      "capabilities",  "poll",        "limits",
    "concurrency", "network_hosts", "data_classes", "config_schema", "entry_schema"};

class Reader {
 public:
  Reader(const json::Value& root, std::vector<Problem>& problems) : root_(root), problems_(problems) {}

  void check_members() {
    for (const auto& [name, value] : root_.members()) {
      if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
        tell(name.substr(0, kMaxWord), "unknown", "is not a member of a manifest");
      }
    }
  }

  void tell(std::string path, const char* key, std::string message) {
    problems_.push_back({std::move(path), key, std::move(message)});
  }

  std::string word(const char* name, bool required) {
    const json::Value& found = root_.get(name);
    if (found.is_null() && !required) return {};
    if (!found.is_string() || found.as_string().empty() || found.as_string().size() > kMaxWord) {
      tell(name, "bad_text", "must be a short text");
    }
    return std::string(found.as_string());
  }

  Translations translations(const char* name) {
    Translations texts;
    for (const auto& [language, text] : root_.get(name).members()) {
      if (!text.is_string() || text.as_string().size() > kMaxText)
        tell(name, "bad_text", "must be a text per language");
      texts.emplace(language, text.as_string());
    }
    if (!texts.contains("en")) tell(name, "missing", "needs an English text");
    return texts;
  }

  std::vector<std::string> words(const json::Value& list, const std::string& path) {
    std::vector<std::string> found;
    if (!list.is_null() && !list.is_array()) tell(path, "wrong_type", "must be a list of texts");
    for (const auto& one : list.items()) {
      if (!one.is_string() || one.as_string().size() > kMaxText) tell(path, "wrong_type", "must be a list of texts");
      found.emplace_back(one.as_string());
    }
    return found;
  }

  std::uint64_t amount(const json::Value& group, const char* member, const std::string& path, std::uint64_t fallback) {
    const json::Value* found = group.find(member);
    if (found == nullptr) return fallback;
    if (!found->is_int() || found->as_int() < 0) tell(path + "." + member, "wrong_type", "must be a whole number");
    return static_cast<std::uint64_t>(std::max<std::int64_t>(found->as_int(), 0));
  }

  /// Sets the flag each word of the list names.
  void flags(const char* name, std::initializer_list<std::pair<std::string_view, bool*>> known) {
    for (const auto& word : words(root_.get(name), name)) {
      const auto found = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == word; });
      if (found == known.end()) {
        tell(name, "unknown", "holds an unknown word");
      } else {
        *found->second = true;
      }
    }
  }

  std::optional<FormSchema> form(const char* name) {
    auto parsed = FormSchema::parse(root_.get(name));
    for (auto& problem : parsed.problems) {
      problem.path = problem.path.empty() ? name : std::string(name) + "." + problem.path;
      problems_.push_back(std::move(problem));
    }
    return std::move(parsed.form);
  }

 private:
  const json::Value& root_;
  std::vector<Problem>& problems_;
};

void read_abi(Reader& reader, const json::Value& root, Manifest& manifest) {
  const json::Value& abi = root.get("abi");
  if (!abi.get("major").is_int() || !abi.get("minor").is_int()) {
    reader.tell("abi", "missing", "needs major and minor");
    return;
  }
  manifest.abi_major = static_cast<std::uint32_t>(reader.amount(abi, "major", "abi", 0));
  manifest.abi_minor = static_cast<std::uint32_t>(reader.amount(abi, "minor", "abi", 0));
  if (manifest.abi_major != FDK_ABI_MAJOR || manifest.abi_minor > FDK_ABI_MINOR) {
    reader.tell("abi", "unsupported", "is not the version of this desk");
  }
}

void read_limits(Reader& reader, const json::Value& root, Manifest& manifest) {
  const json::Value& limits = root.get("limits");
  manifest.limits.body_bytes = reader.amount(limits, "body_bytes", "limits", 0);
  manifest.limits.body_characters = reader.amount(limits, "body_characters", "limits", 0);
  manifest.limits.attachment_bytes = reader.amount(limits, "attachment_bytes", "limits", 0);
  manifest.limits.attachment_types = reader.words(limits.get("attachment_types"), "limits.attachment_types");
  manifest.limits.reply_window = std::chrono::seconds(reader.amount(limits, "reply_window_seconds", "limits", 0));
  const json::Value& poll = root.get("poll");
  manifest.poll_default = std::chrono::seconds(reader.amount(poll, "default_seconds", "poll", 60));
  manifest.poll_minimum = std::chrono::seconds(reader.amount(poll, "minimum_seconds", "poll", 5));
  if (manifest.poll_minimum.count() < 1 || manifest.poll_default < manifest.poll_minimum) {
    reader.tell("poll", "bad_interval", "needs 1 <= minimum_seconds <= default_seconds");
  }
  manifest.send_while_receiving = root.get("concurrency").get("send_while_receiving").as_bool();
}

void read_modes(Reader& reader, const json::Value& root, Manifest& manifest) {
  reader.flags("receive", {{"poll", &manifest.receive.poll},
                           {"stream", &manifest.receive.stream},
                           {"webhook", &manifest.receive.webhook},
                           {"manual", &manifest.receive.manual}});
  reader.flags("capabilities", {{"send", &manifest.capabilities.send},
                                {"lookup_send", &manifest.capabilities.lookup_send},
                                {"check", &manifest.capabilities.check},
                                {"fetch_attachment", &manifest.capabilities.fetch_attachment},
                                {"read_again", &manifest.capabilities.read_again}});
  const bool overlaps = manifest.receive.poll || manifest.receive.webhook || manifest.capabilities.send;
  if (manifest.receive.stream && overlaps && !manifest.send_while_receiving) {
    reader.tell("concurrency", "missing", "a stream beside other calls needs send_while_receiving");
  }
  if (manifest.receive.manual != !root.get("entry_schema").is_null()) {
    reader.tell("entry_schema", "missing", "belongs to the manual mode, and the manual mode needs it");
  }
}

}  // namespace

bool is_plugin_id(std::string_view id) {
  if (id.empty() || id.size() > kMaxWord || id.find('.') == std::string_view::npos) return false;
  if (id.front() == '.' || id.back() == '.' || id.find("..") != std::string_view::npos) return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

ParsedManifest parse_manifest(std::string_view text) {
  ParsedManifest parsed;
  auto tree = json::parse(text, {kMaxManifestBytes, 32});
  if (!tree.value || !tree.value->is_object()) {
    parsed.problems.push_back({"", "bad_json", tree.value ? "must be an object" : std::move(tree.error)});
    return parsed;
  }
  const json::Value& root = *tree.value;
  Reader reader(root, parsed.problems);
  reader.check_members();
  auto form = reader.form("config_schema");
  if (!form) return parsed;
  Manifest manifest{.form = std::move(*form)};
  manifest.id = reader.word("id", true);
  if (!is_plugin_id(manifest.id)) reader.tell("id", "bad_id", "must be a reverse domain name in lower case");
  manifest.version = reader.word("version", true);
  read_abi(reader, root, manifest);
  manifest.name = reader.translations("name");
  manifest.description = reader.translations("description");
  manifest.vendor = reader.word("vendor", true);
  manifest.licence = reader.word("licence", true);
  read_limits(reader, root, manifest);
  read_modes(reader, root, manifest);
  manifest.network_hosts = reader.words(root.get("network_hosts"), "network_hosts");
  manifest.data_classes = reader.words(root.get("data_classes"), "data_classes");
  manifest.config_schema = root.get("config_schema");
  manifest.entry_schema = root.get("entry_schema");
  if (manifest.receive.manual && !manifest.entry_schema.is_null()) manifest.entry_form = reader.form("entry_schema");
  if (parsed.problems.empty()) parsed.manifest = std::move(manifest);
  return parsed;
}

}  // namespace frontdesk::schema
