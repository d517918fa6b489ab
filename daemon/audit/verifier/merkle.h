// The RFC 6962 Merkle tree over the records' leaves: growing it, and checking proofs about it.
#pragma once

#include <span>
#include <vector>

#include "audit/act.h"
#include "audit/verifier/hash.h"
#include "base/bytes.h"

namespace frontdesk::audit {

/// The tree's right edge (compact range): one hash for each bit of its size, largest subtree first. It is all that is
/// needed to add leaves and to compute the root.
class Frontier {
 public:
  Frontier() = default;
  /// From `bytes` as written by to_bytes; nullopt when the length does not fit the size or the size is negative.
  static std::optional<Frontier> from_bytes(Seq size, ByteView bytes);

  void add(Hasher& hasher, const Hash& leaf);
  /// Root of the tree; SHA-256 of nothing when it is empty.
  [[nodiscard]] Hash root(Hasher& hasher) const;
  /// Number of leaves.
  [[nodiscard]] Seq size() const { return size_; }
  [[nodiscard]] Bytes to_bytes() const;

 private:
  std::vector<Hash> subtrees_;
  Seq size_ = 0;
};

using Proof = std::vector<Hash>;

/// Proof that leaf `index` (from 0) is in the tree of all `leaves`; empty when index is out of range.
Proof prove_inclusion(Hasher& hasher, std::span<const Hash> leaves, Seq index);
/// True when `proof` shows that `leaf` stands at `index` (from 0) of the tree of `size` leaves with `root`.
bool verify_inclusion(Hasher& hasher, const Hash& leaf, Seq index, Seq size, const Proof& proof, const Hash& root);

/// Proof that the tree of the first `old_size` leaves is a prefix of the tree of all `leaves`.
Proof prove_consistency(Hasher& hasher, std::span<const Hash> leaves, Seq old_size);
/// True when `proof` shows that the tree with `new_root` only added leaves to the one with `old_root`.
/// An old size of 0 or of more than the new size proves nothing: false.
bool verify_consistency(Hasher& hasher, Seq old_size, const Hash& old_root, Seq new_size, const Hash& new_root,
                        const Proof& proof);

}  // namespace frontdesk::audit
