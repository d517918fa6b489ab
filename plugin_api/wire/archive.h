// The two walkers that turn one description of a message's fields into its encoder and its decoder. Internal to wire.
//
// A description is a function template `fields(Archive&, Message&)` that names every field once, in order. Fields that
// have their default (empty, zero, false) are left out of the JSON. blob() keeps the size in the JSON and the bytes in
// the raw tail, in the order of the calls.
#pragma once

#include <frontdesk/json.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace frontdesk::wire {

class Encoder {
 public:
  explicit Encoder(std::string& tail) : tail_(tail) { out_.begin_object(); }
  std::string finish() { return out_.end_object().take(); }

  void text(std::string_view key, const std::string& content) {
    if (!content.empty()) out_.member(key, std::string_view(content));
  }
  template <class Number>
  void number(std::string_view key, Number value) {
    if (value != 0) out_.member(key, static_cast<std::int64_t>(value));
  }
  void real(std::string_view key, double value) { out_.member(key, value); }
  void flag(std::string_view key, bool set) {
    if (set) out_.member(key, true);
  }
  void duration(std::string_view key, std::chrono::nanoseconds value) { number(key, value.count()); }
  template <class Enum>
  void choice(std::string_view key, Enum value, Enum, Enum) {
    out_.member(key, static_cast<std::int64_t>(value));
  }
  void blob(std::string_view key, const std::string& content) {
    if (content.empty()) return;
    out_.member(key, static_cast<std::int64_t>(content.size()));
    tail_ += content;
  }
  void optional_blob(std::string_view key, const std::optional<std::string>& content) {
    if (!content) return;
    out_.member(key, static_cast<std::int64_t>(content->size()));
    tail_ += *content;
  }
  void texts(std::string_view key, const std::vector<std::string>& all) {
    if (all.empty()) return;
    out_.key(key).begin_array();
    for (const auto& one : all) out_.value(std::string_view(one));
    out_.end_array();
  }
  template <class Element, class Describe>
  void list(std::string_view key, const std::vector<Element>& all, Describe describe) {
    if (all.empty()) return;
    out_.key(key).begin_array();
    for (const auto& one : all) {
      out_.begin_object();
      describe(*this, one);
      out_.end_object();
    }
    out_.end_array();
  }
  template <class Element, class Describe>
  void object(std::string_view key, const std::optional<Element>& one, Describe describe) {
    if (!one) return;
    out_.key(key).begin_object();
    describe(*this, *one);
    out_.end_object();
  }

 private:
  json::Writer out_;
  std::string& tail_;
};

class Decoder {
 public:
  Decoder(const json::Value& root, std::string_view tail) : at_(&root), tail_(tail) {}

  /// Empty when every field had its type and the tail was used up.
  [[nodiscard]] std::string finish() {
    if (failed_.empty() && !tail_.empty()) failed_ = "more tail than the header tells";
    return failed_;
  }

  void text(std::string_view key, std::string& into) {
    const json::Value* found = at_->find(key);
    if (found == nullptr) return;
    if (!found->is_string()) return fail(key);
    into = found->as_string();
  }
  template <class Number>
  void number(std::string_view key, Number& into) {
    const json::Value* found = at_->find(key);
    into = 0;
    if (found == nullptr) return;
    const std::int64_t value = found->as_int();
    if (!found->is_int() || !std::in_range<Number>(value)) return fail(key);
    into = static_cast<Number>(value);
  }
  void real(std::string_view key, double& into) {
    const json::Value* found = at_->find(key);
    if (found == nullptr || !found->is_number()) return fail(key);
    into = found->as_double();
  }
  void flag(std::string_view key, bool& into) {
    const json::Value* found = at_->find(key);
    into = false;
    if (found == nullptr) return;
    if (!found->is_bool()) return fail(key);
    into = found->as_bool();
  }
  void duration(std::string_view key, std::chrono::nanoseconds& into) {
    std::int64_t count = 0;
    number(key, count);
    into = std::chrono::nanoseconds(count);
  }
  template <class Enum>
  void choice(std::string_view key, Enum& into, Enum first, Enum last) {
    const json::Value* found = at_->find(key);
    if (found == nullptr || !found->is_int()) return fail(key);
    const std::int64_t value = found->as_int();
    if (value < static_cast<std::int64_t>(first) || value > static_cast<std::int64_t>(last)) return fail(key);
    into = static_cast<Enum>(value);
  }
  void blob(std::string_view key, std::string& into) {
    std::uint64_t size = 0;
    number(key, size);
    if (size > tail_.size()) return fail(key);
    into.assign(tail_.substr(0, size));
    tail_.remove_prefix(size);
  }
  void optional_blob(std::string_view key, std::optional<std::string>& into) {
    into.reset();
    if (at_->find(key) == nullptr) return;
    blob(key, into.emplace());
  }
  void texts(std::string_view key, std::vector<std::string>& into) {
    const json::Value* found = at_->find(key);
    if (found == nullptr) return;
    if (!found->is_array()) return fail(key);
    into.reserve(found->items().size());
    for (const auto& one : found->items()) {
      if (!one.is_string()) return fail(key);
      into.emplace_back(one.as_string());
    }
  }
  template <class Element, class Describe>
  void list(std::string_view key, std::vector<Element>& into, Describe describe) {
    const json::Value* found = at_->find(key);
    if (found == nullptr) return;
    if (!found->is_array()) return fail(key);
    into.reserve(found->items().size());
    for (const auto& one : found->items()) {
      if (!one.is_object()) return fail(key);
      descend(one, [&] { describe(*this, into.emplace_back()); });
    }
  }
  template <class Element, class Describe>
  void object(std::string_view key, std::optional<Element>& into, Describe describe) {
    const json::Value* found = at_->find(key);
    if (found == nullptr) return;
    if (!found->is_object()) return fail(key);
    descend(*found, [&] { describe(*this, into.emplace()); });
  }

 private:
  void fail(std::string_view key) {
    if (failed_.empty()) failed_ = "bad field " + std::string(key);
  }
  template <class Visit>
  void descend(const json::Value& into, Visit visit) {
    const json::Value* above = at_;
    at_ = &into;
    visit();
    at_ = above;
  }

  const json::Value* at_;
  std::string_view tail_;
  std::string failed_;
};

}  // namespace frontdesk::wire
