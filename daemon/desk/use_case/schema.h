// InputSchema: what a use case may be asked, as data: for the description of the HTTP interface, the command line, and
// whoever builds a form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/secret.h"
#include "desk/actor.h"
#include "desk/use_case/fields.h"
#include "desk/use_case/view.h"

namespace frontdesk::desk {

struct Field {
  enum class Kind : std::uint8_t { kPath, kText, kSecret, kFlag, kNumber, kList, kTree };

  std::string name;
  Kind kind = Kind::kText;
  bool required = false;
  json::Value schema;  ///< JSON Schema, with references to the named ones
};

/// The visitor that collects the fields of a T.
class InputSchema {
 public:
  explicit InputSchema(ViewSchema::Named& named) : named_(named) {}

  template <class C, class M>
  void path(std::string_view name, M C::*) {
    add_path(name, !std::is_same_v<M, std::string>);
  }
  template <class C, class M>
  void text(std::string_view name, M C::*, const TextRule& rule) {
    add_text(name, rule, std::is_same_v<M, Secret> || std::is_same_v<M, std::optional<Secret>>);
  }
  template <class C, class M>
  void flag(std::string_view name, M C::*member) {
    if constexpr (std::is_same_v<M, bool>) {
      add_flag(name, C{}.*member);
    } else {
      add_flag(name, std::nullopt);
    }
  }
  template <class C, class M>
  void id(std::string_view name, std::optional<M> C::*, bool optional) {
    add_id(name, optional);
  }
  template <class C, class M>
  void ids(std::string_view name, std::vector<M> C::*, const ListRule& rule) {
    add_list(name, rule, ViewSchema::reference("Id"));
  }
  template <class C>
  void texts(std::string_view name, std::vector<std::string> C::*, const ListRule& rule) {
    add_list(name, rule, ViewSchema::type("string"));
  }
  template <class C, class M>
  void roles(std::string_view name, M C::*, bool optional) {
    add(name, Field::Kind::kList, !optional, ViewSchema::reference("Roles"));
  }
  template <class C, class Enum>
  void word(std::string_view name, std::optional<Enum> C::*, bool nullable = false) {
    add_word(name, domain::Words<Enum>::kName, domain::Words<Enum>::all(), nullable, {});
  }
  template <class C, class Enum>
  void word_or(std::string_view name, Enum C::*member) {
    add_word(name, domain::Words<Enum>::kName, domain::Words<Enum>::all(), false, to_text(C{}.*member));
  }
  template <class C>
  void one_of(std::string_view name, std::string C::*, std::span<const std::string_view> words) {
    add_one_of(name, words);
  }
  template <class C, class M>
  void number(std::string_view name, M C::*, const NumberRule& rule) {
    add_number(name, rule);
  }
  template <class C>
  void moment(std::string_view name, std::optional<Micros> C::*) {
    add(name, Field::Kind::kText, false, ViewSchema::reference("Time"));
  }
  template <class C, class M>
  void tree(std::string_view name, M C::*, bool optional) {
    add(name, Field::Kind::kTree, !optional, ViewSchema::reference("Config"));
  }

  [[nodiscard]] std::vector<Field> take() { return std::move(fields_); }

 private:
  void add(std::string_view name, Field::Kind kind, bool required, json::Value schema);
  void add_path(std::string_view name, bool is_id);
  void add_text(std::string_view name, const TextRule& rule, bool secret);
  void add_flag(std::string_view name, std::optional<bool> fallback);
  void add_id(std::string_view name, bool optional);
  void add_list(std::string_view name, const ListRule& rule, json::Value of);
  void add_word(std::string_view name, std::string_view schema, std::span<const std::string_view> words, bool nullable,
                std::string_view fallback);
  void add_one_of(std::string_view name, std::span<const std::string_view> words);
  void add_number(std::string_view name, const NumberRule& rule);

  ViewSchema::Named& named_;
  std::vector<Field> fields_;
};

}  // namespace frontdesk::desk
