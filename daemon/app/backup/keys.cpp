#include "app/backup/keys.h"

#include <frontdesk/json.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "audit/durable_file.h"
#include "base/bytes.h"
#include "base/id.h"
#include "base/time.h"
#include "privacy/seal/file_seal.h"
#include "privacy/seal/key_source.h"
#include "privacy/seal/vault.h"

namespace frontdesk::app {
namespace {

using json::Value;

constexpr std::size_t kLeastCharacters = 12;
constexpr std::string_view kForm = "frontdesk-keys-1 ";  // then the salt, a line break, and the sealed bytes
constexpr std::string_view kLabel = "frontdesk keys";

/// A folder for one clear file, in memory where the system has such a place.
class ShortLived {
 public:
  ShortLived() {
    std::string pattern = "/dev/shm/frontdesk-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
      pattern = "/tmp/frontdesk-XXXXXX";
      if (::mkdtemp(pattern.data()) == nullptr) return;
    }
    folder_ = pattern;
  }
  ~ShortLived() {
    for (const char* name : {"/clear", "/sealed"}) ::unlink((folder_ + name).c_str());
    ::rmdir(folder_.c_str());
  }
  ShortLived(const ShortLived&) = delete;
  ShortLived& operator=(const ShortLived&) = delete;
  [[nodiscard]] std::string at(const char* name) const { return folder_ + name; }

 private:
  std::string folder_;
};

}  // namespace

Result<DeskKeys> read_keys(const std::string& data_directory) {
  SystemRandom random;
  const std::string file = data_directory + "/vault.key";
  const char* given = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): never set
  std::string credentials = given != nullptr ? given : "";
  // Outside the service nobody is given credentials: the administrator reads the key where the unit does.
  if (credentials.empty() && ::access(file.c_str(), F_OK) != 0) credentials = "/etc/credstore";
  auto vault = privacy::load_root_key({file, credentials}, random, false);
  if (!vault) return std::move(vault).error();
  auto audit = audit::read_small_file(data_directory + "/audit.key", true);
  if (!audit) return std::move(audit).error().context("read the audit key");
  return DeskKeys{std::move(*vault), Secret(std::move(*audit))};
}

Result<void> seal_keys(const DeskKeys& keys, const std::string& path, const Secret& passphrase, RandomSource& random) {
  if (passphrase.reveal().size() < kLeastCharacters)
    return Error{ErrorCode::kInvalid, "the passphrase of keys needs 12 characters or more"};
  if (::access(path.c_str(), F_OK) == 0) return Error{ErrorCode::kConflict, path + " is there already"};
  const Bytes salt = random.bytes(privacy::kSealSaltBytes);
  auto key = privacy::FileKey::derive(passphrase, salt);
  if (!key) return std::move(key).error();
  Value both;
  both.set("vault", to_hex(as_bytes(keys.vault.reveal()))).set("audit", to_hex(as_bytes(keys.audit.reveal())));
  const ShortLived place;
  FD_TRY(audit::write_durably(place.at("/clear"), json::serialize(both), 0600));
  auto sealed = privacy::seal_file(place.at("/clear"), place.at("/sealed"), &*key, kLabel);
  if (!sealed) return std::move(sealed).error();
  auto bytes = audit::read_small_file(place.at("/sealed"), true);
  if (!bytes) return std::move(bytes).error();
  return audit::write_durably(path, std::string(kForm) + to_hex(salt) + "\n" + *bytes, 0600);
}

Result<DeskKeys> open_keys(const std::string& path, const Secret& passphrase) {
  auto content = audit::read_small_file(path, false);
  if (!content) return std::move(content).error().context("read the keys");
  const auto line = content->find('\n');
  const Error foreign{ErrorCode::kInvalid, path + " is no file of keys"};
  if (!content->starts_with(kForm) || line == std::string::npos) return foreign;
  const auto salt = from_hex(std::string_view(*content).substr(kForm.size(), line - kForm.size()));
  if (!salt) return foreign;
  auto key = privacy::FileKey::derive(passphrase, *salt);
  if (!key) return std::move(key).error();
  const ShortLived place;
  FD_TRY(audit::write_durably(place.at("/sealed"), std::string_view(*content).substr(line + 1), 0600));
  auto opened = privacy::open_file(place.at("/sealed"), place.at("/clear"), &*key, kLabel);
  if (!opened && opened.error().code == ErrorCode::kForbidden)
    return Error{ErrorCode::kForbidden, "this passphrase does not open the keys in " + path};
  if (!opened) return std::move(opened).error();
  auto clear = audit::read_small_file(place.at("/clear"), true);
  if (!clear) return std::move(clear).error();
  const auto parsed = json::parse(*clear);
  if (!parsed.value) return foreign;
  const auto vault = from_hex(parsed.value->get("vault").as_string());
  const auto audit_key = from_hex(parsed.value->get("audit").as_string());
  if (!vault || !audit_key) return foreign;
  return DeskKeys{Secret(to_string(*vault)), Secret(to_string(*audit_key))};
}

std::string key_check_of(const privacy::Vault& vault) {
  return to_hex(vault.keyed_hash(privacy::IndexPurpose::kRow, as_bytes("which key a copy belongs to")));
}

Result<std::string> key_check_of(const Secret& vault_key) {
  SystemClock clock;
  SystemRandom random;
  IdSource ids(clock);
  auto vault = privacy::Vault::make(vault_key, ids, random);
  if (!vault) return std::move(vault).error();
  return key_check_of(**vault);
}

}  // namespace frontdesk::app
