#include "channels/channel/health_reporter.h"

#include <utility>

#include "base/log.h"
#include "base/text.h"

namespace frontdesk::channels {
namespace {

constexpr Duration kSuccessEvery = std::chrono::seconds(30);
constexpr Duration kSaveEvery = std::chrono::seconds(1);
constexpr Duration kSaveAgain = std::chrono::seconds(5);
constexpr std::size_t kMaxCode = 64;
constexpr std::size_t kMaxText = 500;

int badness(desk::ChannelState state) {
  switch (state) {
    case desk::ChannelState::kOk: return 0;
    case desk::ChannelState::kStarting: return 1;
    case desk::ChannelState::kDegraded: return 2;
    case desk::ChannelState::kNeedsReauth: return 3;
    case desk::ChannelState::kQuarantined: return 4;
    case desk::ChannelState::kStopped: return 5;
  }
  return 5;
}

desk::ChannelHealth bounded(desk::ChannelState state, const std::string& code, const std::string& text) {
  desk::ChannelHealth health;
  health.state = state;
  health.code = text::shorten(text::one_line(code), kMaxCode);
  health.text = text::shorten(text::one_line(text), kMaxText);
  return health;
}

}  // namespace

void HealthReporter::set(desk::ChannelState state, const std::string& code, const std::string& text) {
  const Micros last = receiving_.last_success_at;
  receiving_ = bounded(state, code, text);
  receiving_.last_success_at = last;
  show();
}

void HealthReporter::success() {
  const Micros at = runtime_.clock.now();
  const bool is_news = receiving_.state != desk::ChannelState::kOk || at - receiving_.last_success_at >= kSuccessEvery;
  if (!is_news) return;
  receiving_ = {};
  receiving_.state = desk::ChannelState::kOk;
  receiving_.last_success_at = at;
  show();
}

void HealthReporter::sending_failed(const desk::ChannelHealth& health) {
  sending_ = bounded(health.state, health.code, health.text);
  show();
}

void HealthReporter::sending_works() {
  if (sending_.state == desk::ChannelState::kOk) return;
  sending_ = {};
  sending_.state = desk::ChannelState::kOk;
  show();
}

void HealthReporter::show() {
  const bool receives = badness(receiving_.state) >= badness(sending_.state);
  desk::ChannelHealth shown = receives ? receiving_ : sending_;
  shown.last_success_at = receiving_.last_success_at;
  const bool same = shown_once_ && shown.state == now_.state && shown.code == now_.code && shown.text == now_.text &&
                    shown.last_success_at == now_.last_success_at;
  if (same) return;
  const bool is_change = !shown_once_ || shown.state != now_.state || shown.code != now_.code;
  shown_once_ = true;
  now_ = std::move(shown);
  if (is_change) {
    log_info("channel state", {{"channel", channel_}, {"state", desk::to_text(now_.state)}, {"code", now_.code}});
  }
  unsaved_ = true;
  save_soon();
}

void HealthReporter::save_soon() {
  if (!unsaved_ || saving_) return;
  if (saves_.take(runtime_.clock.monotonic())) return save();
  save_timer_ = runtime_.reactor->after(kSaveEvery, [this] { save_soon(); });
}

void HealthReporter::save() {
  unsaved_ = false;
  saving_ = true;
  runtime_.worker.run(
      [port = &runtime_.ports.channels, channel = channel_, health = now_] {
        return port->save_health(channel, health);
      },
      lifetime_.guard([this](const Result<void>& saved) {
        saving_ = false;
        // A channel that was removed meanwhile has no state any more.
        if (saved || saved.error().code == ErrorCode::kNotFound) return save_soon();
        log_warning("the channel's state was not recorded", {{"channel", channel_}, {"reason", saved.error()}});
        unsaved_ = true;
        save_timer_ = runtime_.reactor->after(kSaveAgain, [this] { save_soon(); });
      }));
}

}  // namespace frontdesk::channels
