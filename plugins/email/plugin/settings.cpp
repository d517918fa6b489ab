#include "plugin/settings.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <charconv>

#include "mime/writing/composer.h"
#include "oauth/token_source.h"

namespace frontdesk::email {
namespace {

using sdk::Error;
using sdk::Result;
using sdk::Status;

Error config_error(std::string code, std::string text) { return {Status::kConfig, std::move(code), std::move(text)}; }

// A secret's place in the configuration holds "secret:<path>".
std::string secret_path(const json::Value& value) {
  constexpr std::string_view kPrefix = "secret:";
  const std::string_view text = value.as_string();
  return text.substr(0, kPrefix.size()) == kPrefix ? std::string(text.substr(kPrefix.size())) : std::string();
}

std::optional<net::Security> read_security(std::string_view word) {
  if (word == "tls") return net::Security::kTls;
  if (word == "starttls") return net::Security::kStartTls;
  if (word == "none") return net::Security::kNone;
  return std::nullopt;
}

Result<ServerSettings> read_server(const json::Value& section, std::int64_t default_port, const json::Value& advanced) {
  ServerSettings out;
  out.endpoint.host = std::string(section.get("host").as_string());
  const std::int64_t port = section.get("port").as_int(default_port);
  const auto security = read_security(section.get("security").as_string("tls"));
  if (out.endpoint.host.empty()) return config_error("host_missing", "The name of a mail server is missing.");
  if (port < 1 || port > 65535) return config_error("port_invalid", "The port of a mail server is not 1 to 65535.");
  if (!security) return config_error("security_invalid", "The security of a mail server is not tls, starttls or none.");
  out.endpoint.port = static_cast<std::uint16_t>(port);
  out.endpoint.security = *security;
  out.endpoint.ca_file = std::string(advanced.get("ca_file").as_string());
  out.endpoint.policy = advanced.get("allow_private_network").as_bool() ? net::AddressPolicy::kAllowPrivate
                                                                        : net::AddressPolicy::kPublicOnly;
  out.user = std::string(section.get("user").as_string());
  return out;
}

// "2024-03-15": the start of that day in UTC.
std::optional<std::int64_t> parse_day(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  std::from_chars(text.data(), text.data() + 4, year);
  std::from_chars(text.data() + 5, text.data() + 7, month);
  std::from_chars(text.data() + 8, text.data() + 10, day);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * 86'400'000'000;
}

Result<OauthSettings> read_oauth(const json::Value& auth) {
  const oauth::TokenSettings known = oauth::settings_of_provider(auth.get("provider").as_string());
  OauthSettings out;
  out.token_url = std::string(auth.get("token_url").as_string());
  if (out.token_url.empty()) out.token_url = known.token_url;
  out.scope = std::string(auth.get("scope").as_string());
  if (out.scope.empty()) out.scope = known.scope;
  out.client_id = std::string(auth.get("client_id").as_string());
  out.client_secret_path = secret_path(auth.get("client_secret"));
  out.refresh_token_path = secret_path(auth.get("refresh_token"));
  if (out.token_url.empty()) return config_error("token_url_missing", "The token address of the provider is missing.");
  if (out.client_id.empty()) return config_error("client_id_missing", "The client id of the application is missing.");
  return out;
}

Result<void> read_import(const json::Value& section, Settings& out) {
  const std::string_view since = section.get("since").as_string();
  if (!since.empty()) {
    out.import_since = parse_day(since);
    if (!out.import_since) return config_error("since_invalid", "The first day of the import is not a date.");
  }
  const std::string_view after = section.get("after").as_string("leave");
  out.after_import = after == "flag" ? AfterImport::kFlag : after == "move" ? AfterImport::kMove : AfterImport::kLeave;
  out.done_folder = std::string(section.get("move_to").as_string());
  if (out.after_import == AfterImport::kMove && out.done_folder.empty()) {
    return config_error("move_to_missing", "The folder that taken mails are moved to is missing.");
  }
  out.max_mail_bytes =
      static_cast<std::uint64_t>(std::clamp<std::int64_t>(section.get("max_mail_mb").as_int(25), 1, kMaxMailMb)) << 20;
  out.poll_interval = std::chrono::seconds(std::clamp<std::int64_t>(section.get("poll_seconds").as_int(60), 10, 3600));
  return {};
}

}  // namespace

Result<Settings> read_settings(std::string_view config) {
  const auto parsed = json::parse(config);
  if (!parsed.value || !parsed.value->is_object()) return config_error("config_invalid", "The settings are not JSON.");
  const json::Value& root = *parsed.value;
  const json::Value& in = root.get("incoming");
  const json::Value& auth = root.get("auth");
  const json::Value& identity = root.get("identity");
  Settings out;
  out.protocol = in.get("protocol").as_string("imap") == "pop3" ? Protocol::kPop3 : Protocol::kImap;
  auto incoming = read_server(in, out.protocol == Protocol::kImap ? 993 : 995, root.get("advanced"));
  if (!incoming) return std::move(incoming).error();
  out.incoming = *std::move(incoming);
  auto outgoing = read_server(root.get("outgoing"), 465, root.get("advanced"));
  if (!outgoing) return std::move(outgoing).error();
  out.outgoing = *std::move(outgoing);

  out.address = std::string(identity.get("address").as_string());
  out.display_name = std::string(identity.get("name").as_string());
  out.plus_addressing = identity.get("plus_addressing").as_bool();
  if (!is_valid_address(out.address)) return config_error("address_invalid", "The mail address is not valid.");
  if (out.incoming.user.empty()) out.incoming.user = out.address;
  out.incoming.secret_path = secret_path(auth.get("password"));
  if (auth.get("method").as_string("password") == "xoauth2") {
    auto tokens = read_oauth(auth);
    if (!tokens) return std::move(tokens).error();
    out.oauth = *std::move(tokens);
  }
  // Most providers take the same sign-in for both directions.
  const std::string own_path = secret_path(root.get("outgoing").get("password"));
  out.outgoing_signs_in = root.get("outgoing").get("sign_in").as_bool(true);
  out.outgoing_has_own_sign_in = !own_path.empty() || !out.outgoing.user.empty();
  if (out.outgoing.user.empty()) out.outgoing.user = out.incoming.user;
  out.outgoing.secret_path = own_path.empty() ? out.incoming.secret_path : own_path;

  out.keeps_sent_copy = root.get("outgoing").get("sent_copy").as_bool();
  out.folder = std::string(in.get("folder").as_string("INBOX"));
  if (out.folder.empty()) out.folder = "INBOX";
  out.reads_sent_folder = in.get("sent_folder").as_string("auto") == "auto";
  out.authserv_id = std::string(root.get("advanced").get("authserv_id").as_string());
  if (auto read = read_import(root.get("import"), out); !read) return std::move(read).error();
  return out;
}

}  // namespace frontdesk::email
