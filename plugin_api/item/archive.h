// The two visitors that turn a description (frontdesk/item/describe.h) into its encoder and its decoder: for the frames
// between host and daemon, and for the daemon's journal. The wire's own messages describe their fields with the same
// words, without view and limits.
//
// Fields that have their default (empty, zero, false) are left out of the JSON; body() and bytes() keep the size in the
// JSON and the bytes in the raw tail, in the order of the calls. Members that the decoder does not know are passed
// over, missing ones are empty: a description may grow at any place.
#pragma once

#include <frontdesk/item/outbound.h>
#include <frontdesk/json.h>

#include <utility>

namespace frontdesk::item {

class Encoder : public Silent {
 public:
  explicit Encoder(std::string& tail) : tail_(tail) { out_.begin_object(); }
  std::string finish() { return out_.end_object().take(); }

  void text(Name name, const std::string& content, const auto&...) {
    if (!content.empty()) out_.member(name.tag, std::string_view(content));
  }
  void number(Name name, auto value, const auto&...) {
    if (value != 0) out_.member(name.tag, static_cast<std::int64_t>(value));
  }
  void real(Name name, double value) { out_.member(name.tag, value); }
  void flag(Name name, bool set, const auto&...) {
    if (set) out_.member(name.tag, true);
  }
  void duration(Name name, std::chrono::nanoseconds value, const auto&...) { number(name, value.count()); }
  template <class Enum>
  void choice(Name name, Enum value, Enum, Enum, const auto&...) {
    out_.member(name.tag, static_cast<std::int64_t>(value));
  }
  void bytes(Name name, const std::string& content, const auto&...) {
    if (!content.empty()) optional_bytes(name, content);
  }
  void body(Name name, const std::string& content, const auto&...) { bytes(name, content); }
  void part(Name name, const std::string& content, const auto&...) { bytes(name, content); }
  void optional_bytes(Name name, const std::optional<std::string>& content) {
    if (!content) return;
    out_.member(name.tag, static_cast<std::int64_t>(content->size()));
    tail_ += *content;
  }
  void texts(Name name, const std::vector<std::string>& all, const auto&...) {
    if (all.empty()) return;
    out_.key(name.tag).begin_array();
    for (const auto& one : all) out_.value(std::string_view(one));
    out_.end_array();
  }
  template <class Value>
  void list(Name name, const std::vector<Value>& all, const auto&...) {
    list_with(name, all, [](auto& self, const Value& one) { describe(self, one, kNoView<Value>); });
  }
  /// For values without a view: `fields(visitor, one)` describes one.
  template <class Value, class Fields>
  void list_with(Name name, const std::vector<Value>& all, Fields fields) {
    if (all.empty()) return;
    out_.key(name.tag).begin_array();
    for (const auto& one : all) {
      out_.begin_object();
      fields(*this, one);
      out_.end_object();
    }
    out_.end_array();
  }
  template <class Value>
  void object(Name name, const std::optional<Value>& one, const auto&...) {
    if (!one) return;
    out_.key(name.tag).begin_object();
    describe(*this, *one, kNoView<Value>);
    out_.end_object();
  }

 private:
  json::Writer out_;
  std::string& tail_;
};

class Decoder : public Silent {
 public:
  Decoder(const json::Value& root, std::string_view tail) : at_(&root), tail_(tail) {}

  /// Empty when every field had its type and the tail was used up.
  [[nodiscard]] std::string finish() {
    if (failed_.empty() && !tail_.empty()) failed_ = "more tail than the header tells";
    return failed_;
  }

  void text(Name name, std::string& into, const auto&...) {
    const json::Value* found = at_->find(name.tag);
    if (found == nullptr) return;
    if (!found->is_string()) return fail(name);
    into = found->as_string();
  }
  template <class Number>
  void number(Name name, Number& into, const auto&...) {
    const json::Value* found = at_->find(name.tag);
    into = 0;
    if (found == nullptr) return;
    const std::int64_t value = found->as_int();
    if (!found->is_int() || !std::in_range<Number>(value)) return fail(name);
    into = static_cast<Number>(value);
  }
  void real(Name name, double& into) {
    const json::Value* found = at_->find(name.tag);
    if (found == nullptr || !found->is_number()) return fail(name);
    into = found->as_double();
  }
  void flag(Name name, bool& into, const auto&...) {
    const json::Value* found = at_->find(name.tag);
    into = false;
    if (found == nullptr) return;
    if (!found->is_bool()) return fail(name);
    into = found->as_bool();
  }
  void duration(Name name, std::chrono::nanoseconds& into, const auto&...) {
    std::int64_t count = 0;
    number(name, count);
    into = std::chrono::nanoseconds(count);
  }
  template <class Enum>
  void choice(Name name, Enum& into, Enum first, Enum last, const auto&...) {
    const json::Value* found = at_->find(name.tag);
    if (found == nullptr || !found->is_int()) return fail(name);
    const std::int64_t value = found->as_int();
    if (value < static_cast<std::int64_t>(first) || value > static_cast<std::int64_t>(last)) return fail(name);
    into = static_cast<Enum>(value);
  }
  void bytes(Name name, std::string& into, const auto&...) {
    std::uint64_t size = 0;
    number(name, size);
    if (size > tail_.size()) return fail(name);
    into.assign(tail_.substr(0, size));
    tail_.remove_prefix(size);
  }
  void body(Name name, std::string& into, const auto&...) { bytes(name, into); }
  void part(Name name, std::string& into, const auto&...) { bytes(name, into); }
  void optional_bytes(Name name, std::optional<std::string>& into) {
    into.reset();
    if (at_->find(name.tag) == nullptr) return;
    bytes(name, into.emplace());
  }
  void texts(Name name, std::vector<std::string>& into, const auto&...) {
    const json::Value* found = at_->find(name.tag);
    if (found == nullptr) return;
    if (!found->is_array()) return fail(name);
    into.reserve(found->items().size());
    for (const auto& one : found->items()) {
      if (!one.is_string()) return fail(name);
      into.emplace_back(one.as_string());
    }
  }
  template <class Value>
  void list(Name name, std::vector<Value>& into, const auto&...) {
    list_with(name, into, [](auto& self, Value& one) { describe(self, one, kNoView<Value>); });
  }
  template <class Value, class Fields>
  void list_with(Name name, std::vector<Value>& into, Fields fields) {
    const json::Value* found = at_->find(name.tag);
    if (found == nullptr) return;
    if (!found->is_array()) return fail(name);
    into.reserve(found->items().size());
    for (const auto& one : found->items()) {
      if (!one.is_object()) return fail(name);
      descend(one, [&] { fields(*this, into.emplace_back()); });
    }
  }
  template <class Value>
  void object(Name name, std::optional<Value>& into, const auto&...) {
    const json::Value* found = at_->find(name.tag);
    if (found == nullptr) return;
    if (!found->is_object()) return fail(name);
    descend(*found, [&] { describe(*this, into.emplace(), kNoView<Value>); });
  }

 private:
  void fail(Name name) {
    if (failed_.empty()) failed_ = "bad field " + std::string(name.tag);
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

}  // namespace frontdesk::item
