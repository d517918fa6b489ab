// What the storage benchmarks write, the same for the floor and for the product: short chat messages in Chinese, an
// item of the journal, a ticket (65 of 100) or another message of it, an audit record, an index entry.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "bench/rounds.h"

namespace frontdesk::bench {

inline constexpr std::size_t kGroup = 64;
inline constexpr std::int64_t kChannel = 1;
inline constexpr std::int64_t kCustomer = 2;

inline constexpr const char* kInsertJournal =
    "INSERT INTO journal (id, channel_id, dedup_key, content_hash, payload_sealed, received_at, fate) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)";
inline constexpr const char* kInsertTicket =
    "INSERT INTO ticket (id, number, state, priority, type, channel_id, customer_id, subject_masked, received_at, "
    "created_at, updated_at, last_message_at, next_due_at, open) "
    "VALUES (?1, ?2, 1, 3, 3, ?3, ?4, ?5, ?6, ?6, ?6, ?6, ?7, 1)";
inline constexpr const char* kTouchTicket =
    "UPDATE ticket SET updated_at = ?2, last_message_at = ?2, message_count = message_count + 1, version = version + 1 "
    "WHERE id = ?1";
inline constexpr const char* kInsertMessage =
    "INSERT INTO message (id, ticket_id, kind, author_masked, text_masked, text_sealed, created_at, journal_id) "
    "VALUES (?1, ?2, 1, '张*', ?3, ?4, ?5, ?6)";
inline constexpr const char* kInsertAudit =
    "INSERT INTO audit_record (seq, bytes, leaf, chain, at, action, object_type, object_id) "
    "VALUES (?1, ?2, ?3, ?4, ?5, 'message.in', 'ticket', ?6)";
inline constexpr const char* kRows =
    "INSERT INTO channel (id, plugin, name, enabled, config_json, created_at) VALUES (1, 'load', 'load', 1, '{}', 1);"
    "INSERT INTO customer (id, number, name_masked, created_at) VALUES (2, 'C1', '张*', 1);";

struct Message {
  std::int64_t id = 0;
  std::int64_t ticket = 0;
  bool is_new_ticket = false;
  std::string text;
  Bytes dedup_key;
  Bytes sealed;  ///< stands for cipher text
};

class Workload {
 public:
  Message next() {
    Message message;
    message.id = base_ + ++count_;
    message.is_new_ticket = tickets_.empty() || random_() % 100 < 65;
    if (message.is_new_ticket) tickets_.push_back(message.id);
    message.ticket = tickets_[tickets_.size() - 1 - random_() % std::min<std::size_t>(tickets_.size(), 2000)];
    if (message.is_new_ticket) message.ticket = message.id;
    message.text = text();
    message.dedup_key = noise(16);
    message.sealed = noise(message.text.size() + 28);
    return message;
  }

 private:
  // About 117 bytes: 36 characters from the thousand that people use most, with some digits and punctuation.
  std::string text() {
    std::string out;
    for (int i = 0; i < 36; ++i) {
      const auto c = 0x4E00 + random_() % 1000 * 7;
      out += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
              static_cast<char>(0x80 | (c & 0x3F))};
      if (i % 12 == 11) out += "，";
    }
    return out + std::to_string(random_() % 100'000);
  }
  Bytes noise(std::size_t size) {
    Bytes out(size);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random_());
    return out;
  }

  std::mt19937 random_{20240315};  // NOLINT(cert-msc51-cpp): the same load in every run
  const std::int64_t base_ = 1'710'484'200'000LL << 20;
  std::int64_t count_ = 0;
  std::vector<std::int64_t> tickets_;
};

/// Wall time and processor time of this process since the start.
class Meter {
 public:
  void print(const char* bench, std::size_t count) const {
    const Cost cost = since_start_.cost(count);
    std::printf("{\"bench\":\"%s\",\"count\":%zu,\"per_second\":%.0f,\"cpu_us\":%.1f}\n", bench, count, cost.per_second,
                cost.cpu_us);
    std::fflush(stdout);
  }

 private:
  Stopwatch since_start_;
};

/// A directory that is removed at the end; on the disk of the usual temporary files.
class Scratch {
 public:
  explicit Scratch(const char* name)
      : path_((std::filesystem::temp_directory_path() / (std::string(name) + std::to_string(::getpid()))).string()) {
    std::filesystem::create_directories(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace frontdesk::bench
