// Limits: how much people may write and upload. One constant per limit, in the unit of the description of the HTTP
// interface; a test compares the two.
#pragma once

#include <cstddef>
#include <cstdint>

#include <frontdesk/item/limits.h>

namespace frontdesk::desk {

inline constexpr std::size_t kMostTextCharacters = 100'000;  ///< of a reply or a note, in code points
inline constexpr std::size_t kMostTextBytes = 1024 * 1024;   ///< of a request with such a text, escaped
inline constexpr std::size_t kMostAttachments = 20;          ///< of a reply
inline constexpr std::size_t kMostRecipients = 50;           ///< of a reply, or of what is forwarded
/// Of all files of a reply. What people may write must fit into one message to the channel's host, with its text.
inline constexpr std::size_t kMostReplyFileBytes = item::kMostOutboundFileBytes;
static_assert(kMostReplyFileBytes + kMostTextBytes <= item::kMostMessageBytes);
inline constexpr std::size_t kMostTopicCharacters = 100;
inline constexpr std::size_t kMostReasonCharacters = 500;        ///< for a changed classification
inline constexpr std::size_t kMostLedgerReasonCharacters = 300;  ///< of a plugin's words
inline constexpr std::size_t kMostChannelNameCharacters = 80;
inline constexpr std::size_t kMostCompanyCharacters = 200;

/// Of one person's uploads that are in no message yet: enough for a full reply in several tabs, too little to fill a
/// disk before the unsent ones are deleted.
inline constexpr std::int64_t kMostUnsentBytes = std::int64_t{200} << 20;
inline constexpr std::int64_t kMostUnsentFiles = 100;

}  // namespace frontdesk::desk
