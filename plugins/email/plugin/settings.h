// The channel's configuration, read from the JSON that the daemon validated against the manifest's schema.
// Members mean what the manifest says of their namesakes. Thread rule: plain values.
#pragma once

#include <frontdesk/item/limits.h>
#include <frontdesk/plugin.h>
#include <frontdesk/sdk/result.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/connection.h"

namespace frontdesk::email {

enum class Protocol { kImap, kPop3 };
enum class AfterImport { kLeave, kFlag, kMove };

/// The limit of a mail counts what its files hold, whatever their encoding; texts have a little beside that.
constexpr std::uint64_t most_decoded_bytes(std::uint64_t files) { return files + (std::uint64_t{1} << 20); }
/// At the server the same mail is larger: base64 writes 57 bytes as a line of 78, and mail and parts have headers.
constexpr std::uint64_t most_raw_bytes(std::uint64_t files) {
  return most_decoded_bytes(files) / 57 * 78 + (std::uint64_t{512} << 10);
}

/// Of an item beside raw mail, texts and files: keys, attributes, and what is said of each file.
inline constexpr std::uint64_t kItemRest = (64U << 10) + 512U * FDK_MAX_ATTACHMENTS;
/// An item holds the raw mail and what it decodes to: up to here nothing has to be left out.
inline constexpr std::int64_t kMaxMailMb = 25;
inline constexpr std::uint64_t kMaxMailBytes = std::uint64_t{kMaxMailMb} << 20;
static_assert(most_decoded_bytes(kMaxMailBytes) + most_raw_bytes(kMaxMailBytes) + kItemRest <= item::kMostItemBytes);

struct ServerSettings {
  net::Endpoint endpoint;
  std::string user;
  std::string secret_path;  ///< of the password in the secret service
};

struct OauthSettings {
  std::string token_url;
  std::string client_id;
  std::string scope;
  std::string client_secret_path;
  std::string refresh_token_path;
};

struct Settings {
  Protocol protocol = Protocol::kImap;
  ServerSettings incoming;
  ServerSettings outgoing;
  bool outgoing_signs_in = true;
  bool outgoing_has_own_sign_in = false;  ///< user or password were entered for the outgoing server alone
  std::optional<OauthSettings> oauth;     ///< instead of passwords, for both directions
  std::string folder = "INBOX";
  std::string address;  ///< what customers write to
  std::string display_name;
  bool plus_addressing = false;
  bool reads_sent_folder = true;             ///< IMAP: what our side sends from other programs joins its tickets
  bool keeps_sent_copy = false;              ///< a copy of what was sent goes to the mailbox's own folder
  std::optional<std::int64_t> import_since;  ///< µs since 1970 UTC
  AfterImport after_import = AfterImport::kLeave;
  std::string done_folder;
  std::uint64_t max_mail_bytes = kMaxMailBytes;  ///< of its files
  /// Of what is larger at the server, only the beginning is taken.
  [[nodiscard]] std::uint64_t max_raw_bytes() const { return most_raw_bytes(max_mail_bytes); }
  std::chrono::seconds poll_interval{60};
  std::string authserv_id;
};

/// Fails with kConfig and the code of the first member that cannot be used.
sdk::Result<Settings> read_settings(std::string_view config);

}  // namespace frontdesk::email
