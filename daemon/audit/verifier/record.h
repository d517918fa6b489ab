// The stored form of one audit record, version 2. All integers are big-endian.
//
//   u32 n | committed part (n bytes) | details (empty when blanked)
//   committed: u8 version=2, u64 seq, u64 wall µs, u64 monotonic µs, u8 actor kind, u64 actor id, u64 session id,
//              u64 object id, text role, text request id, text action, text object type, text result,
//              u64 run, text user agent hash, text policy,
//              32 bytes HMAC-SHA-256(salt, fields of the details)
//   details:   32 bytes salt, text actor name, text address, text reason, text before, text after
//   text:      u32 length | UTF-8 bytes
// Version 1 is the same without run, user agent hash and policy; it is read, but no longer written.
//
// The leaf of the tree hashes the committed part only, so details and salt can be blanked (redact) and every proof
// still holds; what was blanked cannot be guessed back, because the salt is gone. Nothing else may change.
#pragma once

#include "audit/act.h"
#include "audit/verifier/hash.h"
#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace frontdesk::audit {

using Salt = Hash;

struct Record {
  Seq seq = 0;
  Micros at;
  Duration monotonic{};  ///< since the machine started: shows steps of the wall clock
  std::int64_t run = 0;  ///< names the start of the daemon; monotonic times compare only within one. 0 in version 1
  std::string policy;    ///< name and version of the service procedure in force; empty in version 1
  Act act;
  bool redacted = false;  ///< the details were blanked
};

/// Bytes of a record and its leaf hash.
struct Encoded {
  Bytes bytes;
  Hash leaf;
};

/// Texts beyond 64 KiB are cut at a character and end in "…".
Encoded encode_record(Hasher& hasher, const Record& record, const Salt& salt);

struct Decoded {
  Record record;
  Hash leaf;
};

/// Takes the bytes apart and checks the commitment. Error: kCorrupt for anything encode_record or redact_record does
/// not write.
Result<Decoded> decode_record(Hasher& hasher, ByteView bytes);

/// The same record with its details blanked. Error: kCorrupt.
Result<Bytes> redact_record(ByteView bytes);

}  // namespace frontdesk::audit
