#include "audit/verifier/export_verifier.h"

#include <random>
#include <utility>

#include "unit/audit/sample_export.h"

namespace frontdesk::audit::test {
namespace {

constexpr Seq kCount = 96;
constexpr Seq kEvery = 16;

class ExportVerifierTest : public testing::Test {
 protected:
  SigningKey key_ = *SigningKey::generate();
  SampleExport sample_ = make_export(key_, kCount, kEvery);
  std::mt19937_64 random_{20240315};

  Seq any_seq() { return static_cast<Seq>(random_() % kCount) + 1; }
  static std::size_t at(Seq seq) { return static_cast<std::size_t>(seq - 1); }

  /// The line of record `seq` within lines().
  static std::size_t line_of(Seq seq) { return static_cast<std::size_t>(seq + (seq - 1) / kEvery); }
};

TEST_F(ExportVerifierTest, honest_export_is_intact) {
  const Verdict verdict = judge(sample_.lines(), key_);
  EXPECT_TRUE(verdict.intact) << verdict.reason;
  EXPECT_EQ(verdict.records, kCount);
  EXPECT_EQ(verdict.signed_size, kCount);
}

// N-06
TEST_F(ExportVerifierTest, every_flipped_bit_of_a_record_is_found_at_its_place) {
  std::vector<std::string> lines = sample_.lines();
  for (int trial = 0; trial < 1000; ++trial) {
    const Seq seq = any_seq();
    Bytes bytes = sample_.records[at(seq)];
    const std::size_t bit = random_() % (bytes.size() * 8);
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const std::string honest = std::exchange(lines[line_of(seq)], record_line(seq, bytes, sample_.chain[at(seq)]));
    const Verdict verdict = judge(lines, key_);
    lines[line_of(seq)] = honest;
    ASSERT_FALSE(verdict.intact) << "bit " << bit << " of record " << seq;
    ASSERT_EQ(verdict.first_bad, seq) << "bit " << bit;
  }
}

TEST_F(ExportVerifierTest, every_flipped_bit_of_a_link_is_found_at_its_place) {
  for (Seq seq = 1; seq <= kCount; ++seq) {
    SampleExport damaged = sample_;
    char& digit = damaged.chain[at(seq)][random_() % 64];
    digit = digit == '0' ? '1' : '0';
    EXPECT_EQ(judge(damaged.lines(), key_).first_bad, seq);
  }
}

TEST_F(ExportVerifierTest, any_flipped_bit_of_the_text_never_passes_as_more_than_it_is) {
  const std::vector<std::string> lines = sample_.lines();
  for (int trial = 0; trial < 1000; ++trial) {
    std::vector<std::string> damaged = lines;
    std::string& line = damaged[random_() % damaged.size()];
    char& character = line[random_() % line.size()];
    character = static_cast<char>(character ^ (1 << (random_() % 8)));
    const Verdict verdict = judge(damaged, key_);
    ASSERT_FALSE(verdict.intact);
  }
}

// N-06
TEST_F(ExportVerifierTest, deleted_record_is_found) {
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<std::string> lines = sample_.lines();
    const Seq seq = any_seq();
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line_of(seq)));
    ASSERT_EQ(judge(lines, key_).first_bad, seq);
  }
}

// N-06
TEST_F(ExportVerifierTest, swapped_records_are_found) {
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<std::string> lines = sample_.lines();
    const Seq a = any_seq();
    const Seq b = a == kCount ? 1 : a + 1;
    std::swap(lines[line_of(a)], lines[line_of(b)]);
    ASSERT_EQ(judge(lines, key_).first_bad, std::min(a, b));
  }
}

TEST_F(ExportVerifierTest, duplicated_record_is_found) {
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<std::string> lines = sample_.lines();
    const Seq seq = any_seq();
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line_of(seq)), lines[line_of(seq)]);
    const Verdict verdict = judge(lines, key_);
    ASSERT_FALSE(verdict.intact);
    ASSERT_EQ(verdict.first_bad, seq + 1);
  }
}

TEST_F(ExportVerifierTest, record_of_another_trail_is_found) {
  const SampleExport other = make_export(key_, kCount, kEvery, 1);
  for (int trial = 0; trial < 200; ++trial) {
    SampleExport damaged = sample_;
    const Seq seq = any_seq();
    damaged.records[at(seq)] = other.records[at(seq)];
    ASSERT_EQ(judge(damaged.lines(), key_).first_bad, seq);
  }
}

// N-06
TEST_F(ExportVerifierTest, recomputed_chain_without_the_key_is_found) {
  for (Seq from = 1; from <= kCount; from += 13) {
    SampleExport forged = make_export(key_, kCount, kEvery, from);
    forged.checkpoints = sample_.checkpoints;
    const Verdict verdict = judge(forged.lines(), key_);
    ASSERT_FALSE(verdict.intact);
    ASSERT_EQ(verdict.first_bad, (from - 1) / kEvery * kEvery + 1) << "the first record that no good root covers";
  }
}

