#include "audit/verifier/merkle.h"

#include <bit>

namespace frontdesk::audit {
namespace {

constexpr std::size_t kHashSize = Hash{}.size();

Hash tree_hash(Hasher& hasher, std::span<const Hash> leaves) {
  Frontier frontier;
  for (const Hash& leaf : leaves) frontier.add(hasher, leaf);
  return frontier.root(hasher);
}

/// RFC 6962 section 2.1.3: the proof for the part below, then the root of the other part, bottom up.
void consistency_part(Hasher& hasher, std::span<const Hash> leaves, std::size_t old_size, bool whole, Proof& proof) {
  if (old_size == leaves.size()) {
    if (!whole) proof.push_back(tree_hash(hasher, leaves));
    return;
  }
  const std::size_t split = std::bit_floor(leaves.size() - 1);
  if (old_size <= split) {
    consistency_part(hasher, leaves.first(split), old_size, whole, proof);
    proof.push_back(tree_hash(hasher, leaves.subspan(split)));
  } else {
    consistency_part(hasher, leaves.subspan(split), old_size - split, false, proof);
    proof.push_back(tree_hash(hasher, leaves.first(split)));
  }
}

}  // namespace

std::optional<Frontier> Frontier::from_bytes(Seq size, ByteView bytes) {
  if (size < 0) return std::nullopt;
  const auto count = static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(size)));
  if (bytes.size() != count * kHashSize) return std::nullopt;
  Frontier frontier;
  frontier.size_ = size;
  for (std::size_t i = 0; i < count; ++i)
    frontier.subtrees_.push_back(*to_hash(bytes.subspan(i * kHashSize, kHashSize)));
  return frontier;
}

Bytes Frontier::to_bytes() const {
  Bytes out;
  for (const Hash& subtree : subtrees_) out.insert(out.end(), subtree.begin(), subtree.end());
  return out;
}

void Frontier::add(Hasher& hasher, const Hash& leaf) {
  Hash carried = leaf;
  for (Seq bits = size_; (bits & 1) != 0; bits >>= 1) {
    carried = hasher.node(subtrees_.back(), carried);
    subtrees_.pop_back();
  }
  subtrees_.push_back(carried);
  ++size_;
}

Hash Frontier::root(Hasher& hasher) const {
  if (subtrees_.empty()) return hasher.sha256({});
  Hash root = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i-- > 0;) root = hasher.node(subtrees_[i], root);
  return root;
}

Proof prove_inclusion(Hasher& hasher, std::span<const Hash> leaves, Seq index) {
  if (index < 0 || static_cast<std::size_t>(index) >= leaves.size()) return {};
  Proof from_top;
  auto at = static_cast<std::size_t>(index);
  while (leaves.size() > 1) {
    const std::size_t split = std::bit_floor(leaves.size() - 1);
    const bool left = at < split;
    from_top.push_back(tree_hash(hasher, left ? leaves.subspan(split) : leaves.first(split)));
    leaves = left ? leaves.first(split) : leaves.subspan(split);
    if (!left) at -= split;
  }
  return {from_top.rbegin(), from_top.rend()};
}

// RFC 9162 section 2.1.3.2.
bool verify_inclusion(Hasher& hasher, const Hash& leaf, Seq index, Seq size, const Proof& proof, const Hash& root) {
  if (index < 0 || index >= size) return false;
  auto node = static_cast<std::uint64_t>(index);
  auto last = static_cast<std::uint64_t>(size) - 1;
  Hash computed = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      computed = hasher.node(sibling, computed);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      computed = hasher.node(computed, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && computed == root;
}

Proof prove_consistency(Hasher& hasher, std::span<const Hash> leaves, Seq old_size) {
  Proof proof;
  if (old_size <= 0 || static_cast<std::size_t>(old_size) >= leaves.size()) return proof;
  consistency_part(hasher, leaves, static_cast<std::size_t>(old_size), true, proof);
  return proof;
}

// RFC 9162 section 2.1.4.2.
bool verify_consistency(Hasher& hasher, Seq old_size, const Hash& old_root, Seq new_size, const Hash& new_root,
                        const Proof& proof) {
  if (old_size <= 0 || old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  auto node = static_cast<std::uint64_t>(old_size) - 1;
  auto last = static_cast<std::uint64_t>(new_size) - 1;
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  std::size_t next = 0;
  // A power of two is a complete subtree: the proof then starts from the old root itself.
  if (node != 0 && proof.empty()) return false;
  Hash old_computed = node == 0 ? old_root : proof[next++];
  Hash new_computed = old_computed;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_computed = hasher.node(proof[next], old_computed);
      new_computed = hasher.node(proof[next], new_computed);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_computed = hasher.node(new_computed, proof[next]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_computed == old_root && new_computed == new_root;
}

}  // namespace frontdesk::audit
