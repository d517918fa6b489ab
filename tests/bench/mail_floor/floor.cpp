#include "floor.h"

#include <algorithm>
#include <chrono>

#include "number_mask.h"
#include "parsed_mail.h"

namespace frontdesk::mail_floor {
namespace {

constexpr std::size_t kPreview = 140;

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

std::string masked(std::string text) {
  mask_numbers(text);
  return text;
}

}  // namespace

MailFloor::MailFloor(const std::string& path)
    : database_(path + ".db"),
      segment_(path + ".segment"),
      journal_(database_, "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, 1)"),
      find_customer_(database_, "SELECT id FROM customer WHERE address_hash = ?1"),
      customer_(database_, "INSERT INTO customer VALUES (?1, ?2, ?3, ?4)"),
      find_reference_(database_, "SELECT ticket FROM reference WHERE hash = ?1"),
      reference_(database_, "INSERT OR IGNORE INTO reference VALUES (?1, ?2)"),
      ticket_(database_, "INSERT INTO ticket VALUES (?1, 'P' || ?1, ?2, ?3, ?4, 1, ?1)"),
      touch_(database_, "UPDATE ticket SET updated = ?2, preview = ?3 WHERE id = ?1"),
      message_(database_, "INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
      attachment_(database_, "INSERT INTO attachment (message, name) VALUES (?1, ?2)"),
      event_(database_, "INSERT INTO event VALUES (?1, ?2, 'message.received')"),
      audit_(database_, "INSERT INTO audit (ticket, record, chain) VALUES (?1, ?2, ?3)"),
      search_(database_, "INSERT INTO search (rowid, body) VALUES (?1, ?2)") {}

std::int64_t MailFloor::customer_of(const std::string& address, const std::string& name) {
  const std::string hash = digest_.of(address);
  if (const std::int64_t known = find_customer_.find(hash); known != 0) return known;
  const std::int64_t made = ++last_id_;
  customer_.run(made, hash, masked(name), cells_.seal(address));
  return made;
}

std::int64_t MailFloor::ticket_of(const ParsedMail& mail, const std::string& text, std::int64_t customer) {
  const std::string preview = text.substr(0, kPreview);
  const std::int64_t known = mail.in_reply_to.empty() ? 0 : find_reference_.find(digest_.of(mail.in_reply_to));
  if (known != 0) {
    touch_.run(known, now(), preview);
    return known;
  }
  const std::int64_t made = ++last_id_;
  ticket_.run(made, customer, masked(mail.subject), preview);
  return made;
}

void MailFloor::audit(std::int64_t message, std::int64_t ticket) {
  const std::string record = "{\"act\":\"message.received\",\"at\":" + std::to_string(now()) +
                             ",\"message\":" + std::to_string(message) + ",\"ticket\":" + std::to_string(ticket) + "}";
  chain_ = digest_.of(chain_ + digest_.of(record));
  audit_.run(ticket, record, chain_);
}

void MailFloor::take(std::string_view raw) {
  if (in_group_ == 0) database_.run("BEGIN IMMEDIATE");
  last_id_ = std::max(last_id_, now());
  const ParsedMail mail = parse(raw);
  const std::string subject = masked(mail.subject), text = masked(mail.text);
  const std::string name = digest_.of(mail.message_id);
  const std::int64_t journal = ++last_id_;
  journal_.run(journal, name, cells_.seal(mail.subject + '\n' + mail.text + '\n' + mail.html), segment_.append(raw),
               static_cast<std::int64_t>(raw.size()));
  const std::int64_t ticket = ticket_of(mail, text, customer_of(mail.from_address, mail.from_name));
  const std::int64_t message = ++last_id_;
  message_.run(message, ticket, journal, text, masked(mail.html), cells_.seal(mail.subject + '\n' + mail.text));
  reference_.run(name, ticket);
  for (const std::string& attachment : mail.attachments) attachment_.run(message, masked(attachment));
  event_.run(++last_id_, ticket);
  audit(message, ticket);
  search_.run(message, subject + '\n' + text);
  if (++in_group_ == kGroup) finish();
}

void MailFloor::finish() {
  if (in_group_ == 0) return;
  segment_.make_durable();
  database_.run("COMMIT");
  in_group_ = 0;
}

}  // namespace frontdesk::mail_floor
