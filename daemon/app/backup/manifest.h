// Manifest: what a copy says about itself, and which copies a folder holds.
//
// Written last and in clear: it holds counts, sums and the public key of the trail, nothing of customers.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "privacy/seal/file_seal.h"
#include "storage/sql/copy.h"

namespace frontdesk::app {

inline constexpr const char* kCopiedDatabase = "frontdesk.db";

struct CopiedFile {
  std::string name;
  std::int64_t size = 0;  ///< clear, in bytes
  std::string sha256;     ///< of the clear bytes, hexadecimal
};

struct Manifest {
  std::string name;     ///< of the copy: when it was begun
  std::string made_at;  ///< RFC 3339
  std::string version;  ///< of the Frontdesk that made it
  int schema = 0;
  std::string salt;                     ///< hexadecimal; empty: the files are not sealed
  std::string audit_key;                ///< public, as `frontdesk audit key` prints it
  std::string key_check;                ///< tells whether a vault key is the one of this copy
  std::int64_t records = 0;             ///< in the audit trail
  storage::RowCounts rows{};            ///< by table
  bool database_only = false;           ///< of before an upgrade: the segments stay where they are
  std::vector<std::int64_t> damaged{};  ///< segments that were damaged when the copy was made
  std::vector<CopiedFile> files{};

  [[nodiscard]] bool is_sealed() const { return !salt.empty(); }
  /// What a file of the copy is bound to.
  [[nodiscard]] std::string label_of(const std::string& file) const { return name + "/" + file; }
};

/// kNotFound when the folder has none, kInvalid when it is none of ours or of a later form.
Result<Manifest> read_manifest(const std::string& copy);
Result<void> write_manifest(const std::string& folder, const Manifest& manifest);

/// nullopt for a copy that is not sealed. kInvalid when it is and there is no passphrase.
Result<std::optional<privacy::FileKey>> key_of(const Manifest& manifest, const Secret& passphrase);

/// Whole copies in the folder, the newest first; none when the folder is not there.
std::vector<Manifest> list_copies(const std::string& folder);

}  // namespace frontdesk::app
