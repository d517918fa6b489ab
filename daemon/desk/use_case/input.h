// Input: what somebody asks for, from whatever front it came, and reading it into the struct of a use case.
//
// What was never asked for is refused, so that nobody slips in "roles" where only a name is expected. All faults are
// collected, one per field. Thread rule: a plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "desk/actor.h"
#include "desk/use_case/fields.h"
#include "domain/profile/words.h"

namespace frontdesk::desk {

struct Input {
  /// Values of the {…} in the pattern, in order.
  std::vector<std::string> path;
  /// An object: the body, or the query with texts as values.
  json::Value fields{json::Object{}};
  /// In a query every value is text, and what nobody knows is nobody's concern.
  bool is_query = false;
  std::optional<std::int64_t> seen_version;  ///< nullopt: the caller does not say (the command line)
  std::string request_key;
};

/// One field of a form that is not acceptable.
struct FieldFault {
  std::string field;
  std::string message;
  std::string key;
};

/// Why a use case was not carried out.
struct Refusal {
  Error error;
  std::vector<FieldFault> fields;
  std::optional<std::int64_t> current_version;  ///< with key "error.version", where the object has one
};

/// The reading of values; knows nothing of the struct they go into.
class InputReader {
 public:
  /// `input` must outlive this.
  explicit InputReader(const Input& input) : input_(input) {}

  const std::string& next_path();
  void no_such_object() { lost_ = true; }

  std::optional<std::string> text(std::string_view name, const TextRule& rule);
  std::optional<bool> flag(std::string_view name);
  /// The text of an id; `null` says that the member is null.
  std::optional<std::int64_t> id(std::string_view name, bool optional, bool& null);
  std::vector<std::string> texts(std::string_view name, const ListRule& rule);
  std::optional<std::string> word(std::string_view name, const WordRule& rule, bool& null);
  std::int64_t number(std::string_view name, const NumberRule& rule);
  std::optional<Micros> moment(std::string_view name);
  const json::Value* tree(std::string_view name, bool optional);
  [[nodiscard]] bool has(std::string_view name) const { return input_.fields.find(name) != nullptr; }

  void fault(std::string_view name, std::string_view message, std::string_view key);
  /// After the last field: what is wrong, if anything.
  std::optional<Refusal> refusal();

 private:
  const json::Value* ask(std::string_view name);

  const Input& input_;
  std::size_t path_read_ = 0;
  bool lost_ = false;
  std::vector<std::string> asked_;
  std::vector<FieldFault> faults_;
};

/// The visitor that fills a T.
template <class T>
class Reading {
 public:
  Reading(InputReader& reader, T& target) : reader_(reader), target_(target) {}

  template <class C, class M>
  void path(std::string_view, M C::*member) {
    if constexpr (std::is_same_v<M, std::string>) {
      target_.*member = reader_.next_path();
    } else {
      const auto id = parse_id<M>(reader_.next_path());
      if (id) {
        target_.*member = *id;
      } else {
        reader_.no_such_object();
      }
    }
  }

  /// std::string, Secret, or an optional of either.
  template <class C, class M>
  void text(std::string_view name, M C::*member, const TextRule& rule) {
    auto value = reader_.text(name, rule);
    if (value) target_.*member = M(std::move(*value));
  }

  /// bool, or an optional one.
  template <class C, class M>
  void flag(std::string_view name, M C::*member) {
    if (const auto value = reader_.flag(name)) target_.*member = *value;
  }

  /// An optional id. Not optional: the member must be there, and null stands for "none".
  template <class C, class M>
  void id(std::string_view name, std::optional<M> C::*member, bool optional) {
    bool null = false;
    if (const auto value = reader_.id(name, optional, null)) target_.*member = M{*value};
  }

  template <class C, class M>
  void ids(std::string_view name, std::vector<M> C::*member, const ListRule& rule) {
    for (const std::string& text : reader_.texts(name, rule)) {
      if (const auto id = parse_id<M>(text)) {
        (target_.*member).push_back(*id);
      } else {
        reader_.fault(name, "must be ids", "error.field_type");
      }
    }
  }

  template <class C>
  void texts(std::string_view name, std::vector<std::string> C::*member, const ListRule& rule) {
    target_.*member = reader_.texts(name, rule);
  }

  /// Roles, or optional ones.
  template <class C, class M>
  void roles(std::string_view name, M C::*member, bool optional) {
    if (optional && !reader_.has(name)) {
      (void)reader_.texts(name, {.most = 0, .optional = true});
      return;
    }
    Roles roles;
    for (const std::string& word : reader_.texts(name, {.most = std::size(kEveryRole), .optional = optional})) {
      if (const auto role = domain::parse_role(word)) {
        roles.add(*role);
      } else {
        return reader_.fault(name, "must be some of admin, agent and supervisor", "error.roles");
      }
    }
    target_.*member = roles;
  }

  /// A value of an enumeration with Words, or an optional one. `null` becomes Enum{}.
  template <class C, class Enum>
  void word(std::string_view name, std::optional<Enum> C::*member, bool nullable = false) {
    bool null = false;
    const auto word =
        reader_.word(name, {.words = domain::Words<Enum>::all(), .optional = true, .nullable = nullable}, null);
    if (null) target_.*member = Enum{};
    if (word) target_.*member = domain::Words<Enum>::parse(*word);
  }
  template <class C, class Enum>
  void word_or(std::string_view name, Enum C::*member) {
    bool null = false;
    const auto word = reader_.word(name, {.words = domain::Words<Enum>::all(), .optional = true}, null);
    if (word) target_.*member = *domain::Words<Enum>::parse(*word);
  }

  /// One of some words, as text; empty when it is not given.
  template <class C>
  void one_of(std::string_view name, std::string C::*member, std::span<const std::string_view> words) {
    bool null = false;
    target_.*member = reader_.word(name, {.words = words, .optional = true}, null).value_or("");
  }

  template <class C, class M>
  void number(std::string_view name, M C::*member, const NumberRule& rule) {
    target_.*member = static_cast<M>(reader_.number(name, rule));
  }

  template <class C>
  void moment(std::string_view name, std::optional<Micros> C::*member) {
    target_.*member = reader_.moment(name);
  }

  /// json::Value, or an optional one.
  template <class C, class M>
  void tree(std::string_view name, M C::*member, bool optional) {
    if (const json::Value* value = reader_.tree(name, optional)) target_.*member = *value;
  }

 private:
  InputReader& reader_;
  T& target_;
};

/// Fills `target`; the refusal when something is wrong.
template <class T>
std::optional<Refusal> read_input(const Input& input, T& target) {
  InputReader reader(input);
  Reading<T> reading(reader, target);
  T::describe(reading);
  return reader.refusal();
}

}  // namespace frontdesk::desk
