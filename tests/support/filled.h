// filled<T>(): a described value whose every member holds something else than its default, whatever its description
// names. A test that sends one through a codec holds for members that do not exist yet.
#pragma once

#include <frontdesk/item/outbound.h>

namespace frontdesk::test {

class Filler : public item::Silent {
 public:
  void text(item::Name name, std::string& into, const auto&...) {
    into = std::string(name.told) + " 值 " + std::to_string(++count_);
  }
  void body(item::Name name, std::string& into, const auto&...) { text(name, into); }
  void bytes(item::Name name, std::string& into, const auto&...) {
    text(name, into);
    into += std::string("\0\xff", 2);
  }
  void part(item::Name name, std::string& into, const auto&...) { text(name, into); }
  void number(item::Name, auto& into, const auto&...) { into = ++count_; }
  void flag(item::Name, bool& into, const auto&...) { into = true; }
  void duration(item::Name, std::chrono::nanoseconds& into, const auto&...) { into = std::chrono::seconds(++count_); }
  template <class Enum>
  void choice(item::Name, Enum& into, Enum, Enum last, const auto&...) {
    into = last;
  }
  void texts(item::Name name, std::vector<std::string>& into, const auto&...) {
    into.resize(2);
    for (std::string& one : into) text(name, one);
  }
  template <class Value>
  void list(item::Name, std::vector<Value>& into, const auto&...) {
    into.resize(2);
    for (Value& one : into) describe(*this, one, item::kNoView<Value>);
  }
  template <class Value>
  void object(item::Name, std::optional<Value>& into, const auto&...) {
    describe(*this, into.emplace(), item::kNoView<Value>);
  }

 private:
  std::uint8_t count_ = 0;
};

template <class Value>
Value filled() {
  Value value;
  Filler filler;
  describe(filler, value, item::kNoView<Value>);
  // The size of an attachment that is there is the size of its bytes.
  for (sdk::Attachment& attachment : value.attachments) attachment.size = attachment.data.size();
  return value;
}

}  // namespace frontdesk::test
