// Between described values and the structs of plugin.h. Internal to the SDK, the host and the fake host.
//
// To C: Flat holds the arrays that the C struct points at; the result views the C++ value, which must outlive it. From
// C: values are copied, members beyond the sender's struct_size read as empty. No count and no enumeration of a plugin
// is trusted here; rules.h judges the result.
#pragma once

#include <frontdesk/item/outbound.h>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::sdk::detail {

inline fdk_str str(std::string_view text) { return {text.data(), text.size()}; }
inline fdk_bytes bytes(std::string_view content) { return {content.data(), content.size()}; }
inline std::string_view view(fdk_str text) {
  return {text.data == nullptr ? "" : text.data, text.data == nullptr ? 0 : text.size};
}
inline std::string_view view(fdk_bytes content) {
  return view(fdk_str{static_cast<const char*>(content.data), content.size});
}
inline std::string own(fdk_str text) { return std::string(view(text)); }
inline std::string own(fdk_bytes content) { return std::string(view(content)); }

template <class T>
T made() {
  T empty;
  std::memset(&empty, 0, sizeof empty);
  empty.struct_size = sizeof(T);
  return empty;
}

/// The struct as this header knows it: what the sender did not know reads as zero.
template <class T>
T read_struct(const T* from) {
  T copy;
  std::memset(&copy, 0, sizeof copy);
  if (from != nullptr) std::memcpy(&copy, from, from->struct_size < sizeof(T) ? from->struct_size : sizeof(T));
  return copy;
}

/// The size of a struct in version 0.1, from which on members are only appended: less than that is a mistake.
template <class T>
inline constexpr std::uint32_t kLeastSize = sizeof(T);
template <>
inline constexpr std::uint32_t kLeastSize<fdk_item> = offsetof(fdk_item, content_key);

/// Why the struct cannot be read, in words for the plugin's author; empty when it can.
template <class T>
std::string size_fault(const std::string& what, const T* from) {
  if (from == nullptr) return what + " is null";
  if (from->struct_size >= kLeastSize<T>) return {};
  return "struct_size of " + what + " is " + std::to_string(from->struct_size) + ", at least " +
         std::to_string(kLeastSize<T>) + " is needed";
}

/// The same for the elements of an array, by the first that cannot be read.
template <class T>
std::string size_fault(const std::string& what, const T* first, std::size_t count) {
  if (count == 0) return {};
  if (first == nullptr) return what + " is null, and its count is " + std::to_string(count);
  if (auto fault = size_fault(what + "[0]", first); !fault.empty()) return fault;
  const auto* at = reinterpret_cast<const unsigned char*>(first);
  for (std::size_t i = 1; i < count; ++i) {
    const auto* one = reinterpret_cast<const T*>(at + i * first->struct_size);
    if (one->struct_size == first->struct_size) continue;
    return "struct_size of " + what + "[" + std::to_string(i) + "] is " + std::to_string(one->struct_size) +
           ", that of " + what + "[0] is " + std::to_string(first->struct_size);
  }
  return {};
}

/// Calls `visit` with each element of an array whose stride is the first element's struct_size.
template <class T, class Visit>
void for_each(const T* first, std::size_t count, Visit visit) {
  if (first == nullptr || count == 0 || first->struct_size < sizeof(first->struct_size)) return;
  const auto* at = reinterpret_cast<const unsigned char*>(first);
  const std::size_t stride = first->struct_size;
  for (std::size_t i = 0; i < count; ++i) visit(read_struct(reinterpret_cast<const T*>(at + i * stride)));
}

/// Fills in a C struct.
class ToView : public item::Silent {
 public:
  void text(item::Name, const std::string& from, fdk_str& to, const auto&...) { to = str(from); }
  void body(item::Name, const std::string& from, fdk_str& to, const auto&...) { to = str(from); }
  void bytes(item::Name, const std::string& from, fdk_bytes& to) { to = detail::bytes(from); }
  void number(item::Name, const auto& from, auto& to) { to = from; }
  void flag(item::Name, bool from, std::int32_t& to) { to = from ? 1 : 0; }
  void flag(item::Name, bool from, std::uint32_t& to, std::uint32_t bit) {
    if (from) to |= bit;
  }
  void duration(item::Name, Monotonic from, std::int64_t& to) { to = from.count(); }
  template <class Enum>
  void choice(item::Name, Enum from, Enum, Enum, std::int32_t& to) {
    to = static_cast<std::int32_t>(from);
  }
  void texts(item::Name, const std::vector<std::string>& from, const fdk_str*& to, std::size_t& count, const auto&...) {
    auto* all = array<fdk_str>(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) all[i] = str(from[i]);
    to = all;
    count = from.size();
  }
  template <class Value>
  void list(item::Name, const std::vector<Value>& from, const typename Value::View*& to, std::size_t& count,
            const auto&...) {
    to = views(from.data(), from.size());
    count = from.size();
  }
  template <class Value>
  void object(item::Name, const std::optional<Value>& from, const typename Value::View*& to, const auto&...) {
    to = from ? views(&*from, 1) : nullptr;
  }
  /// The body is always there; other parts when they say something.
  void part(item::Name, const std::string& from, PartRole role, const char* mime, const fdk_part*& to,
            std::size_t& count) {
    if (parts_ == nullptr) to = parts_ = array<fdk_part>(kMostParts);
    if (role != PartRole::kBody && from.empty()) return;
    fdk_part& one = parts_[count++] = made<fdk_part>();
    one.role = static_cast<fdk_part_role>(role);
    one.mime = str(mime);
    one.text = str(from);
  }

