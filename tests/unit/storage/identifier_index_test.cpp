// Tickets by keyed hashes of what identifies them.
#include "storage/search/identifier_index.h"

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using IdentifierTest = StoreTest;

TEST_F(IdentifierTest, identifiers_find_their_tickets_newest_first) {
  must_write([](Tx& tx) -> Result<void> {
    for (const std::int64_t ticket : {1, 3, 2, 3}) {
      if (auto done = put_identifier(tx, 1, as_bytes("hash"), TicketId{ticket}); !done) return done;
    }
    return put_identifier(tx, 2, as_bytes("hash"), TicketId{9});
  });
  const auto find = [&] {
    return must_read([](ReadTx& tx) { return find_by_identifier(tx, 1, as_bytes("hash"), 10); });
  };
  EXPECT_EQ(find(), (std::vector{TicketId{3}, TicketId{2}, TicketId{1}}));
}

}  // namespace
}  // namespace frontdesk::storage
