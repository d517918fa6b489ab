// bench_intake [count] [rounds]: durable intake of plugin messages, product and floor alternating. Product: the desk's
// own intake in this process, from submit to filed ticket (seal, journal, mask, thread, clocks, audit, index, event).
// Floor: replay_floor.h, the same rows by bare SQLite. Figures: messages per second of the median round, CPU per
// message, and the ratio. Goal: at least 0.4, wanted 0.7.
#include "bench/chat_items.h"
#include "bench/desk_house.h"
#include "bench/replay_floor.h"
#include "bench/rounds.h"
#include "bench/storage_workload.h"

namespace frontdesk::bench {
namespace {

constexpr std::size_t kBatch = 64;

std::vector<desk::InboundBatch> make_batches(ChannelId channel, std::size_t count, std::uint32_t seed) {
  ChatItems items(seed);
  const Micros now = SystemClock().now();
  std::vector<desk::InboundBatch> batches;
  for (std::size_t made = 0; made < count; made += kBatch) {
    auto& batch = batches.emplace_back();
    batch.channel = channel;
    batch.cursor = std::to_string(made);
    for (std::size_t i = 0; i < kBatch; ++i) batch.items.push_back(items.next(now));
  }
  return batches;
}

Cost run_product(const std::string& directory, std::size_t count, std::uint32_t seed) {
  DeskHouse house(directory, FRONTDESK_SOURCE_DIR "/config/profile/sop.yaml");
  auto batches = make_batches(house.add_channel("chat"), count, seed);
  const Stopwatch watch;
  for (auto& batch : batches) house.submit(std::move(batch));
  house.drain();
  return watch.cost(count);
}

Cost run_floor(const std::string& rows, const std::string& fresh) {
  ReplayFloor floor(rows);
  const Stopwatch watch;
  floor.run(fresh, [](std::size_t) {});
  return watch.cost(floor.messages());
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk::bench;  // NOLINT(google-build-using-namespace): a program of one file
  const std::size_t asked = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
  const std::size_t count = (asked + kBatch - 1) / kBatch * kBatch;
  const std::size_t rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 5;
  const Scratch scratch("frontdesk-bench-intake-");
  Rounds product, floor;
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::string directory = scratch.path() + "/data" + std::to_string(round);
    product.add(run_product(directory, count, static_cast<std::uint32_t>(round)));
    floor.add(run_floor(directory + "/frontdesk.db", scratch.path() + "/floor" + std::to_string(round) + ".db"));
    std::filesystem::remove_all(directory);
  }
  print_ratio("plugin_intake", product, floor, 0.4);
  return 0;
}
