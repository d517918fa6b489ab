// How heavy an item is: what batches, credit and memory are counted in.
#pragma once

#include <frontdesk/item/item.h>

#include <cstdint>

namespace frontdesk::item {

class Weigher : public Silent {
 public:
  void text(Name, const std::string& one, const auto&...) { bytes_ += one.size(); }
  void body(Name, const std::string& one, const auto&...) { bytes_ += one.size(); }
  void bytes(Name, const std::string& one, const auto&...) { bytes_ += one.size(); }
  void texts(Name, const std::vector<std::string>& all, const auto&...) {
    for (const auto& one : all) bytes_ += one.size();
  }
  template <class Value>
  void list(Name, const std::vector<Value>& all, const auto&...) {
    for (const auto& one : all) describe(*this, one, kNoView<Value>);
  }
  template <class Value>
  void object(Name, const std::optional<Value>& one, const auto&...) {
    if (one) describe(*this, *one, kNoView<Value>);
  }
  [[nodiscard]] std::uint64_t weight() const { return bytes_; }

 private:
  std::uint64_t bytes_ = 0;
};

/// The bytes of all its texts, attachments and its original.
inline std::uint64_t weight_of(const sdk::Item& one) {
  Weigher weigher;
  describe(weigher, one, kNoView<sdk::Item>);
  return weigher.weight();
}

}  // namespace frontdesk::item
