#include "storage/traffic/message_people.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {

Result<void> insert_people(Tx& tx, const MessagePeople& people) {
  return tx.execute(
      "INSERT INTO message_people (message_id, people_masked, people_sealed, failed) VALUES (?1, ?2, ?3, ?4)",
      people.message, people.masked, people.sealed, static_cast<std::int64_t>(people.failed));
}

Result<std::optional<MessagePeople>> find_people(ReadTx& tx, MessageId message) {
  return read_first(
      tx.query("SELECT people_masked, people_sealed, failed FROM message_people WHERE message_id = ?1", message),
      [message](const Statement& row) {
        return MessagePeople{message, row.text(0), row.blob(1), static_cast<std::uint64_t>(row.integer(2))};
      });
}

Result<void> set_failed_people(Tx& tx, MessageId message, std::uint64_t failed) {
  return tx.execute("UPDATE message_people SET failed = ?2 WHERE message_id = ?1", message,
                    static_cast<std::int64_t>(failed));
}

}  // namespace frontdesk::storage
