// The words of a description: `describe(v, value, view)` names every member of `value` once, in order, and visitors do
// the rest (README.md lists them). `view` is the struct of plugin.h that shows the value; visitors that have none pass
// kNoView. A visitor is a class with one member function a word; deriving from Silent, it names only what it looks at.
//
//   | word                                  | member                                  | on the wire             |
//   |---------------------------------------|-----------------------------------------|-------------------------|
//   | text(name, s, view, limit)            | short UTF-8                             | JSON member             |
//   | body(name, s, view, limit)            | UTF-8 of any length                     | size in JSON, raw tail  |
//   | bytes(name, s, view)                  | binary; the journal keeps it apart      | size in JSON, raw tail  |
//   | number, flag, duration, choice        | choice: bounded by first and last value | JSON member             |
//   | texts(name, all, view, n, count, lim) | many short texts                        | JSON array              |
//   | list(name, all, view, n, count)       | many described structs                  | JSON array of objects   |
//   | object(name, one, view, whose)        | a described struct or none              | JSON object             |
//   | part(name, s, role, mime, view, n)    | one text among the parts of the view    | as body                 |
//   | rule(kept, words)                     | what must hold between members          |                         |
#pragma once

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace frontdesk::item {

/// `told`: in plugin.h and in the words of a broken rule. `tag`: on the wire and in the journal, where rows of years
/// ago are still read: never changed, never used for anything else.
struct Name {
  constexpr Name(const char* both) : told(both), tag(both) {}  // NOLINT(google-explicit-constructor)
  constexpr Name(const char* in_words, const char* on_wire) : told(in_words), tag(on_wire) {}
  std::string_view told;
  std::string_view tag;
};

/// What text() and body() may hold; whatever the limit, it is clean UTF-8 (rules.h).
struct Limit {
  std::size_t most_bytes = std::string_view::npos;
  bool required = false;
};

/// How many, and how one of them is called in the words of a broken rule: "a part".
struct Count {
  std::size_t most = 0;
  std::string_view one;
};

/// A value to read or to fill in.
template <class T, class Value>
concept Like = std::same_as<std::remove_const_t<T>, Value>;

/// Stands in for the view where a visitor has none.
template <class Value>
inline constexpr typename Value::View kNoView{};

/// Passes over every member.
struct Silent {
  void text(Name, const auto&...) {}
  void body(Name, const auto&...) {}
  void bytes(Name, const auto&...) {}
  void number(Name, const auto&...) {}
  void flag(Name, const auto&...) {}
  void duration(Name, const auto&...) {}
  void choice(Name, const auto&...) {}
  void texts(Name, const auto&...) {}
  void list(Name, const auto&...) {}
  void object(Name, const auto&...) {}
  void part(Name, const auto&...) {}
  void rule(bool, std::string_view) {}
};

}  // namespace frontdesk::item
