// RequestKey: the Idempotency-Key of a request that adds a message. A browser that lost the answer sends the request
// again with the same key; it gets the message of the first time, and nothing is written twice.
//
//   RequestKey key(context, actor.user, request.request_key, content);
//   auto earlier = key.find(tx);      // in the writing transaction, before anything is changed
//   if (!earlier || *earlier) return …;
//   … key.remember(tx, message);      // in the same transaction
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/context.h"

namespace frontdesk::storage {
class ReadTx;
class Tx;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

/// 8..200 bytes; kInvalid (key "error.request_key") otherwise.
Result<void> check_request_key(std::string_view key);

class RequestKey {
 public:
  /// `content` is everything the request asks for, in clear text (two texts may look alike once masked). Only keyed
  /// hashes of both are kept.
  RequestKey(Context& context, UserId user, std::string_view key, std::string_view content);

  /// The message of the same request, if it came before. A key that comes again with other content is kConflict (key
  /// "error.request_key"): to answer with the earlier message would drop the new one.
  Result<std::optional<MessageId>> find(storage::ReadTx& tx) const;
  Result<void> remember(storage::Tx& tx, MessageId message, Micros now) const;

 private:
  UserId user_;
  Bytes key_hash_;
  Bytes content_hash_;
};

}  // namespace frontdesk::desk
