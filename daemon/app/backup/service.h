// BackupService: the daemon's copies. Makes one, takes the newest apart again, tells what became of it, each on record.
// Thread rule: any thread but the store's writer; one act at a time, a second one is refused (kConflict).
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

#include "app/backup/manifest.h"
#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/machine/backup_state.h"

namespace frontdesk::app {

struct BackupOptions {
  std::string data_directory;
  std::string folder;
  std::string passphrase_file;  ///< empty: copies are not sealed
  std::size_t keep = 14;
  std::string version;
};

class BackupService {
 public:
  /// `context` must outlive the service.
  BackupService(desk::Context& context, BackupOptions options) : context_(context), options_(std::move(options)) {}

  /// A new copy; then those that are too many or too old go.
  Result<Manifest> create(const desk::Actor& actor);
  /// The newest copy, or the one of this name, is taken apart and compared. Errors: kNotFound, kCorrupt with what is
  /// wrong.
  Result<Manifest> drill(const desk::Actor& actor, const std::string& name = {});
  [[nodiscard]] std::vector<Manifest> list() const { return list_copies(options_.folder); }
  /// What is being done ends soon, without success.
  void stop() { stopping_ = true; }

 private:
  Result<Secret> passphrase() const;
  Result<Manifest> make();
  Result<Manifest> take_apart(const std::string& name);
  Result<void> tell(const desk::Actor& actor, const std::string& action, const std::string& copy,
                    const std::string& trouble, const std::function<void(desk::BackupState&)>& change);

  desk::Context& context_;
  const BackupOptions options_;
  std::mutex busy_;  // held by the one act
  std::atomic<bool> stopping_{false};
};

}  // namespace frontdesk::app
