// JSON: a value tree to read, a streaming writer to write. UTF-8 only.
//
// parse() is for untrusted input: depth and size are bounded, ill-formed UTF-8, lone surrogates, duplicate keys and
// numbers beyond 64 bits are refused with a reason. Ids travel as strings; no id ever passes through a double.
// Thread rule: values and writers belong to one thread at a time.
//
//   auto parsed = json::parse(R"({"limit": 50})");
//   if (!parsed.value) return parsed.error;             // "line 1: …"
//   int limit = parsed.value->get("limit").as_int(20);  // 20 when missing or of another type
//
//   json::Writer out;
//   out.begin_object().key("number").value("P20240315001").end_object();
//   send(out.text());
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace frontdesk::json {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
/// Members in the order they were written.
using Object = std::vector<Member>;

class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}                                    // NOLINT(google-explicit-constructor)
  Value(bool flag) : held_(flag) {}                           // NOLINT(google-explicit-constructor)
  Value(int number) : held_(std::int64_t{number}) {}          // NOLINT(google-explicit-constructor)
  Value(std::int64_t number) : held_(number) {}               // NOLINT(google-explicit-constructor)
  Value(double number) : held_(number) {}                     // NOLINT(google-explicit-constructor)
  Value(const char* text) : held_(std::string(text)) {}       // NOLINT(google-explicit-constructor)
  Value(std::string text) : held_(std::move(text)) {}         // NOLINT(google-explicit-constructor)
  Value(std::string_view text) : held_(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  Value(Array items) : held_(std::move(items)) {}             // NOLINT(google-explicit-constructor)
  Value(Object members) : held_(std::move(members)) {}        // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(held_); }
  [[nodiscard]] bool is_int() const { return std::holds_alternative<std::int64_t>(held_); }
  [[nodiscard]] bool is_number() const { return is_int() || std::holds_alternative<double>(held_); }
  [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(held_); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(held_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(held_); }

  /// The fallback is returned when the value has another type.
  [[nodiscard]] bool as_bool(bool fallback = false) const;
  [[nodiscard]] std::int64_t as_int(std::int64_t fallback = 0) const;
  [[nodiscard]] double as_double(double fallback = 0) const;
  [[nodiscard]] std::string_view as_string(std::string_view fallback = {}) const;
  /// Empty when the value has another type.
  [[nodiscard]] const Array& items() const;
  [[nodiscard]] const Object& members() const;

  /// The member of an object, or null: chains safely, `v.get("a").get("b").as_int()`.
  [[nodiscard]] const Value& get(std::string_view key) const;
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// Adds or replaces a member; a null value becomes an object first. Precondition: null or object.
  Value& set(std::string key, Value value);
  /// Appends to an array; a null value becomes an array first. Precondition: null or array.
  Value& push(Value value);

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> held_;
};

struct Limits {
  std::size_t max_bytes = 4U << 20;
  std::size_t max_depth = 64;
};

struct Parsed {
  std::optional<Value> value;
  std::string error;  ///< what is wrong, without the input's content; empty on success
};

Parsed parse(std::string_view text, const Limits& limits = {});

/// Compact JSON; ill-formed UTF-8 in strings becomes U+FFFD.
std::string serialize(const Value& value);

/// Writes JSON straight into a string, without a tree. Calls must nest correctly (checked by assert).
class Writer {
 public:
  Writer() { out_.reserve(1024); }

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(const std::string& text) { return value(std::string_view(text)); }
  Writer& value(std::int64_t number);
  Writer& value(int number) { return value(std::int64_t{number}); }
  Writer& value(bool flag);
  Writer& value(double number);
  Writer& value(const Value& tree);
  Writer& null();
  /// Already serialised JSON, inserted as it is.
  Writer& raw(std::string_view json);

  template <class T>
  Writer& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  [[nodiscard]] const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void separate();

  std::string out_;
  bool needs_comma_ = false;
};

/// Appends `text` as a quoted JSON string.
void append_quoted(std::string& out, std::string_view text);

}  // namespace frontdesk::json
