#include "item/rules.h"

#include <array>
#include <cstdint>

namespace frontdesk::item {

namespace {

/// Finds the first broken rule. Values that came through the C interface may be anything.
class Rules : public Silent {
 public:
  /// `whose`: " of a part" behind the names inside one.
  explicit Rules(std::string whose = {}) : whose_(std::move(whose)) {}
  std::string take() { return std::move(why_); }

  void text(Name name, const std::string& text, const auto&, Limit limit) { check(told(name), text, limit); }
  void body(Name name, const std::string& text, const auto&, Limit limit) { check(told(name), text, limit); }
  template <class Enum>
  void choice(Name name, Enum value, Enum first, Enum last, const auto&) {
    if (value < first || value > last) fail(told(name) + " is unknown");
  }
  void texts(Name name, const std::vector<std::string>& all, const auto&, const auto&, Count count, Limit limit) {
    check(name, all.size(), count);
    for (const auto& one : all) check(std::string(count.one), one, limit);
  }
  template <class Value>
  void list(Name name, const std::vector<Value>& all, const auto&, const auto&, Count count) {
    check(name, all.size(), count);
    for (const Value& one : all) look_into(one, count.one);
  }
  template <class Value>
  void object(Name, const std::optional<Value>& one, const auto&, std::string_view whose) {
    if (one) look_into(*one, whose);
  }
  void rule(bool kept, std::string_view why) {
    if (!kept) fail(std::string(why));
  }

 private:
  [[nodiscard]] std::string told(Name name) const { return std::string(name.told) + whose_; }
  void fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }
  void check(Name name, std::size_t size, Count count) {
    if (size > count.most) fail("too many " + std::string(name.told));
  }
  void check(const std::string& name, const std::string& text, Limit limit) {
    if (!why_.empty()) return;
    if (limit.required && text.empty()) return fail(name + " is missing");
    if (text.size() > limit.most_bytes) {
      return fail(name + " is longer than " + std::to_string(limit.most_bytes) + " bytes");
    }
    if (!is_clean_text(text)) fail(name + " is not clean UTF-8");
  }
  template <class Value>
  void look_into(const Value& value, std::string_view whose) {
    if (!why_.empty()) return;
    Rules inside(" of " + std::string(whose));
    describe(inside, value, kNoView<Value>);
    why_ = inside.take();
  }

  std::string whose_;
  std::string why_;
};

}  // namespace

std::string broken_rule(const sdk::Item& item) {
  Rules rules;
  describe(rules, item, kNoView<sdk::Item>);
  return rules.take();
}

bool is_clean_text(std::string_view text) {
  // Lead byte → length and smallest code point; continuation bytes are checked one by one (RFC 3629).
  static constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      if (lead == 0) return false;
      ++at;
      continue;
    }
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    if (length == 0 || lead > 0xf4 || at + length > text.size()) return false;
    std::uint32_t point = lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xc0) != 0x80) return false;
      point = (point << 6) | (next & 0x3fU);
    }
    if (point < kSmallest[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    at += length;
  }
  return true;
}

}  // namespace frontdesk::item
