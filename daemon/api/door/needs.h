// Needs: what a route asks of whoever calls it, before anything is read.
#pragma once

#include <string_view>

#include "desk/actor.h"

namespace frontdesk::api {

struct Needs {
  enum class Kind {
    kAnyone,    ///< no session: sign-in, set-up, health
    kSignedIn,  ///< whoever is signed in
    kRight,     ///< whoever has `right`
    kOperate,   ///< who knows the token of the machine (metrics.token), or may run users
  };
  Kind kind;
  desk::Right right = desk::Right::kRunUsers;

  static constexpr Needs nobody_in_particular() { return {Kind::kAnyone}; }
  static constexpr Needs session() { return {Kind::kSignedIn}; }
  static constexpr Needs operation() { return {Kind::kOperate}; }
  static constexpr Needs of(desk::Right right) { return {Kind::kRight, right}; }

  /// Whether a signed-in person may pass.
  [[nodiscard]] bool allow(const desk::Actor& actor) const {
    return kind == Kind::kAnyone || kind == Kind::kSignedIn || actor.may(right);
  }
  /// The word in the description of the interface (x-frontdesk-needs).
  [[nodiscard]] std::string_view word() const {
    switch (kind) {
      case Kind::kAnyone: return "anyone";
      case Kind::kSignedIn: return "signed_in";
      case Kind::kOperate: return "operate";
      case Kind::kRight: return domain::to_text(right);
    }
    return "";
  }
};

}  // namespace frontdesk::api
