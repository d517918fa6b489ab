// bench_mail_intake [count] [rounds]: e-mails from their bytes to filed tickets, product and floor alternating.
// Product: the email plugin's reader, then the desk's intake, in this process (no IMAP, no plugin process).
// Floor: one straight loop over the same mails: read, mask subject and text, seal original, payload and text, append to
// a segment, then the product's rows, chain and index by bare SQLite (replay_floor.h); 64 mails per durable commit.
// Goal: at least 0.25, wanted 0.6.
#include <fcntl.h>
#include <plugin/mail_item.h>

#include "base/sha256.h"
#include "bench/desk_house.h"
#include "bench/replay_floor.h"
#include "bench/rounds.h"
#include "bench/storage_workload.h"
#include "desk/inbound/item.h"
#include "fault/hostile_mail/corpus.h"

namespace frontdesk::bench {
namespace {

constexpr std::size_t kBatch = 50;  ///< as the plugin fetches them

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
  const Stopwatch watch;
  for (std::size_t at = 0; at < mails.size(); at += kBatch) {
    desk::InboundBatch batch;
    batch.channel = channel;
    for (std::size_t i = at; i < std::min(at + kBatch, mails.size()); ++i) {
      for (sdk::Item& item : email::items_of(as_fetched(mails[i]), context)) batch.items.emplace_back(std::move(item));
    }
    house.submit(std::move(batch));
  }
  house.drain();
  return watch.cost(mails.size());
}

/// The work on a mail that no design can leave out.
class MailFloor {
 public:
  MailFloor(const std::string& segment, privacy::Vault& vault)
      : vault_(vault), file_(::open(segment.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}
  ~MailFloor() { ::close(file_); }
  MailFloor(const MailFloor&) = delete;
  MailFloor& operator=(const MailFloor&) = delete;

  void take(const std::string& mail) {
    const std::int64_t number = ++count_;
    const privacy::DataKey key = vault_.new_key(privacy::KeyScope::kMessage, number);
    append(vault_.seal_blob(key, {"blob", "", number}, as_bytes(mail)));
    for (sdk::Item& read : email::items_of(as_fetched(mail), context_)) {
      desk::InboundItem item(std::move(read));
      item.join_parts();
      const std::string body(item.text(desk::PartRole::kBody)), html(item.text(desk::PartRole::kHtml));
      const privacy::Masked subject = masker_.mask(item.subject), text = masker_.mask(body);
      kept_ += subject.text.text().size() + text.text.text().size();
      kept_ += vault_.seal(key, {"journal", "payload_sealed", number}, as_bytes(body + html)).size();
      kept_ += vault_.seal(key, {"message", "text_sealed", number}, as_bytes(body)).size();
      for (const auto& attachment : item.attachments)
        append(vault_.seal_blob(key, {"blob", "", number}, as_bytes(attachment.data)));
    }
  }
  void make_durable() const {
    if (::fdatasync(file_) != 0 || kept_ == 0) std::exit(1);
  }

 private:
  void append(const Bytes& sealed) {
    kept_ += sha256(sealed).size();
    if (::write(file_, sealed.data(), sealed.size()) != static_cast<ssize_t>(sealed.size())) std::exit(1);
  }

  privacy::Vault& vault_;
  const privacy::Masker masker_{privacy::Profile::kSop};
  const email::ItemContext context_ = mailbox();
  const int file_;
  std::int64_t count_ = 0;
  std::size_t kept_ = 0;  ///< so that no work can be left out by the compiler
};

Cost run_floor(const std::string& rows, const std::string& fresh, const Mails& mails) {
  ReplayFloor floor(rows);
  SystemClock clock;
  SystemRandom random;
  IdSource ids(clock);
  auto vault = demand(privacy::Vault::make(Secret(std::string(64, 'k')), ids, random));
  MailFloor work(fresh + ".segment", *vault);
  const Stopwatch watch;
  floor.run(fresh, [&](std::size_t group) {
    const std::size_t begin = group * ReplayFloor::kGroup;
    for (std::size_t i = begin; i < std::min(begin + ReplayFloor::kGroup, mails.size()); ++i) work.take(mails[i]);
    work.make_durable();
  });
  return watch.cost(mails.size());
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk;         // NOLINT(google-build-using-namespace): a program of one file
  using namespace frontdesk::bench;  // NOLINT(google-build-using-namespace)
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 4'000;
  const std::size_t rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 5;
  Mails mails;
  for (std::size_t i = 0; i < count; ++i) mails.push_back(mailgen::make_corpus_mail(1, i).raw);
  const Scratch scratch("frontdesk-bench-mail-");
  Rounds product, floor;
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::string directory = scratch.path() + "/data" + std::to_string(round);
    const std::string fresh = scratch.path() + "/floor" + std::to_string(round) + ".db";
    product.add(run_product(directory, mails));
    floor.add(run_floor(directory + "/frontdesk.db", fresh, mails));
    std::filesystem::remove_all(directory);
    std::filesystem::remove(fresh);
    std::filesystem::remove(fresh + ".segment");
  }
  print_ratio("mail_intake", product, floor, 0.25);
  return 0;
}
