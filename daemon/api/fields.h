// Fields: reads the members of a JSON body, knowing which it asked for.
//
// Every member is asked for by name and type; what was never asked for is refused at the end, so that nobody slips in
// "roles" where only a name is expected. All faults are collected, one per field.
//
//   Fields body(call.body);
//   const std::string text = body.text("text", 100'000);
//   const bool resolve = body.flag("resolve", false);
//   if (auto problem = body.problem()) return to_response(*problem, id);
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "api/problem.h"

namespace frontdesk::api {

class Fields {
 public:
  /// `object` must outlive this and be an object.
  explicit Fields(const json::Value& object) : object_(object) {}

  /// Required, not empty, at most `max_characters` code points; "" when that is a fault.
  std::string text(std::string_view name, std::size_t max_characters);
  /// nullopt when missing.
  std::optional<std::string> optional_text(std::string_view name, std::size_t max_characters);
  bool flag(std::string_view name, bool fallback);
  std::optional<bool> optional_flag(std::string_view name);
  /// Required; a string of digits. 0 when that is a fault.
  std::int64_t id(std::string_view name);
  std::optional<std::int64_t> optional_id(std::string_view name);
  /// True when the member is there and is null.
  bool is_null(std::string_view name);
  /// Empty when missing.
  std::vector<std::string> texts(std::string_view name, std::size_t max_items);
  /// A fault when the member is missing.
  void require(std::string_view name);
  /// nullptr when missing or of another type (which is then a fault).
  const json::Value* object(std::string_view name);

  void fault(std::string_view name, std::string_view message, std::string_view key);
  /// After the last member was asked for: what is wrong, if anything.
  std::optional<Problem> problem();

 private:
  const json::Value* ask(std::string_view name);

  const json::Value& object_;
  std::vector<std::string> asked_;
  std::vector<FieldError> faults_;
};

}  // namespace frontdesk::api