TEST_F(ExportVerifierTest, missing_signatures_are_found) {
  SampleExport damaged = sample_;
  for (std::string& note : damaged.checkpoints) note.clear();
  EXPECT_FALSE(judge(damaged.lines(), key_).intact);
  damaged.checkpoints[kEvery] = sample_.checkpoints[kEvery];
  EXPECT_EQ(judge(damaged.lines(), key_).first_bad, kEvery + 1);
}

// N-06
TEST_F(ExportVerifierTest, cut_back_trail_passes_only_without_anchor) {
  const std::string& anchor = sample_.checkpoints[kCount];
  for (Seq size = kEvery; size < kCount; size += kEvery) {
    const SampleExport older = make_export(key_, size, kEvery);
    EXPECT_TRUE(judge(older.lines(), key_).intact);
    const Verdict verdict = judge(older.lines(), key_, anchor);
    EXPECT_EQ(verdict.first_bad, size + 1);
  }
}

TEST_F(ExportVerifierTest, met_anchors_are_named) {
  const std::string anchors = sample_.checkpoints[32] + "\n" + sample_.checkpoints[64];
  const Verdict verdict = judge(sample_.lines(), key_, anchors);
  EXPECT_TRUE(verdict.intact) << verdict.reason;
  EXPECT_EQ(verdict.anchored, 64);
}

// N-06
TEST_F(ExportVerifierTest, fork_of_equal_size_is_found_by_anchor) {
  const SampleExport fork = make_export(key_, kCount, kEvery, 1);
  EXPECT_TRUE(judge(fork.lines(), key_).intact);
  EXPECT_FALSE(judge(fork.lines(), key_, sample_.checkpoints[kCount]).intact);
}

TEST_F(ExportVerifierTest, trail_signed_with_another_key_is_found) {
  const SigningKey other = *SigningKey::generate();
  EXPECT_FALSE(judge(make_export(other, kCount, kEvery).lines(), key_).intact);
}

TEST_F(ExportVerifierTest, blanked_details_stay_proven_and_are_counted) {
  SampleExport sample = make_export(key_, kCount, kEvery, 0, 40);
  sample.records[at(40)] = *redact_record(sample.records[at(40)]);
  const Verdict verdict = judge(sample.lines(), key_);
  EXPECT_TRUE(verdict.intact) << verdict.reason;
  EXPECT_EQ(verdict.redacted, 1);
}

TEST_F(ExportVerifierTest, blanked_details_that_no_record_names_are_found) {
  SampleExport sample = make_export(key_, kCount, kEvery, 0, 40);
  for (const Seq seq : {40, 41}) sample.records[at(seq)] = *redact_record(sample.records[at(seq)]);
  EXPECT_EQ(judge(sample.lines(), key_).first_bad, 41);
}

// A record as version 1 wrote it: nothing between the result and the commitment.
TEST_F(ExportVerifierTest, records_of_version_1_are_still_read) {
  Hasher hasher;
  Record record;
  record.seq = 7;
  record.act.action = "ticket.assign";
  record.act.after = "{}";
  const Encoded encoded = encode_record(hasher, record, Salt{});
  const std::size_t added = 8 + 4 + 4;
  const std::size_t committed = Bytes(encoded.bytes.begin(), encoded.bytes.begin() + 4).back();
  Bytes old = encoded.bytes;
  old.erase(old.begin() + 4 + static_cast<std::ptrdiff_t>(committed - 32 - added),
            old.begin() + 4 + static_cast<std::ptrdiff_t>(committed - 32));
  old[3] = static_cast<std::uint8_t>(committed - added);
  old[4] = 1;
  const Result<Decoded> decoded = decode_record(hasher, old);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->record.seq, 7);
  EXPECT_EQ(decoded->record.act.after, "{}");
  EXPECT_EQ(decoded->record.run, 0);
}

TEST_F(ExportVerifierTest, export_that_ends_early_is_found) {
  std::vector<std::string> lines = sample_.lines();
  lines.resize(line_of(50));
  EXPECT_EQ(judge(lines, key_).first_bad, 50);
}

TEST_F(ExportVerifierTest, other_files_are_unusable_not_broken) {
  auto verifier = ExportVerifier::create(key_.public_key_text(), "");
  ASSERT_TRUE(verifier);
  EXPECT_EQ(verifier->finish().error().code, ErrorCode::kInvalid);
  EXPECT_EQ(verifier->feed("{}").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(verifier->feed("\xFF\x00").error().code, ErrorCode::kInvalid);
}

TEST_F(ExportVerifierTest, damaged_keys_and_anchors_are_refused) {
  EXPECT_FALSE(ExportVerifier::create("", ""));
  EXPECT_FALSE(ExportVerifier::create("a+b+c", ""));
  EXPECT_FALSE(ExportVerifier::create(key_.public_key_text(), "no note"));
  const SigningKey other = *SigningKey::generate();
  EXPECT_FALSE(ExportVerifier::create(other.public_key_text(), sample_.checkpoints[kCount]));
  EXPECT_TRUE(ExportVerifier::create(key_.public_key_pem(), sample_.checkpoints[kCount]));
}

}  // namespace
}  // namespace frontdesk::audit::test
