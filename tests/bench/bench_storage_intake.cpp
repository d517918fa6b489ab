// bench_storage_intake [count]: the floor's rows through the product's engine: queued units, group commit, savepoints,
// statement cache, folding and index. Beside it, a single message on an idle store, and search over what was stored.
#include <algorithm>
#include <cstdlib>
#include <future>
#include <string>

#include "base/sha256.h"
#include "base/time.h"
#include "bench/storage_workload.h"
#include "storage/search/index.h"
#include "storage/store.h"

namespace frontdesk::bench {
namespace {

using storage::Store;
using storage::Tx;

struct Audit {
  Bytes chain;
  std::int64_t sequence = 0;
};

Result<void> put(Tx& tx, const Message& message, Audit& audit) {
  const std::int64_t now = message.id >> 20;
  auto done =
      tx.execute(kInsertJournal, message.id, kChannel, message.dedup_key, sha256(message.sealed), message.sealed, now);
  if (!done) return done;
  done = message.is_new_ticket ? tx.execute(kInsertTicket, message.id, "P" + std::to_string(message.id), kChannel,
                                            kCustomer, message.text.substr(0, 30), now, now + 3600)
                               : tx.execute(kTouchTicket, message.ticket, now);
  if (!done) return done;
  done = tx.execute(kInsertMessage, message.id, message.ticket, message.text, message.sealed, now, message.id);
  if (!done) return done;
  const Bytes record(200, static_cast<std::uint8_t>(message.id));
  const Bytes leaf = sha256(record);
  audit.chain.insert(audit.chain.end(), leaf.begin(), leaf.end());
  audit.chain = sha256(audit.chain);
  done = tx.execute(kInsertAudit, ++audit.sequence, record, leaf, audit.chain, now, message.ticket);
  if (!done) return done;
  return storage::index_message(tx, MessageId{message.id}, {.text = message.text});
}

void fail(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  std::exit(1);
}

void intake(Store& store, const std::vector<Message>& messages, Audit& audit) {
  const Meter meter;
  std::promise<void> finished;
  std::size_t told = 0;
  for (const Message& message : messages) {
    store.write([&](Tx& tx) { return put(tx, message, audit); },
                [&](const Result<void>& result) {
                  if (!result) fail(result.error());
                  if (++told == messages.size()) finished.set_value();
                });
  }
  finished.get_future().wait();
  meter.print("storage_intake", messages.size());
}

void print_percentiles(const char* bench, std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  std::printf("{\"bench\":\"%s\",\"count\":%zu,\"p50_us\":%.0f,\"p99_us\":%.0f}\n", bench, times.size(),
              times[times.size() / 2], times[times.size() * 99 / 100]);
  std::fflush(stdout);
}

template <class Work>
double microseconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

void single(Store& store, Workload& workload, Audit& audit) {
  std::vector<double> times;
  for (int i = 0; i < 500; ++i) {
    const Message message = workload.next();
    times.push_back(microseconds([&] {
      auto done = store.write_and_wait([&](Tx& tx) { return put(tx, message, audit); });
      if (!done) fail(done.error());
    }));
  }
  print_percentiles("storage_single", times);
}

/// Queries are pieces of stored texts: `characters` of three bytes from a random place.
void search(Store& store, const std::vector<Message>& messages, std::size_t characters, const char* bench) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp)
  std::vector<double> times;
  for (int i = 0; i < 500; ++i) {
    const auto& text = messages[random() % messages.size()].text;
    const std::string query = text.substr(3 * (random() % (12 - characters)), 3 * characters);
    times.push_back(microseconds([&] {
      auto page = store.read([&](storage::ReadTx& tx) { return storage::search(tx, query, 50, MessageId{}); });
      if (!page) fail(page.error());
      if (page->hits.empty() && characters > 1) fail({ErrorCode::kInternal, "a stored text was not found"});
    }));
  }
  print_percentiles(bench, times);
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk;
  using namespace frontdesk::bench;
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20'000;
  const Scratch scratch("frontdesk-intake-");
  const SystemClock clock;
  storage::StoreOptions options;
  options.directory = scratch.path() + "/data";
  auto store = Store::open(options, clock);
  if (!store) fail(store.error());
  auto made = (*store)->write_and_wait([](Tx& tx) -> Result<void> {
    auto done = tx.execute(
        "INSERT INTO channel (id, plugin, name, enabled, config_json, created_at) "
        "VALUES (?1, 'load', 'load', 1, '{}', 1)",
        kChannel);
    if (!done) return done;
    return tx.execute("INSERT INTO customer (id, number, name_masked, created_at) VALUES (?1, 'C1', '张*', 1)",
                      kCustomer);
  });
  if (!made) fail(made.error());

  Workload workload;
  std::vector<Message> messages(count);
  for (auto& message : messages) message = workload.next();
  Audit audit;
  intake(**store, messages, audit);
  single(**store, workload, audit);
  search(**store, messages, 1, "storage_search_1");
  search(**store, messages, 2, "storage_search_2");
  search(**store, messages, 4, "storage_search_4");
  return 0;
}
