// Fingerprint: everything that a request asks for, as text; two requests with the same one ask for the same. Not for
// showing: it holds clear text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "desk/use_case/fields.h"

namespace frontdesk::desk {

/// The visitor. Knows the kinds of fields that messages have.
template <class T>
class FingerprintWriter {
 public:
  FingerprintWriter(json::Writer& out, const T& value) : out_(out), value_(value) {}

  template <class C, class M>
  void path(std::string_view name, M C::*member) {
    out_.member(name, to_text(value_.*member));
  }
  template <class C>
  void text(std::string_view name, std::string C::*member, const TextRule&) {
    out_.member(name, value_.*member);
  }
  template <class C>
  void flag(std::string_view name, bool C::*member) {
    out_.member(name, value_.*member);
  }
  template <class C, class M>
  void id(std::string_view name, std::optional<M> C::*member, bool) {
    if (const std::optional<M>& id = value_.*member) out_.member(name, to_text(*id));
  }
  template <class C, class M>
  void ids(std::string_view name, std::vector<M> C::*member, const ListRule&) {
    out_.key(name).begin_array();
    for (const M id : value_.*member) out_.value(to_text(id));
    out_.end_array();
  }

  template <class C>
  void texts(std::string_view name, std::vector<std::string> C::*member, const ListRule&) {
    out_.key(name).begin_array();
    for (const std::string& text : value_.*member) out_.value(text);
    out_.end_array();
  }

 private:
  json::Writer& out_;
  const T& value_;
};

template <class T>
std::string fingerprint(const T& use_case) {
  json::Writer out;
  out.begin_object().member("use_case", T::kUseCase.name);
  FingerprintWriter<T> writer(out, use_case);
  T::describe(writer);
  out.end_object();
  return out.take();
}

}  // namespace frontdesk::desk
