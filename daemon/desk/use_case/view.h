// View: how a value is shown outside, declared once for the JSON and for its description.
//
//   template <> struct View<NamedUser> {
//     static constexpr std::string_view kName = "NamedUser";       // of the schema
//     template <class V> static void describe(V& v, const NamedUser& user) {
//       v.id("id", user.id);
//       v.text("display_name", user.display_name);
//     }
//   };
//
// ViewWriter writes JSON, ViewSchema collects the schema. Text that customers wrote is MaskedText; nothing here accepts
// ClearText. Thread rule: a plain value.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/time.h"
#include "desk/actor.h"
#include "desk/page.h"
#include "domain/profile/words.h"

namespace frontdesk::desk {

template <class T>
struct View;

/// RFC 3339, or null for a time that is not set or never comes.
json::Writer& write_time(json::Writer& out, Micros at);

class ViewWriter {
 public:
  explicit ViewWriter(json::Writer& out) : out_(out) {}

  void text(std::string_view name, std::string_view value) { out_.member(name, value); }
  /// Null when empty.
  void text_or_null(std::string_view name, std::string_view value);
  template <class Tag>
  void id(std::string_view name, Id<Tag> id) {
    out_.member(name, to_text(id));
  }
  void id(std::string_view name, std::int64_t id) { out_.member(name, std::to_string(id)); }
  void number(std::string_view name, std::int64_t value) { out_.member(name, value); }
  void flag(std::string_view name, bool value) { out_.member(name, value); }
  void flag_or_null(std::string_view name, std::optional<bool> value);
  /// A time that may be open.
  void time(std::string_view name, Micros at) { write_time(out_.key(name), at); }
  /// A time that is always there.
  void moment(std::string_view name, Micros at) { write_time(out_.key(name), at); }
  template <class Enum>
  void word(std::string_view name, Enum value) {
    text(name, to_text(value));
  }
  /// Null for the empty word.
  template <class Enum>
  void word_or_null(std::string_view name, Enum value) {
    text_or_null(name, to_text(value));
  }
  void one_of(std::string_view name, std::span<const std::string_view>, std::string_view value) { text(name, value); }
  void texts(std::string_view name, const std::vector<std::string>& values);
  /// One of some words in each item; `schema` names the list in the description.
  void words(std::string_view name, std::string_view schema, const std::vector<std::string_view>& values);
  void roles(std::string_view name, Roles roles);
  template <class T>
  void object(std::string_view name, const T& value) {
    out_.key(name);
    write(value);
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>& value) {
    out_.key(name);
    if (value) {
      write(*value);
    } else {
      out_.null();
    }
  }
  template <class T>
  void list(std::string_view name, const std::vector<T>& values) {
    out_.key(name).begin_array();
    for (const T& value : values) write(value);
    out_.end_array();
  }
  /// Numbers by name.
  void counts(std::string_view name, const std::map<std::string_view, std::int64_t>& values);
  /// A tree that the desk only passes on. `schema`: its name in the description; empty: anything.
  void tree(std::string_view name, std::string_view schema, const json::Value& value) {
    out_.member(name, value);
    (void)schema;
  }
  /// JSON that is kept as text: null when empty, and text when it is none (it was cut for its length).
  void json_text(std::string_view name, std::string_view schema, const std::string& content);
  /// The members of another view, in this object.
  template <class T>
  void members_of(const T& value) {
    View<T>::describe(*this, value);
  }

  template <class T>
  void write(const T& value) {
    out_.begin_object();
    View<T>::describe(*this, value);
    out_.end_object();
  }

 private:
  json::Writer& out_;
};

/// Collects one object's schema, and those of the objects inside it by their names.
class ViewSchema {
 public:
  using Named = std::map<std::string, json::Value, std::less<>>;

  explicit ViewSchema(Named& named) : named_(named) {}

  void text(std::string_view name, std::string_view) { add(name, type("string")); }
  void text_or_null(std::string_view name, std::string_view) { add(name, nullable(type("string"))); }
  template <class Tag>
  void id(std::string_view name, Id<Tag>) {
    add(name, reference("Id"));
  }
  void id(std::string_view name, std::int64_t) { add(name, reference("Id")); }
  void number(std::string_view name, std::int64_t) { add(name, type("integer")); }
  void flag(std::string_view name, bool) { add(name, type("boolean")); }
  void flag_or_null(std::string_view name, std::optional<bool>) { add(name, nullable(type("boolean"))); }
  void time(std::string_view name, Micros) { add(name, reference("OptionalTime")); }
  void moment(std::string_view name, Micros) { add(name, reference("Time")); }
  template <class Enum>
  void word(std::string_view name, Enum) {
    add(name, enumeration(domain::Words<Enum>::kName, domain::Words<Enum>::all()));
  }
  template <class Enum>
  void word_or_null(std::string_view name, Enum) {
    add(name, or_null(enumeration(domain::Words<Enum>::kName, domain::Words<Enum>::all())));
  }
  void one_of(std::string_view name, std::span<const std::string_view> words, std::string_view);
  void texts(std::string_view name, const std::vector<std::string>&) { add(name, list_of(type("string"))); }
  void words(std::string_view name, std::string_view schema, const std::vector<std::string_view>&);
  void roles(std::string_view name, Roles);
  template <class T>
  void object(std::string_view name, const T& value) {
    add(name, named(value));
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>&) {
    add(name, or_null(named(T{})));
  }
  template <class T>
  void list(std::string_view name, const std::vector<T>&) {
    add(name, list_of(named(T{})));
  }
  void counts(std::string_view name, const std::map<std::string_view, std::int64_t>&);
  void tree(std::string_view name, std::string_view schema, const json::Value&);
  void json_text(std::string_view name, std::string_view schema, const std::string&);
  template <class T>
  void members_of(const T& value) {
    View<T>::describe(*this, value);
  }

  /// The reference to the named schema of a value, made when it is not there yet.
  template <class T>
  json::Value named(const T& value) {
    const std::string_view name = View<T>::kName;
    if (!named_.contains(name)) {
      named_.emplace(name, json::Value());
      ViewSchema inner(named_);
      View<T>::describe(inner, value);
      named_.find(name)->second = inner.take();
    }
    return reference(name);
  }
  /// {type: object} of what was named; every member is always there.
  json::Value take();

  static json::Value type(std::string_view name);
  static json::Value reference(std::string_view name);
  static json::Value or_null(json::Value schema);
  static json::Value list_of(json::Value schema);
  /// Adds the named enumeration; the reference to it.
  json::Value enumeration(std::string_view name, std::span<const std::string_view> words);

 private:
  static json::Value nullable(json::Value schema);
  void add(std::string_view name, json::Value schema);

  Named& named_;
  json::Value properties_{json::Object{}};
  json::Value required_{json::Array{}};
};

template <class T>
struct View<Page<T>> {
  static constexpr std::string_view kName = View<T>::kPageName;
  template <class V>
  static void describe(V& v, const Page<T>& page) {
    v.list("items", page.items);
    v.text_or_null("next", page.next);
  }
};

}  // namespace frontdesk::desk
