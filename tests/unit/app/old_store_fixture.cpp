#include "unit/app/old_store_fixture.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/time.h"
#include "storage/sql/connection.h"
#include "storage/sql/migration.h"

namespace frontdesk::app::test {
namespace {

using storage::Connection;

std::string filling(int tickets) {
  const std::string each = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                           std::to_string(tickets) + ") INSERT INTO ";
  const std::string base = std::to_string(tickets);
  return "BEGIN; INSERT INTO channel (id, plugin, name, enabled, config_json, created_at)"
         " VALUES (1, 'io.frontdesk.none', 'old', 0, '{}', 1);" +
         each + "customer (id, number, name_masked, created_at) SELECT i, 'C' || i, '*', i FROM n;" + each +
         "ticket (id, number, state, priority, type, channel_id, customer_id, subject_masked, preview_masked,"
         " received_at, created_at, updated_at, last_message_at, message_count, next_due_at, open)"
         " SELECT i, 'P2-' || i, 1 + i % 3, 1 + i % 4, 1 + i % 5, 1, i, 'subject ' || i, 'preview ' || i,"
         " i, i, i, i, 1, i, i % 2 FROM n;" +
         each + "message (id, ticket_id, kind, text_masked, created_at, journal_id) SELECT " + base +
         " + i, i, 1, 'text of message ' || i, i, i FROM n;" + each +
         "journal (id, channel_id, dedup_key, content_hash, received_at, fate, ticket_id, message_id)"
         " SELECT i, 1, cast(i AS BLOB), cast(i AS BLOB), i, 1, i, " +
         base + " + i FROM n;" + each +
         "clock (id, ticket_id, kind, state, started_at, due_at, breached_at) SELECT i, i, 1, 1, i, i, i FROM n; "
         "COMMIT";
}

std::unique_ptr<Connection> open(const DaemonFolder& folder, Connection::Mode mode) {
  auto connection = Connection::open(folder.file("data/frontdesk.db"), mode, 8192);
  return connection ? std::move(*connection) : nullptr;
}

}  // namespace

void make_old_store(const DaemonFolder& folder, int schema, int tickets) {
  std::filesystem::create_directory(folder.file("data"));
  folder.write("data/vault.key", std::string(32, 'k'));
  ::chmod(folder.file("data/vault.key").c_str(), 0600);
  const auto connection = open(folder, Connection::Mode::kWriter);
  ASSERT_NE(connection, nullptr);
  const SystemClock clock;
  const auto steps = storage::embedded_migrations();
  ASSERT_TRUE(storage::migrate(*connection, steps.first(1), clock));
  ASSERT_TRUE(connection->run_script("INSERT INTO setting VALUES ('shop.company', 'old shop', 1, 0, NULL)"));
  if (tickets > 0) {
    const auto filled = connection->run_script(filling(tickets));
    ASSERT_TRUE(filled) << filled.error().message;
  }
  const auto brought = storage::migrate(*connection, steps.first(static_cast<std::size_t>(schema)), clock);
  ASSERT_TRUE(brought) << brought.error().message;
}

int schema_there(const DaemonFolder& folder) {
  auto schema = storage::schema_of(folder.file("data/frontdesk.db"));
  return schema ? *schema : -1;
}

std::string old_rows(const DaemonFolder& folder) {
  const auto connection = open(folder, Connection::Mode::kReader);
  if (!connection) return "unreadable";
  std::string all;
  for (const char* asked :
       {"SELECT value FROM setting WHERE name = 'shop.company'",
        "SELECT count(*) || ' ' || coalesce(sum(length(number) + id + state * priority * type), 0) FROM ticket",
        "SELECT count(*) || ' ' || coalesce(sum(length(text_masked) + ticket_id), 0) FROM message",
        "SELECT count(*) || ' ' || coalesce(sum(message_id), 0) FROM journal",
        "SELECT count(*) || ' ' || coalesce(sum(due_at), 0) FROM clock WHERE id <= (SELECT max(id) FROM ticket)",
        "PRAGMA quick_check(1)"}) {
    auto row = connection->statement(asked);
    auto found = row.step();
    all += found && *found ? row.text(0) + "; " : std::string("nothing; ");
  }
  return all;
}

}  // namespace frontdesk::app::test
