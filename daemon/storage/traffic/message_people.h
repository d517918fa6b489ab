// The people of a message beside the one it comes from or answers: a row only where there are any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Of one message: `failed` has a bit for each.
inline constexpr std::size_t kMostPeople = 60;

struct MessagePeople {
  MessageId message;
  std::string masked;        ///< JSON, as agents see them
  Bytes sealed;              ///< the same in clear
  std::uint64_t failed = 0;  ///< bit n: the n-th was not reached
};

Result<void> insert_people(Tx& tx, const MessagePeople& people);
Result<std::optional<MessagePeople>> find_people(ReadTx& tx, MessageId message);
Result<void> set_failed_people(Tx& tx, MessageId message, std::uint64_t failed);

}  // namespace frontdesk::storage
