#include "audit/verifier/merkle.h"

#include <random>

namespace frontdesk::audit {
namespace {

class MerkleTest : public testing::Test {
 protected:
  Hasher hasher_;
  std::mt19937_64 random_{7};

  std::vector<Hash> leaves(std::size_t count) {
    std::vector<Hash> out;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string text = "leaf " + std::to_string(i);
      out.push_back(hasher_.leaf(as_bytes(text)));
    }
    return out;
  }
  Hash root(std::span<const Hash> of) {
    Frontier frontier;
    for (const Hash& leaf : of) frontier.add(hasher_, leaf);
    return frontier.root(hasher_);
  }
};

TEST_F(MerkleTest, empty_tree_has_the_hash_of_nothing) {
  EXPECT_EQ(to_hex(Frontier().root(hasher_)), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// The reference vectors of Certificate Transparency implementations.
TEST_F(MerkleTest, known_trees_have_their_known_roots) {
  const std::vector<std::string> inputs = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    frontier.add(hasher_, hasher_.leaf(*from_hex(inputs[i])));
    EXPECT_EQ(to_hex(frontier.root(hasher_)), roots[i]) << i;
  }
}

TEST_F(MerkleTest, frontier_survives_its_bytes) {
  Frontier frontier;
  for (const Hash& leaf : leaves(77)) {
    frontier.add(hasher_, leaf);
    const auto again = Frontier::from_bytes(frontier.size(), frontier.to_bytes());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->root(hasher_), frontier.root(hasher_));
  }
  EXPECT_FALSE(Frontier::from_bytes(79, frontier.to_bytes()));
  EXPECT_FALSE(Frontier::from_bytes(-1, {}));
}

TEST_F(MerkleTest, inclusion_is_proven_for_every_leaf_of_every_small_tree) {
  const std::vector<Hash> all = leaves(40);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const std::span<const Hash> tree(all.data(), size);
    const Hash tree_root = root(tree);
    for (std::size_t i = 0; i < size; ++i) {
      const Proof proof = prove_inclusion(hasher_, tree, static_cast<Seq>(i));
      EXPECT_TRUE(verify_inclusion(hasher_, all[i], static_cast<Seq>(i), static_cast<Seq>(size), proof, tree_root));
    }
  }
}

TEST_F(MerkleTest, consistency_is_proven_between_all_small_trees) {
  const std::vector<Hash> all = leaves(40);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const std::span<const Hash> tree(all.data(), size);
    for (std::size_t old = 1; old <= size; ++old) {
      const Proof proof = prove_consistency(hasher_, tree, static_cast<Seq>(old));
      EXPECT_TRUE(verify_consistency(hasher_, static_cast<Seq>(old), root(tree.first(old)), static_cast<Seq>(size),
                                     root(tree), proof))
          << old << " in " << size;
    }
  }
}

TEST_F(MerkleTest, forged_proofs_are_refused) {
  const std::vector<Hash> all = leaves(37);
  const Hash new_root = root(all);
  int forged = 0;
  for (int trial = 0; forged < 500; ++trial) {
    const Seq old = 1 + static_cast<Seq>(random_() % 36);
    const Hash old_root = root(std::span(all).first(static_cast<std::size_t>(old)));
    Proof proof = prove_consistency(hasher_, all, old);
    Seq claimed_old = old;
    Seq claimed_new = 37;
    switch (trial % 6) {
      case 0: proof.push_back(hasher_.leaf({})); break;
      case 1: proof.pop_back(); break;
      case 2: proof[random_() % proof.size()][random_() % 32] ^= 1; break;
      case 3: claimed_old = 0; break;
      case 4: claimed_new = old - 1; break;
      case 5: proof.insert(proof.begin(), proof.front()); break;
    }
    ++forged;
    ASSERT_FALSE(verify_consistency(hasher_, claimed_old, old_root, claimed_new, new_root, proof)) << trial;
    Proof inclusion = prove_inclusion(hasher_, all, old);
    inclusion[random_() % inclusion.size()][random_() % 32] ^= 1;
    ASSERT_FALSE(verify_inclusion(hasher_, all[static_cast<std::size_t>(old)], old, 37, inclusion, new_root));
    ASSERT_FALSE(verify_inclusion(hasher_, all[0], 0, 0, {}, new_root));
  }
}

}  // namespace
}  // namespace frontdesk::audit
