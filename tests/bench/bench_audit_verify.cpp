// Audit: verifying an export of 1,000,000 records (goal: at most 10 s), and the price of a record beside its SQL.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "audit/signing_key.h"
#include "audit/verifier/export_verifier.h"
#include "audit/verifier/record.h"
#include "frontdesk/json.h"

namespace {

using namespace frontdesk;         // NOLINT(google-build-using-namespace): a program of one file
using namespace frontdesk::audit;  // NOLINT(google-build-using-namespace)
using Timer = std::chrono::steady_clock;

constexpr Seq kRecords = 1'000'000;
constexpr Seq kBlock = 16'384;

double seconds(Timer::duration spent) { return std::chrono::duration<double>(spent).count(); }

/// Makes the export block by block, so that memory stays small and only the judged part is timed.
class Source {
 public:
  explicit Source(const SigningKey& key) : key_(key) {
    record_.act = {.actor_kind = ActorKind::kUser,
                   .actor_id = 12,
                   .actor_name = "agent one",
                   .role = "agent",
                   .address = "192.0.2.7",
                   .request_id = "5f0c7d2a91e3",
                   .action = "ticket.assign",
                   .object_type = "ticket",
                   .object_id = 4711,
                   .reason = "shift change",
                   .before = R"({"owner":"11"})",
                   .after = R"({"owner":"12","queue":"after-sales"})"};
  }

  std::vector<std::string> block() {
    std::vector<std::string> lines;
    for (Seq i = 0; i < kBlock && frontier_.size() < kRecords; ++i) add_record(lines);
    return lines;
  }
  [[nodiscard]] double making_seconds() const { return seconds(making_); }

 private:
  void add_record(std::vector<std::string>& lines) {
    const auto start = Timer::now();
    record_.seq = frontier_.size() + 1;
    record_.at = Micros{1'710'484'200'000'000 + record_.seq};
    const Encoded encoded = encode_record(hasher_, record_, Salt{});
    link_ = hasher_.link(link_, encoded.leaf);
    frontier_.add(hasher_, encoded.leaf);
    const bool sign = frontier_.size() % 256 == 0 || frontier_.size() == kRecords;
    const std::string note = sign ? *key_.sign(frontier_.size(), frontier_.root(hasher_)) : std::string();
    making_ += Timer::now() - start;
    json::Writer line;
    line.begin_object().member("seq", record_.seq).member("record", to_base64(encoded.bytes));
    lines.push_back(line.member("chain", to_hex(link_)).end_object().take());
    if (sign) lines.push_back(json::Writer().begin_object().member("checkpoint", note).end_object().take());
  }

  const SigningKey& key_;
  Hasher hasher_;
  Frontier frontier_;
  Hash link_{};
  Record record_;
  Timer::duration making_{};
};

}  // namespace

int main() {
  const SigningKey key = *SigningKey::generate();
  auto verifier = ExportVerifier::create(key.public_key_text(), {});
  const std::string head = R"({"format":"frontdesk-audit-export/1","origin":")" + key.name() + R"(","size":)" +
                           std::to_string(kRecords) + "}";
  if (!verifier || !verifier->feed(head)) return 1;
  Source source(key);
  Timer::duration judging{};
  for (auto lines = source.block(); !lines.empty(); lines = source.block()) {
    const auto start = Timer::now();
    for (const std::string& line : lines) {
      if (!verifier->feed(line)) return 1;
    }
    judging += Timer::now() - start;
  }
  const auto verdict = verifier->finish();
  const bool intact = verdict && verdict->intact;
  std::printf(R"({"bench":"audit_verify","records":%lld,"seconds":%.3f,"goal_seconds":10,"intact":%s})"
              "\n",
              static_cast<long long>(kRecords), seconds(judging), intact ? "true" : "false");
  std::printf(R"({"bench":"audit_append_without_sql","records":%lld,"us_per_record":%.3f,"goal_us":5})"
              "\n",
              static_cast<long long>(kRecords), source.making_seconds() * 1e6 / kRecords);
  return intact ? 0 : 1;
}
