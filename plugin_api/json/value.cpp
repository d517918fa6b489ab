#include <algorithm>
#include <cassert>

#include "frontdesk/json.h"

namespace frontdesk::json {
namespace {
const Value kNull;
const Array kNoItems;
const Object kNoMembers;
}  // namespace

bool Value::as_bool(bool fallback) const {
  const auto* held = std::get_if<bool>(&held_);
  return held != nullptr ? *held : fallback;
}

std::int64_t Value::as_int(std::int64_t fallback) const {
  const auto* held = std::get_if<std::int64_t>(&held_);
  return held != nullptr ? *held : fallback;
}

double Value::as_double(double fallback) const {
  if (const auto* held = std::get_if<double>(&held_)) return *held;
  if (const auto* held = std::get_if<std::int64_t>(&held_)) return static_cast<double>(*held);
  return fallback;
}

std::string_view Value::as_string(std::string_view fallback) const {
  const auto* held = std::get_if<std::string>(&held_);
  return held != nullptr ? std::string_view(*held) : fallback;
}

const Array& Value::items() const {
  const auto* held = std::get_if<Array>(&held_);
  return held != nullptr ? *held : kNoItems;
}

const Object& Value::members() const {
  const auto* held = std::get_if<Object>(&held_);
  return held != nullptr ? *held : kNoMembers;
}

const Value* Value::find(std::string_view key) const {
  const Object& all = members();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Member& member) { return member.first == key; });
  return found == all.end() ? nullptr : &found->second;
}

const Value& Value::get(std::string_view key) const {
  const Value* found = find(key);
  return found != nullptr ? *found : kNull;
}

Value& Value::set(std::string key, Value value) {
  if (is_null()) held_ = Object{};
  assert(is_object());
  auto& all = std::get<Object>(held_);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Member& member) { return member.first == key; });
  if (found != all.end()) {
    found->second = std::move(value);
  } else {
    all.emplace_back(std::move(key), std::move(value));
  }
  return *this;
}

Value& Value::push(Value value) {
  if (is_null()) held_ = Array{};
  assert(is_array());
  std::get<Array>(held_).push_back(std::move(value));
  return *this;
}

}  // namespace frontdesk::json
