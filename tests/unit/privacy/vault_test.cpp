#include "privacy/seal/vault.h"

#include <gtest/gtest.h>

#include <random>

#include "privacy/seal/key_material.h"
#include "support/fake_clock.h"

namespace frontdesk::privacy {
namespace {

constexpr Cell kCell{"message", "text_sealed", 42};

class VaultTest : public ::testing::Test {
 protected:
  std::unique_ptr<Vault> make(const std::string& root) {
    auto made = Vault::make(Secret(root), ids_, random_);
    EXPECT_TRUE(made.ok());
    return std::move(*made);
  }

  test::FakeClock clock_;
  IdSource ids_{clock_};
  SystemRandom random_;
  std::unique_ptr<Vault> vault_ = make(std::string(32, 'k'));
};

WrappedKey row_of(const DataKey& key) { return {key.id(), key.scope(), key.owner(), key.wrapped(), key.kek_id()}; }

TEST_F(VaultTest, opens_what_it_sealed) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  for (const std::string text : {"", "a", "我的手机是 13800138000", "\0\xff binary"}) {
    const Bytes sealed = vault_->seal(key, kCell, as_bytes(text));
    EXPECT_EQ(Vault::key_id_of(sealed), key.id());
    auto opened = vault_->open_text(key, kCell, sealed);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->reveal(), text);
  }
}

TEST_F(VaultTest, same_text_seals_differently_each_time) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  EXPECT_NE(vault_->seal(key, kCell, as_bytes("x")), vault_->seal(key, kCell, as_bytes("x")));
}

// M-79
TEST_F(VaultTest, refuses_every_flipped_bit) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  const Bytes sealed = vault_->seal(key, kCell, as_bytes("收货人 王小明"));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes changed = sealed;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(vault_->open(key, kCell, changed).ok()) << "bit " << bit;
  }
}

TEST_F(VaultTest, refuses_every_truncation_and_extension) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  Bytes sealed = vault_->seal(key, kCell, as_bytes("text"));
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(vault_->open(key, kCell, ByteView(sealed).first(size)).ok()) << size;
  }
  sealed.push_back(0);
  EXPECT_FALSE(vault_->open(key, kCell, sealed).ok());
}

// M-79
TEST_F(VaultTest, refuses_a_value_moved_to_another_cell) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  const Bytes sealed = vault_->seal(key, kCell, as_bytes("text"));
  EXPECT_FALSE(vault_->open(key, {"message", "text_sealed", 43}, sealed).ok());
  EXPECT_FALSE(vault_->open(key, {"message", "quoted_sealed", 42}, sealed).ok());
  EXPECT_FALSE(vault_->open(key, {"ticket", "text_sealed", 42}, sealed).ok());
  EXPECT_FALSE(vault_->open(key, {"messaget", "ext_sealed", 42}, sealed).ok());
}

TEST_F(VaultTest, refuses_another_key) {
  const DataKey one = vault_->new_key(KeyScope::kMessage, 7);
  const DataKey two = vault_->new_key(KeyScope::kMessage, 7);
  const Bytes sealed = vault_->seal(one, kCell, as_bytes("text"));
  auto opened = vault_->open(two, kCell, sealed);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kInvalid);
}

TEST_F(VaultTest, unwraps_a_stored_key) {
  const DataKey key = vault_->new_key(KeyScope::kCustomer, 9);
  const Bytes sealed = vault_->seal(key, kCell, as_bytes("text"));
  auto again = make(std::string(32, 'k'))->unwrap(row_of(key));
  ASSERT_TRUE(again.ok());
  auto opened = vault_->open(*again, kCell, sealed);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(to_string(*opened), "text");
}

TEST_F(VaultTest, unwrap_refuses_changed_rows) {
  const WrappedKey row = row_of(vault_->new_key(KeyScope::kCustomer, 9));
  WrappedKey other_owner = row;
  other_owner.owner = 10;
  EXPECT_EQ(vault_->unwrap(other_owner).error().code, ErrorCode::kCorrupt);
  WrappedKey other_scope = row;
  other_scope.scope = KeyScope::kMessage;
  EXPECT_EQ(vault_->unwrap(other_scope).error().code, ErrorCode::kCorrupt);
  WrappedKey other_id = row;
  other_id.id = DataKeyId{1};
  EXPECT_EQ(vault_->unwrap(other_id).error().code, ErrorCode::kCorrupt);
  for (std::size_t byte = 0; byte < row.wrapped.size(); ++byte) {
    WrappedKey changed = row;
    changed.wrapped[byte] ^= 0x40;
    EXPECT_EQ(vault_->unwrap(changed).error().code, ErrorCode::kCorrupt) << byte;
  }
}

TEST_F(VaultTest, names_a_wrong_root_key) {
  const WrappedKey row = row_of(vault_->new_key(KeyScope::kMessage, 1));
  auto unwrapped = make(std::string(32, 'z'))->unwrap(row);
  ASSERT_FALSE(unwrapped.ok());
  EXPECT_EQ(unwrapped.error().code, ErrorCode::kInvalid);
}

