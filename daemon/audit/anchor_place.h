// Anchor places: where the newest signed checkpoint is kept outside the database, so that an older copy of the database
// that was put back, or a trail that was cut, does not fit. The more of them the database's owner cannot write, the
// more they prove.
//
//   AnchorFile(directory + "/audit.anchor")      beside the database: one note, replaced each time
//   AnchorHistory("/mnt/elsewhere/anchors")      a file elsewhere: notes are only ever appended
//   SystemLogAnchor()                            one line in the system's log; it cannot be read back
//
// Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/act.h"
#include "base/result.h"
#include "base/time.h"

namespace frontdesk::audit {

class AnchorPlace {
 public:
  virtual ~AnchorPlace() = default;
  /// For people: "audit.anchor", "system log", a path.
  [[nodiscard]] virtual std::string name() const = 0;
  /// Keeps a signed note, durably where that is possible; `monotonic` paces places that grow. `last`: nothing follows.
  virtual Result<void> keep(std::string_view note, Duration monotonic, bool last) = 0;
  /// The notes that are kept, oldest first, separated by an empty line; kNotFound when there is none, kUnavailable for
  /// a place that cannot be read.
  [[nodiscard]] virtual Result<std::string> kept() const = 0;
};

class AnchorFile final : public AnchorPlace {
 public:
  explicit AnchorFile(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] std::string name() const override;
  Result<void> keep(std::string_view note, Duration monotonic, bool last) override;
  [[nodiscard]] Result<std::string> kept() const override;

 private:
  const std::string path_;
};

/// Appends at most every ten minutes; needs no right but to append, so the file may be append-only (chattr +a) or lie
/// on a share that others keep.
class AnchorHistory final : public AnchorPlace {
 public:
  explicit AnchorHistory(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] std::string name() const override { return path_; }
  Result<void> keep(std::string_view note, Duration monotonic, bool last) override;
  /// The newest ones: at most 64 KiB.
  [[nodiscard]] Result<std::string> kept() const override;

 private:
  const std::string path_;
  Duration kept_at_{0};
  bool has_kept_ = false;
};

/// syslog(3), facility authpriv: the journal where systemd runs. One line "anchor ORIGIN SIZE ROOT SIGNATURE".
class SystemLogAnchor final : public AnchorPlace {
 public:
  [[nodiscard]] std::string name() const override { return "system log"; }
  Result<void> keep(std::string_view note, Duration monotonic, bool last) override;
  [[nodiscard]] Result<std::string> kept() const override;
};

using AnchorPlaces = std::vector<std::unique_ptr<AnchorPlace>>;

/// A note as one line, and back: "ORIGIN SIZE ROOT NAME SIGNATURE". Empty when it is no note.
std::string note_to_line(std::string_view note);

}  // namespace frontdesk::audit
