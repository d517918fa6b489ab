// bench_mail_intake [count] [rounds] [product|floor]: e-mails from their bytes to filed tickets, product and floor
// alternating in this process; with a third argument one of them alone, for a profiler.
// Product: the email plugin's reader, then the desk's intake (no IMAP, no plugin process). Floor: mail_floor, which
// shares no line with it. Goal: at most 2.2 times the floor's processor time a mail.
#include <plugin/mail_item.h>

#include <string_view>

#include "bench/desk_house.h"
#include "bench/mail_floor/floor.h"
#include "bench/rounds.h"
#include "bench/storage_workload.h"
#include "desk/inbound/item.h"
#include "fault/hostile_mail/corpus.h"

namespace frontdesk::bench {
namespace {

constexpr std::size_t kBatch = 50;  ///< as the plugin fetches them
constexpr double kMostTimesFloor = 2.2;

using Mails = std::vector<std::string>;

email::ItemContext mailbox() {
  email::ItemContext context;
  context.account = "support@shop.test";
  context.own_addresses = {context.account};
  return context;
}

email::RawMail as_fetched(const std::string& raw) { return {raw, SystemClock().now().count(), false, raw.size()}; }

Cost run_product(const std::string& directory, const Mails& mails) {
  DeskHouse house(directory, FRONTDESK_SOURCE_DIR "/config/profile/sop.yaml");
  const ChannelId channel = house.add_channel("mail");
  const email::ItemContext context = mailbox();
  // The floor reads the bytes where they lie; the plugin owns what it fetched, and fetching is not measured.
  std::vector<email::RawMail> fetched;
  for (const std::string& raw : mails) fetched.push_back(as_fetched(raw));
  const Stopwatch watch;
  for (std::size_t at = 0; at < mails.size(); at += kBatch) {
    desk::InboundBatch batch;
    batch.channel = channel;
    for (std::size_t i = at; i < std::min(at + kBatch, mails.size()); ++i) {
      for (sdk::Item& item : email::items_of(std::move(fetched[i]), context)) batch.items.emplace_back(std::move(item));
    }
    house.submit(std::move(batch));
  }
  house.drain();
  return watch.cost(mails.size());
}

Cost run_floor(const std::string& path, const Mails& mails) {
  mail_floor::MailFloor floor(path);
  const Stopwatch watch;
  for (const std::string& mail : mails) floor.take(mail);
  floor.finish();
  return watch.cost(mails.size());
}

void print_times_floor(const Rounds& product, const Rounds& floor) {
  const Cost made = product.median(), least = floor.median();
  std::printf(
      "{\"bench\":\"mail_intake_cpu\",\"rounds\":%zu,\"product_cpu_us\":%.1f,\"floor_cpu_us\":%.1f,\"times_floor\":%."
      "2f,"
      "\"goal\":%.1f}\n",
      product.count(), made.cpu_us, least.cpu_us, made.cpu_us / least.cpu_us, kMostTimesFloor);
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk;         // NOLINT(google-build-using-namespace): a program of one file
  using namespace frontdesk::bench;  // NOLINT(google-build-using-namespace)
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 4'000;
  const std::size_t rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 5;
  const std::string_view only = argc > 3 ? argv[3] : "";
  Mails mails;
  for (std::size_t i = 0; i < count; ++i) mails.push_back(mailgen::make_corpus_mail(1, i).raw);
  const Scratch scratch("frontdesk-bench-mail-");
  Rounds product, floor;
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::string product_files = scratch.path() + "/data" + std::to_string(round);
    const std::string floor_files = scratch.path() + "/floor" + std::to_string(round);
    if (only != "floor") product.add(run_product(product_files, mails));
    if (only != "product") floor.add(run_floor(floor_files, mails));
    std::filesystem::remove_all(product_files);
    std::filesystem::remove(floor_files + ".db");
    std::filesystem::remove(floor_files + ".segment");
  }
  if (!only.empty()) {
    std::printf("{\"bench\":\"mail_intake_%s\",\"cpu_us\":%.1f}\n", std::string(only).c_str(),
                (only == "floor" ? floor : product).median().cpu_us);
    return 0;
  }
  print_ratio("mail_intake", product, floor, 0.25);
  print_times_floor(product, floor);
  return 0;
}
