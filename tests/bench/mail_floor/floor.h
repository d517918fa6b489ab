// MailFloor: the least that taking in an e-mail can cost, written without one line of the product. GMime parses, runs
// of seven digits and more become stars, three values are sealed by AES-256-GCM, the raw bytes go to a segment file,
// the rows of a mail (journal, customer, ticket, message, reference, attachment, event, audit with a SHA-256 chain) and
// its bigrams go to SQLite, and 64 mails share a commit (synchronous=FULL) behind one fdatasync of the segment.
//
// What it leaves out is what the product adds: every rule of masking beyond digit runs, safe HTML, a key for each
// message, clocks, threads and queues, dates and names in any form, hostile mail, answers to the plugin. An error ends
// the program. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cells.h"
#include "database.h"
#include "segment.h"

namespace frontdesk::mail_floor {

struct ParsedMail;

class MailFloor {
 public:
  static constexpr int kGroup = 64;  ///< mails in a commit, as the product's group

  /// Makes `path`.db and `path`.segment, which must not exist.
  explicit MailFloor(const std::string& path);
  ~MailFloor() { finish(); }

  void take(std::string_view raw);
  /// Commits what is left.
  void finish();

 private:
  std::int64_t customer_of(const std::string& address, const std::string& name);
  std::int64_t ticket_of(const ParsedMail& mail, const std::string& text, std::int64_t customer);
  void audit(std::int64_t message, std::int64_t ticket);

  Database database_;
  Segment segment_;
  Cells cells_;
  Digest digest_;
  std::string chain_;
  std::int64_t last_id_ = 0;
  int in_group_ = 0;
  Statement journal_, find_customer_, customer_, find_reference_, reference_, ticket_, touch_, message_, attachment_,
      event_, audit_, search_;
};

}  // namespace frontdesk::mail_floor
