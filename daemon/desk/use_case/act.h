// Act: a use case that changes something, inside its one transaction. Row, timeline, audit record and event leave
// together when the act is finished: none of them can be forgotten (invariant 4).
//
// run() of an act says what changed (`changed`) or that nothing did; the framework writes the record under the use
// case's name. What must wait for the commit goes into `after_commit`. Thread rule: the store's writer thread, inside
// the transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/use_case/use_case.h"

namespace frontdesk::storage {
class Tx;
}

namespace frontdesk::desk {

struct Desk;

/// What an act leaves to be done once it is durable.
using AfterCommit = std::vector<std::function<void()>>;

class Act {
 public:
  Act(Desk& of, storage::Tx& in, const Actor& who, const UseCase& what, AfterCommit& after);

  Desk& desk;
  Context& context;
  storage::Tx& tx;
  const Actor& actor;
  const UseCase& use_case;

  /// What the record is about; the first word of the name, unless said otherwise.
  void about(std::int64_t object, std::string_view object_type = {});
  /// Masked JSON of what it was and what it became, or empty.
  void changed(std::string before, std::string after) {
    before_ = std::move(before);
    after_ = std::move(after);
  }
  /// Masked.
  void because(std::string reason) { reason_ = std::move(reason); }
  /// The wish was fulfilled already: no record, no event, no new version.
  void nothing_changed() { idle_ = true; }
  void after_commit(std::function<void()> work) { after_commit_.push_back(std::move(work)); }

  /// For the framework: the audit record.
  Result<void> finish();

 protected:
  [[nodiscard]] bool is_idle() const { return idle_; }
  AfterCommit& later() { return after_commit_; }

 private:
  AfterCommit& after_commit_;
  std::int64_t object_ = 0;
  std::string object_type_;
  std::string before_;
  std::string after_;
  std::string reason_;
  bool idle_ = false;
};

/// {"name":"value"}: what a record says of one member.
std::string change_json(std::string_view name, std::string_view value);

}  // namespace frontdesk::desk
