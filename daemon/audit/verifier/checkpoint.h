// Checkpoints: signed statements "my tree has this size and this root", as C2SP tlog-checkpoint signed notes.
//
//   frontdesk/7f3a…          origin, also the name of the key
//   4096                     size
//   <base64 root>
//                            (empty line)
//   — frontdesk/7f3a… <base64 of 4 bytes key hash ‖ 64 bytes Ed25519 signature over the lines above the empty one>
//
// Format: https://github.com/C2SP/C2SP tlog-checkpoint, signed-note. Notes can be kept one after the other in a file,
// separated by an empty line.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/act.h"
#include "audit/verifier/hash.h"
#include "base/result.h"

struct evp_pkey_st;

namespace frontdesk::audit {

struct Checkpoint {
  std::string origin;
  Seq size = 0;
  Hash root{};
};

/// The signed lines, with their final line break.
std::string checkpoint_text(const Checkpoint& checkpoint);

struct KeyFree {
  void operator()(evp_pkey_st* key) const;
};
using KeyHandle = std::unique_ptr<evp_pkey_st, KeyFree>;

/// First four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key): how a signature line names its key.
using KeyHash = std::array<std::uint8_t, 4>;
KeyHash key_hash(std::string_view name, ByteView public_key);

class PublicKey {
 public:
  /// A note verifier key "name+hash+base64" (signed-note) or a PEM public key; kInvalid for anything else.
  static Result<PublicKey> parse(std::string_view text);

  /// Checks the note's form and that one of its signatures is of this key. Errors: kInvalid (not a checkpoint),
  /// kForbidden (not signed by this key).
  [[nodiscard]] Result<Checkpoint> open(std::string_view note) const;

 private:
  PublicKey() = default;
  static Result<PublicKey> parse_pem(std::string_view text);
  [[nodiscard]] bool signed_by_this(std::string_view text, std::string_view signature_line) const;

  std::string name_;  ///< empty for a PEM key: any name is accepted
  Bytes raw_;
  KeyHandle key_;
};

/// The notes of a file, in order; pieces that are not notes are returned too, so that open() can refuse them.
std::vector<std::string> split_notes(std::string_view text);

}  // namespace frontdesk::audit
