#include "app/backup/manifest.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "audit/durable_file.h"
#include "base/bytes.h"

namespace frontdesk::app {
namespace {

using json::Value;

constexpr std::int64_t kForm = 1;
constexpr std::uintmax_t kMostBytes = 4U << 20;

Value to_json(const Manifest& manifest) {
  Value rows{json::Object{}};
  for (const auto& [table, count] : manifest.rows) rows.set(table, count);
  Value damaged{json::Array{}};
  for (const std::int64_t segment : manifest.damaged) damaged.push(segment);
  Value files{json::Array{}};
  for (const CopiedFile& file : manifest.files) {
    Value shown;
    shown.set("name", file.name).set("size", file.size).set("sha256", file.sha256);
    files.push(shown);
  }
  Value shown;
  shown.set("form", kForm).set("name", manifest.name).set("made_at", manifest.made_at).set("version", manifest.version);
  shown.set("schema", manifest.schema).set("salt", manifest.salt).set("audit_key", manifest.audit_key);
  shown.set("key_check", manifest.key_check)
      .set("records", manifest.records)
      .set("rows", rows)
      .set("database_only", manifest.database_only);
  return shown.set("damaged", damaged).set("files", files);
}

/// A name that leads nowhere else.
bool is_plain(std::string_view name) {
  return !name.empty() && !name.starts_with('.') && name.find('/') == std::string_view::npos;
}

std::string text_in(const Value& value, const char* name) { return std::string(value.get(name).as_string()); }

}  // namespace

Result<Manifest> read_manifest(const std::string& copy) {
  const std::string path = copy + "/manifest.json";
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return Error{ErrorCode::kNotFound, copy + " is no copy: it has no manifest.json"};
  if (size > kMostBytes) return Error{ErrorCode::kInvalid, path + " is no manifest"};
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto parsed = json::parse(text, {.max_bytes = kMostBytes});
  if (!parsed.value) return Error{ErrorCode::kInvalid, path + ": " + parsed.error};
  const Value& value = *parsed.value;
  if (value.get("form").as_int(0) != kForm)
    return Error{ErrorCode::kInvalid, path + " is not of a form that this version knows"};
  Manifest manifest;
  manifest.name = text_in(value, "name");
  manifest.made_at = text_in(value, "made_at");
  manifest.version = text_in(value, "version");
  manifest.schema = static_cast<int>(value.get("schema").as_int(0));
  manifest.salt = text_in(value, "salt");
  manifest.audit_key = text_in(value, "audit_key");
  manifest.key_check = text_in(value, "key_check");
  manifest.records = value.get("records").as_int(0);
  manifest.database_only = value.get("database_only").as_bool();
  for (const auto& [table, count] : value.get("rows").members()) manifest.rows[table] = count.as_int(0);
  for (const Value& segment : value.get("damaged").items()) manifest.damaged.push_back(segment.as_int(0));
  for (const Value& file : value.get("files").items()) {
    manifest.files.push_back({text_in(file, "name"), file.get("size").as_int(0), text_in(file, "sha256")});
    if (!is_plain(manifest.files.back().name)) return Error{ErrorCode::kInvalid, path + " names a file elsewhere"};
  }
  return manifest;
}

Result<void> write_manifest(const std::string& folder, const Manifest& manifest) {
  return audit::write_durably(folder + "/manifest.json", json::serialize(to_json(manifest)) + "\n", 0600);
}

Result<std::optional<privacy::FileKey>> key_of(const Manifest& manifest, const Secret& passphrase) {
  if (!manifest.is_sealed()) return std::optional<privacy::FileKey>();
  if (passphrase.empty()) return Error{ErrorCode::kInvalid, "the copy is sealed; give its passphrase"};
  const auto salt = from_hex(manifest.salt);
  if (!salt) return Error{ErrorCode::kInvalid, "the manifest's salt is no salt"};
  auto key = privacy::FileKey::derive(passphrase, *salt);
  if (!key) return std::move(key).error();
  return std::optional(std::move(*key));
}

std::vector<Manifest> list_copies(const std::string& folder) {
  std::vector<Manifest> copies;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".partial") continue;
    auto manifest = read_manifest(entry.path().string());
    if (manifest && manifest->name == entry.path().filename().string()) copies.push_back(std::move(*manifest));
  }
  std::ranges::sort(copies, std::ranges::greater{}, &Manifest::name);
  return copies;
}

}  // namespace frontdesk::app
