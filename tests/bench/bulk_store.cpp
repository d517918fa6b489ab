// bulk_store --tickets N --data DIR [--open-of-100 P]: fills a data directory that frontdeskd opens, through the real
// intake and the real writer: keys, journal, masking, audit, search index and counters are as the daemon makes them.
// Then P of 100 tickets (2 by default) stay in work; the others are closed in large units, as years of work leave them.
#include <chrono>
#include <cstring>

#include "bench/chat_items.h"
#include "bench/desk_house.h"
#include "bench/rounds.h"
#include "storage/traffic/counter.h"

namespace frontdesk::bench {
namespace {

constexpr std::size_t kBatch = 64;
constexpr std::int64_t kTicketsPerUnit = 5000;
constexpr std::int64_t kNeverDue = std::int64_t{1} << 62;

struct Options {
  std::size_t tickets = 1'000'000;
  std::int64_t open_of_100 = 2;
  std::string data;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--tickets") == 0) options.tickets = std::strtoul(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--open-of-100") == 0) options.open_of_100 = std::strtol(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--data") == 0) options.data = argv[i + 1];
  }
  if (!options.data.empty()) return options;
  std::fprintf(stderr, "usage: bulk_store --data DIR [--tickets N] [--open-of-100 P]\n");
  std::exit(2);
}

void fill(DeskHouse& house, std::size_t tickets) {
  const ChannelId channel = house.add_channel("历史消息");
  ChatItems items(20240315, 100);
  for (std::size_t made = 0; made < tickets;) {
    desk::InboundBatch batch;
    batch.channel = channel;
    for (; batch.items.size() < kBatch && made < tickets; ++made)
      batch.items.push_back(items.next(SystemClock().now()));
    house.submit(std::move(batch));
    if (made % 64'000 == 0) std::fprintf(stderr, "%zu tickets\n", made);
  }
  house.drain();
}

/// Closes every ticket of the next span of ids but some; returns the last id of the span, 0 at the end.
Result<std::int64_t> close_span(storage::Tx& tx, std::int64_t after, std::int64_t open_of_100) {
  auto span = tx.query("SELECT max(id) FROM (SELECT id FROM ticket WHERE id > ?1 ORDER BY id LIMIT ?2)", after,
                       kTicketsPerUnit);
  auto row = span.step();
  if (!row) return std::move(row).error();
  const std::int64_t last = *row ? span.integer(0) : 0;
  if (last == 0) return 0;
  const std::string chosen = "id > ?1 AND id <= ?2 AND cast(substr(number, -2) AS INTEGER) >= ?3 AND open = 1";
  auto done = tx.execute(
      "UPDATE clock SET state = 3, met_at = started_at + 1000000 "
      "WHERE ticket_id IN (SELECT id FROM ticket WHERE " +
          chosen + ")",
      after, last, open_of_100);
  if (!done) return std::move(done).error();
  done = tx.execute(
      "UPDATE ticket SET state = 8, open = 0, news = 0, clock_kind = 0, clock_started_at = 0, next_due_at = ?4, "
      "version = version + 1 WHERE " +
          chosen,
      after, last, open_of_100, kNeverDue);
  if (!done) return std::move(done).error();
  const std::int64_t closed = tx.changes();
  for (const auto& [name, sign] : {std::pair("ticket.open", -1), {"ticket.unassigned", -1}, {"ticket.closed", 1}}) {
    if (auto counted = storage::add_to_counter(tx, name, sign * closed); !counted) return std::move(counted).error();
  }
  return last;
}

void close_most(storage::Store& store, std::int64_t open_of_100) {
  for (std::int64_t after = 0;;) {
    after = demand(store.write_and_wait([&](storage::Tx& tx) { return close_span(tx, after, open_of_100); }));
    if (after == 0) return;
  }
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk::bench;  // NOLINT(google-build-using-namespace): a program of one file
  const Options options = read_options(argc, argv);
  DeskHouse house(options.data, FRONTDESK_SOURCE_DIR "/config/profile/sop.yaml");
  const Stopwatch watch;
  fill(house, options.tickets);
  const Cost filled = watch.cost(options.tickets);
  close_most(house.store(), options.open_of_100);
  std::printf("{\"bench\":\"bulk_store\",\"tickets\":%zu,\"product\":%.0f,\"cpu_us\":%.1f}\n", options.tickets,
              filled.per_second, filled.cpu_us);
  return 0;
}
