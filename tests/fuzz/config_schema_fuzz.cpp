// First line: a schema; the rest: a value. Parsing and checking end without a crash, and defaults make no value worse.
#include "schema/form_schema.h"
#include "schema/manifest.h"

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdesk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  static_cast<void>(schema::parse_manifest(text));
  const auto schema_tree = json::parse(text.substr(0, line));
  if (!schema_tree.value) return 0;
  const auto parsed = schema::FormSchema::parse(*schema_tree.value);
  if (!parsed.form || line == std::string_view::npos) return 0;
  const auto value = json::parse(text.substr(line + 1));
  if (!value.value) return 0;
  const auto checked = parsed.form->check(*value.value);
  if (checked.ok() && !parsed.form->check(checked.config).ok()) __builtin_trap();
  return 0;
}
