// search_truth --data DIR [--queries N]: what a search must find, by scanning. Takes N pieces of two Chinese characters
// from stored messages, then reads every message, newest first, and prints a JSON line per piece: the ids of the newest
// 50 tickets whose subject or text holds it. The daemon must not run on DIR meanwhile.
#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "bench/desk_house.h"
#include "storage/search/text.h"

namespace frontdesk::bench {
namespace {

constexpr std::size_t kNewest = 50;

struct Truth {
  std::string piece;
  std::vector<std::int64_t> tickets;
  std::unordered_set<std::int64_t> seen;
};

bool is_han(std::string_view text, std::size_t at) {
  return at + 3 <= text.size() && static_cast<unsigned char>(text[at]) >= 0xE4 &&
         static_cast<unsigned char>(text[at]) <= 0xE9;
}

Result<std::vector<Truth>> take_pieces(storage::ReadTx& tx, std::size_t count) {
  auto row = tx.query("SELECT text_masked FROM message WHERE kind = 1 ORDER BY id DESC LIMIT ?1",
                      static_cast<std::int64_t>(count * 50));
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same pieces in every run
  std::vector<Truth> pieces;
  std::unordered_set<std::string> known;
  while (pieces.size() < count) {
    auto more = row.step();
    if (!more) return std::move(more).error();
    if (!*more) break;
    const std::string text = storage::fold_for_search(row.text(0));
    const std::size_t at = text.empty() ? 0 : 3 * (random() % (text.size() / 3 + 1));
    if (!is_han(text, at) || !is_han(text, at + 3)) continue;
    if (std::string piece = text.substr(at, 6); known.insert(piece).second)
      pieces.push_back({std::move(piece), {}, {}});
  }
  return pieces;
}

Result<std::size_t> scan(storage::ReadTx& tx, std::vector<Truth>& pieces) {
  auto row = tx.query(
      "SELECT m.ticket_id, t.subject_masked, m.text_masked FROM message m CROSS JOIN ticket t ON t.id = "
      "m.ticket_id WHERE m.kind = 1 ORDER BY m.id DESC");
  for (std::size_t read = 0;; ++read) {
    auto more = row.step();
    if (!more) return std::move(more).error();
    if (!*more) return read;
    const std::int64_t ticket = row.integer(0);
    const std::string subject = storage::fold_for_search(row.text(1)), text = storage::fold_for_search(row.text(2));
    for (Truth& truth : pieces) {
      if (truth.tickets.size() >= kNewest) continue;
      const bool holds = text.find(truth.piece) != std::string::npos || subject.find(truth.piece) != std::string::npos;
      if (holds && truth.seen.insert(ticket).second) truth.tickets.push_back(ticket);
    }
    if (std::ranges::all_of(pieces, [](const Truth& truth) { return truth.tickets.size() >= kNewest; })) return read;
  }
}

void print(const Truth& truth) {
  std::printf("{\"piece\":\"%s\",\"tickets\":[", truth.piece.c_str());
  for (std::size_t i = 0; i < truth.tickets.size(); ++i) {
    std::printf("%s\"%lld\"", i > 0 ? "," : "", static_cast<long long>(truth.tickets[i]));
  }
  std::printf("]}\n");
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk;         // NOLINT(google-build-using-namespace): a program of one file
  using namespace frontdesk::bench;  // NOLINT(google-build-using-namespace)
  std::string data;
  std::size_t queries = 200;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--data") == 0) data = argv[i + 1];
    if (std::strcmp(argv[i], "--queries") == 0) queries = std::strtoul(argv[i + 1], nullptr, 10);
  }
  if (data.empty()) {
    std::fprintf(stderr, "usage: search_truth --data DIR [--queries N]\n");
    return 2;
  }
  const SystemClock clock;
  auto store = demand(storage::Store::open({.directory = data}, clock));
  auto pieces = demand(store->read([&](storage::ReadTx& tx) { return take_pieces(tx, queries); }));
  demand(store->read([&](storage::ReadTx& tx) { return scan(tx, pieces); }));
  for (const Truth& truth : pieces) print(truth);
  return 0;
}