 private:
  static constexpr std::size_t kMostParts = 3;  // one a role

  template <class View>
  View* array(std::size_t size) {
    if (size == 0) return nullptr;
    blocks_.push_back(std::make_unique<std::byte[]>(size * sizeof(View)));
    return reinterpret_cast<View*>(blocks_.back().get());
  }
  template <class Value>
  typename Value::View* views(const Value* from, std::size_t size) {
    auto* all = array<typename Value::View>(size);
    for (std::size_t i = 0; i < size; ++i) {
      all[i] = made<typename Value::View>();
      describe(*this, from[i], all[i]);
      if constexpr (std::same_as<Value, Attachment>) {
        if (all[i].data.size > 0) all[i].size = all[i].data.size;
      }
    }
    return all;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  fdk_part* parts_ = nullptr;
};

/// Copies out of a C struct. What cannot be read is left out, and fault() says so.
class FromView : public item::Silent {
 public:
  /// The first array or struct that could not be read, in words for the plugin's author; empty: none.
  [[nodiscard]] const std::string& fault() const { return fault_; }

  void text(item::Name, std::string& to, fdk_str from, const auto&...) { to = own(from); }
  void body(item::Name, std::string& to, fdk_str from, const auto&...) { to = own(from); }
  void bytes(item::Name, std::string& to, fdk_bytes from) { to = own(from); }
  void number(item::Name, auto& to, auto from) { to = from; }
  void flag(item::Name, bool& to, std::int32_t from) { to = from != 0; }
  void flag(item::Name, bool& to, std::uint32_t from, std::uint32_t bit) { to = (from & bit) != 0; }
  void duration(item::Name, Monotonic& to, std::int64_t from) { to = Monotonic(from); }
  template <class Enum>
  void choice(item::Name, Enum& to, Enum, Enum, std::int32_t from) {
    to = static_cast<Enum>(from);
  }
  void texts(item::Name name, std::vector<std::string>& to, const fdk_str* from, std::size_t count, const auto&...) {
    if (from == nullptr && count > 0) note(std::string(name.told) + " is null, and its count is not 0");
    for (std::size_t i = 0; from != nullptr && i < count; ++i) to.push_back(own(from[i]));
  }
  template <class Value>
  void list(item::Name name, std::vector<Value>& to, const typename Value::View* from, std::size_t count,
            const auto&...) {
    note(size_fault(std::string(name.told), from, count));
    for_each(from, count, [&](const auto& one) { describe(*this, to.emplace_back(), one); });
  }
  template <class Value>
  void object(item::Name name, std::optional<Value>& to, const typename Value::View* from, const auto&...) {
    if (from != nullptr) note(size_fault(std::string(name.told), from));
    for_each(from, from == nullptr ? 0 : 1, [&](const auto& one) { describe(*this, to.emplace(), one); });
  }
  void part(item::Name, std::string& to, PartRole role, const char*, const fdk_part* from, std::size_t count) {
    for_each(from, count, [&](const fdk_part& one) {
      if (one.role == static_cast<fdk_part_role>(role)) to = own(one.text);
    });
  }

 private:
  void note(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }

  std::string fault_;
};

/// The C view of one described value.
template <class Value>
class Flat {
 public:
  explicit Flat(const Value& from) : view_(made<typename Value::View>()) { describe(to_, from, view_); }

  /// Valid as long as this object and the value live.
  [[nodiscard]] const typename Value::View& get() const { return view_; }

 private:
  typename Value::View view_;
  ToView to_;
};

template <class Value>
Value own(const typename Value::View& from) {
  Value value;
  FromView to;
  describe(to, value, from);
  return value;
}

}  // namespace frontdesk::sdk::detail
