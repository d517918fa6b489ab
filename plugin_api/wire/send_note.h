// The note of the last message that a plugin host handed over: a small file that the host writes and the daemon reads
// when one of them has ended before the outcome was on record. It outlives processes, not the machine.
//
// The daemon makes the file, writes its part (first half) and gives the host a descriptor. The host writes kHandedOver
// before the plugin may go on, and how that ended as soon as the plugin has said so.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::wire {

inline constexpr std::size_t kSendNoteBytes = 4096;
/// Where the host's part begins.
inline constexpr std::size_t kSendNoteRecord = 1024;

struct SendNote {
  enum class Stage {
    kHandedOver,  ///< the remote side may have it
    kTaken,       ///< it has it
    kRefused,     ///< it has not
  };
  std::string key;  ///< the idempotency key of the message
  Stage stage = Stage::kHandedOver;
  std::string remote_key;  ///< with kTaken
};

/// As it stands in the file; a remote key for which there is no room is left out.
std::string encode_send_note(const SendNote& note);
/// Nullopt for an empty note; for one that is torn or was not written by encode, a note without a key.
std::optional<SendNote> decode_send_note(std::string_view stored);

}  // namespace frontdesk::wire
