#include "channels/host/output.h"

#include <algorithm>

#include "base/text.h"
#include "wire/messages.h"

namespace frontdesk::channels {
namespace {

constexpr std::size_t kMaxLine = 2000;
constexpr int kLinesPerSecond = 50;
constexpr std::size_t kMaxSecrets = 64;
/// Shorter values would blot out half of every line.
constexpr std::size_t kShortestHidden = 4;
constexpr std::string_view kBlot = "[secret]";

}  // namespace

void PluginOutput::hide(const Secret& value) {
  const bool known = std::ranges::any_of(secrets_, [&](const Secret& one) { return one.reveal() == value.reveal(); });
  if (known || value.reveal().size() < kShortestHidden) return;
  secrets_.push_back(value.clone());
  if (secrets_.size() > kMaxSecrets) secrets_.pop_front();
}

std::string PluginOutput::without_secrets(std::string_view text) const {
  std::string clean(text);
  for (const Secret& secret : secrets_) {
    for (auto at = clean.find(secret.reveal()); at != clean.npos; at = clean.find(secret.reveal(), at + kBlot.size())) {
      clean.replace(at, secret.reveal().size(), kBlot);
    }
  }
  return clean;
}

std::string PluginOutput::clean(std::string_view text) const {
  return masker_.mask(without_secrets(text::repair_utf8(text))).text.text();
}

void PluginOutput::raw(std::string_view bytes) {
  for (const char byte : bytes) {
    if (byte != '\n') {
      if (partial_.size() < kMaxLine) partial_ += byte;
      continue;
    }
    finish();
  }
}

void PluginOutput::finish() {
  if (partial_.starts_with(wire::kLastWords)) last_words_ = partial_.substr(std::string_view(wire::kLastWords).size());
  if (!partial_.empty()) line(LogLevel::kWarning, partial_, {});
  partial_.clear();
}

void PluginOutput::line(LogLevel level, std::string_view text, std::string_view fields) {
  if (!may_write()) return;
  const std::string shown = clean(text.substr(0, kMaxLine));
  const std::string shown_fields = clean(fields.substr(0, kMaxLine));
  const LogFields logged = {{"channel", channel_}, {"text", shown}, {"fields", shown_fields}};
  switch (level) {
    case LogLevel::kDebug: log_debug("plugin says", logged); break;
    case LogLevel::kInfo: log_info("plugin says", logged); break;
    case LogLevel::kWarning: log_warning("plugin says", logged); break;
    case LogLevel::kError: log_error("plugin says", logged); break;
  }
}

bool PluginOutput::may_write() {
  const std::int64_t second = clock_.monotonic() / std::chrono::seconds(1);
  if (second != window_start_) {
    if (dropped_ > 0) log_warning("plugin lines were dropped", {{"channel", channel_}, {"lines", dropped_}});
    dropped_ = 0;
    window_start_ = second;
    in_window_ = 0;
  }
  if (++in_window_ <= kLinesPerSecond) return true;
  ++dropped_;
  return false;
}

}  // namespace frontdesk::channels
