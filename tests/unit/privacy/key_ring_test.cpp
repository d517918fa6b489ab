#include "privacy/seal/key_ring.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "storage/store.h"
#include "support/fake_clock.h"

namespace frontdesk::privacy {
namespace {

constexpr Cell kCell{"message", "text_sealed", 1};

class KeyRingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "key_ring_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    storage::StoreOptions options;
    options.directory = folder_;
    auto opened = storage::Store::open(options, clock_);
    ASSERT_TRUE(opened.ok());
    store_ = std::move(*opened);
    auto vault = Vault::make(Secret(std::string(32, 'k')), ids_, random_);
    ASSERT_TRUE(vault.ok());
    vault_ = std::move(*vault);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  void store(KeyRing& ring, const DataKey& key) {
    auto stored = store_->write_and_wait([&](storage::Tx& tx) { return ring.store(tx, key, clock_.now()); });
    ASSERT_TRUE(stored.ok());
  }
  Result<ClearText> open(KeyRing& ring, const Bytes& sealed) {
    return store_->read([&](storage::ReadTx& tx) { return ring.open_text(tx, kCell, sealed); });
  }

  test::FakeClock clock_;
  IdSource ids_{clock_};
  SystemRandom random_;
  std::string folder_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Vault> vault_;
};

TEST_F(KeyRingTest, opens_with_a_key_that_only_the_store_knows) {
  const DataKey key = vault_->new_key(KeyScope::kMessage, 7);
  const Bytes sealed = vault_->seal(key, kCell, as_bytes("text"));
  KeyRing writing(*vault_);
  store(writing, key);
  for (const std::size_t capacity : {0U, 1U, 100U}) {
    KeyRing reading(*vault_, capacity);
    for (int twice = 0; twice < 2; ++twice) {
      auto text = open(reading, sealed);
      ASSERT_TRUE(text.ok());
      EXPECT_EQ(text->reveal(), "text");
    }
  }
}

TEST_F(KeyRingTest, cache_is_bounded_and_correct) {
  KeyRing ring(*vault_, 2);
  std::vector<Bytes> sealed;
  for (int owner = 1; owner <= 5; ++owner) {
    const DataKey key = vault_->new_key(KeyScope::kMessage, owner);
    store(ring, key);
    sealed.push_back(vault_->seal(key, kCell, as_bytes(std::to_string(owner))));
  }
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      auto text = open(ring, sealed[i]);
      ASSERT_TRUE(text.ok());
      EXPECT_EQ(text->reveal(), std::to_string(i + 1));
    }
  }
}

// D-15
TEST_F(KeyRingTest, shredded_keys_open_nothing_any_more) {
  KeyRing ring(*vault_);
  const DataKey key = vault_->new_key(KeyScope::kCustomer, 9);
  store(ring, key);
  const Bytes sealed = vault_->seal(key, kCell, as_bytes("text"));
  auto shredded = store_->write_and_wait([&](storage::Tx& tx) { return ring.shred(tx, KeyScope::kCustomer, 9); });
  ASSERT_TRUE(shredded.ok());
  EXPECT_EQ(*shredded, 1);
  auto text = open(ring, sealed);
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().code, ErrorCode::kNotFound);
}

TEST_F(KeyRingTest, makes_one_key_for_an_owner) {
  KeyRing ring(*vault_);
  const auto get = [&](storage::Tx& tx) { return ring.key_for_writing(tx, KeyScope::kChannel, 0, clock_.now()); };
  auto first = store_->write_and_wait(get);
  auto second = store_->write_and_wait(get);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->id(), second->id());
  auto missing = store_->read([&](storage::ReadTx& tx) { return ring.key_for(tx, KeyScope::kChannel, 4); });
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

TEST_F(KeyRingTest, unsealed_bytes_are_refused) {
  KeyRing ring(*vault_);
  EXPECT_EQ(open(ring, Bytes{}).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(open(ring, Bytes(64, 7)).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace frontdesk::privacy
