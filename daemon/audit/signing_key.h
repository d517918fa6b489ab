// SigningKey: the Ed25519 key that signs checkpoints. It lives in one file of mode 0600, made at the first start.
//
//   auto key = SigningKey::load_or_create("/var/lib/frontdesk/audit.key");
//   write(public_key_path, key->public_key_text());   // what auditors keep
// Thread rule: const members from any thread.
#pragma once

#include <memory>
#include <string>

#include "audit/verifier/checkpoint.h"
#include "base/result.h"

namespace frontdesk::audit {

class SigningKey {
 public:
  /// Loads the key, or makes one when the file does not exist (durably: file and folder are synced). The name
  /// "frontdesk/<16 hex digits>" derives from the key. Errors: kForbidden when others may read the file, kCorrupt when
  /// it holds no Ed25519 key, kIo.
  static Result<SigningKey> load_or_create(const std::string& path);
  /// A new key that lives in memory only.
  static Result<SigningKey> generate();

  /// Origin of the checkpoints and name of the key.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// The signed note for a tree of `size` with `root`.
  [[nodiscard]] Result<std::string> sign(Seq size, const Hash& root) const;
  /// The note verifier key, one line; public_key_pem() the same as openssl writes it, which PublicKey also reads.
  [[nodiscard]] std::string public_key_text() const;
  [[nodiscard]] std::string public_key_pem() const;
  [[nodiscard]] Result<PublicKey> public_key() const { return PublicKey::parse(public_key_text()); }

 private:
  static Result<SigningKey> from_handle(KeyHandle key);

  KeyHandle key_;
  Bytes public_raw_;
  std::string name_;
};

}  // namespace frontdesk::audit
