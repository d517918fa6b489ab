#include "store_fixture.h"

#include <cstdlib>
#include <filesystem>

namespace frontdesk::storage {

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "frontdesk-store-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

StoreTest::StoreTest() { reopen(); }

StoreOptions StoreTest::options() const {
  StoreOptions options;
  options.directory = directory_.path() + "/data";
  options.cache_mib = 8;
  options.ballast_bytes = 0;  // tests fill the store, not the disk
  return options;
}

void StoreTest::reopen() {
  store_.reset();
  auto opened = Store::open(options(), clock_);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  store_ = std::move(opened).value();
}

std::int64_t StoreTest::number(const std::string& sql) {
  return must_read([&](ReadTx& tx) -> Result<std::int64_t> {
    auto row = tx.query(sql);
    auto found = row.step();
    if (!found) return std::move(found).error();
    return *found ? row.integer(0) : -1;
  });
}

ChannelId StoreTest::add_channel() {
  const auto id = ids_.next<ChannelId>();
  must_write([&](Tx& tx) {
    return tx.execute(
        "INSERT INTO channel (id, plugin, name, enabled, config_json, created_at) VALUES (?1, 'email', 'shop', 1, "
        "'{}', 1)",
        id);
  });
  return id;
}

CustomerId StoreTest::add_customer() {
  const auto id = ids_.next<CustomerId>();
  must_write([&](Tx& tx) {
    return tx.execute("INSERT INTO customer (id, number, name_masked, created_at) VALUES (?1, ?2, '张*', 1)", id,
                      "C" + to_text(id));
  });
  return id;
}

TicketId StoreTest::add_ticket(ChannelId channel, CustomerId customer, const std::string& subject,
                               const std::string& number) {
  const auto id = ids_.next<TicketId>();
  must_write([&](Tx& tx) {
    return tx.execute(
        "INSERT INTO ticket (id, number, state, priority, type, channel_id, customer_id, subject_masked, received_at,"
        " created_at, updated_at, last_message_at, next_due_at, open) "
        "VALUES (?1, ?2, 1, 3, 3, ?3, ?4, ?5, 1, 1, 1, 1, 1, 1)",
        id, number, channel, customer, subject);
  });
  return id;
}

MessageId StoreTest::add_message(TicketId ticket, const std::string& text) {
  const auto id = ids_.next<MessageId>();
  must_write([&](Tx& tx) {
    return tx.execute("INSERT INTO message (id, ticket_id, kind, text_masked, created_at) VALUES (?1, ?2, 1, ?3, 1)",
                      id, ticket, text);
  });
  return id;
}

}  // namespace frontdesk::storage