TEST_F(VaultTest, make_refuses_short_keys) {
  for (const std::size_t size : {0U, 16U, 31U, 33U, 63U, 65U}) {
    EXPECT_FALSE(Vault::make(Secret(std::string(size, 'k')), ids_, random_).ok()) << size;
  }
}

TEST_F(VaultTest, blobs_of_every_size_come_back) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  const Cell cell{"blob", "", 5};
  std::mt19937 generator(11);
  for (const std::size_t size : {0U, 1U, 255U, 65535U, 65536U, 65537U, 131072U, 300000U}) {
    for (const bool compressible : {false, true}) {
      Bytes clear(size);
      for (auto& byte : clear) byte = static_cast<std::uint8_t>(compressible ? 'a' : generator());
      const Bytes sealed = vault_->seal_blob(key, cell, clear);
      if (compressible && size > 1000) {
        EXPECT_LT(sealed.size(), size / 2);
      }
      auto opened = vault_->open_blob(key, cell, sealed);
      ASSERT_TRUE(opened.ok()) << size;
      EXPECT_EQ(*opened, clear);
      EXPECT_FALSE(vault_->open_blob(key, {"blob", "", 6}, sealed).ok());
    }
  }
}

TEST_F(VaultTest, blob_refuses_changed_cut_and_swapped_chunks) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  const Cell cell{"blob", "", 5};
  std::mt19937 generator(12);
  Bytes clear(3 * 65536);
  for (auto& byte : clear) byte = static_cast<std::uint8_t>(generator());
  const Bytes sealed = vault_->seal_blob(key, cell, clear);
  constexpr std::size_t kHeader = 30;
  constexpr std::size_t kSealedChunk = 65536 + 16;
  ASSERT_EQ(sealed.size(), kHeader + 3 * kSealedChunk);

  for (std::size_t at = 0; at < sealed.size(); at += at < 64 ? 1 : 997) {
    Bytes changed = sealed;
    changed[at] ^= 1;
    EXPECT_FALSE(vault_->open_blob(key, cell, changed).ok()) << at;
  }
  for (const std::size_t chunks : {0U, 1U, 2U}) {
    EXPECT_FALSE(vault_->open_blob(key, cell, ByteView(sealed).first(kHeader + chunks * kSealedChunk)).ok());
  }
  Bytes swapped = sealed;
  std::swap_ranges(swapped.begin() + kHeader, swapped.begin() + kHeader + kSealedChunk,
                   swapped.begin() + kHeader + kSealedChunk);
  EXPECT_FALSE(vault_->open_blob(key, cell, swapped).ok());
}

TEST_F(VaultTest, blob_larger_than_allowed_is_refused) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  const Bytes sealed = vault_->seal_blob(key, kCell, Bytes(100000, 'a'));
  auto opened = vault_->open_blob(key, kCell, sealed, 99999);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kLimit);
}

TEST_F(VaultTest, blind_index_depends_on_purpose_and_root_only) {
  const Bytes phone = vault_->blind_index(IndexPurpose::kPhone, "+8613800138000");
  EXPECT_EQ(phone.size(), 16U);
  EXPECT_EQ(phone, make(std::string(32, 'k'))->blind_index(IndexPurpose::kPhone, "+8613800138000"));
  EXPECT_NE(phone, vault_->blind_index(IndexPurpose::kEmail, "+8613800138000"));
  EXPECT_NE(phone, make(std::string(32, 'z'))->blind_index(IndexPurpose::kPhone, "+8613800138000"));
  EXPECT_EQ(vault_->keyed_hash(IndexPurpose::kDedup, as_bytes("id")).size(), 32U);
}

/// HMAC-SHA-256 under a key by HKDF, worked out by another program: stored indexes must be found by every version.
TEST_F(VaultTest, blind_index_and_keyed_hash_are_the_ones_of_the_first_version) {
  const std::string wanted = "f1b604bd233c1fad8d9c5081adb22431509acceca8cadfe920ffaa33b4ed712c";
  EXPECT_EQ(to_hex(vault_->keyed_hash(IndexPurpose::kPhone, as_bytes("+8613800138000"))), wanted);
  EXPECT_EQ(to_hex(vault_->blind_index(IndexPurpose::kPhone, "+8613800138000")), wanted.substr(0, 32));
}

TEST_F(VaultTest, rotated_root_key_keeps_the_blind_indexes) {
  const auto before = make(std::string(32, 'a') + std::string(32, 'i'));
  const auto after = make(std::string(32, 'b') + std::string(32, 'i'));
  EXPECT_NE(before->kek_id(), after->kek_id());
  EXPECT_EQ(before->blind_index(IndexPurpose::kEmail, "a@example.com"),
            after->blind_index(IndexPurpose::kEmail, "a@example.com"));
}

}  // namespace
}  // namespace frontdesk::privacy
