#include "oauth/token_source.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "net/credentials.h"

namespace frontdesk::email::oauth {
namespace {

using net::Failure;
using net::FailureKind;
using net::Outcome;

constexpr std::int64_t kDefaultLifeSeconds = 3600;
constexpr std::int64_t kMaxLifeSeconds = 7 * 24 * 3600;

}  // namespace

TokenSettings settings_of_provider(std::string_view provider) {
  if (provider == "microsoft") {
    return {"https://login.microsoftonline.com/common/oauth2/v2.0/token", "",
            "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All "
            "https://outlook.office.com/SMTP.Send offline_access"};
  }
  if (provider == "google") return {"https://oauth2.googleapis.com/token", "", ""};
  return {};
}

TokenSource::~TokenSource() { net::Credentials::wipe(access_token_); }

Outcome<std::string> TokenSource::access_token(const Route& route) {
  const std::lock_guard lock(mutex_);
  if (access_token_.empty() || net::SteadyClock::now() >= refresh_at_) {
    if (auto refreshed = refresh(route); !refreshed) return std::move(refreshed).failure();
  }
  return access_token_;
}

void TokenSource::forget() {
  const std::lock_guard lock(mutex_);
  net::Credentials::wipe(access_token_);
}

Outcome<void> TokenSource::refresh(const Route& route) {
  std::string token = secrets_.refresh_token();
  if (token.empty()) return Failure{FailureKind::kAuthFailed, "nobody has signed in to the mail account yet", {}};
  std::string form = "grant_type=refresh_token&client_id=" + form_encoded(settings_.client_id) +
                     "&refresh_token=" + form_encoded(token);
  std::string client_secret = secrets_.client_secret();
  if (!client_secret.empty()) form += "&client_secret=" + form_encoded(client_secret);
  if (!settings_.scope.empty()) form += "&scope=" + form_encoded(settings_.scope);
  auto answer = post_form(settings_.token_url, form, route);
  for (std::string* text : {&token, &client_secret, &form}) net::Credentials::wipe(*text);
  if (!answer) return std::move(answer).failure();
  auto taken = take_answer(*answer);
  net::Credentials::wipe(answer->body);
  return taken;
}

Outcome<void> TokenSource::take_answer(const Answer& answer) {
  const auto parsed = json::parse(answer.body);
  const json::Value body = parsed.value.value_or(json::Value());
  if (answer.status != 200) {
    const std::string reason = net::presentable(body.get("error").as_string());
    // RFC 6749 section 5.2: these say that the grant or the client is not valid (any more).
    const bool dead = reason == "invalid_grant" || reason == "invalid_client" || reason == "unauthorized_client" ||
                      reason == "invalid_scope";
    return Failure{dead ? FailureKind::kAuthFailed : FailureKind::kAuthTemporary,
                   dead ? "the sign-in to the mail account was revoked or has expired"
                        : "the token server does not hand out a token now (HTTP " + std::to_string(answer.status) + ")",
                   reason};
  }
  const std::string_view token = body.get("access_token").as_string();
  if (token.empty()) return Failure{FailureKind::kAuthTemporary, "the token server's answer holds no token", {}};
  const std::string_view rotated = body.get("refresh_token").as_string();
  if (!rotated.empty() && !secrets_.store_refresh_token(std::string(rotated))) {
    return Failure{FailureKind::kAuthTemporary, "the new refresh token could not be stored", {}};
  }
  std::int64_t life = body.get("expires_in").as_int(kDefaultLifeSeconds);
  life = std::clamp<std::int64_t>(life, 1, kMaxLifeSeconds);
  net::Credentials::wipe(access_token_);
  access_token_ = token;
  refresh_at_ = net::SteadyClock::now() + std::chrono::milliseconds(life * 800);
  return {};
}

}  // namespace frontdesk::email::oauth
