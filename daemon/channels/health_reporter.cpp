#include "channels/health_reporter.h"

#include "base/log.h"
#include "base/text.h"

namespace frontdesk::channels {
namespace {

constexpr Duration kSuccessEvery = std::chrono::seconds(30);
constexpr std::size_t kMaxCode = 64;
constexpr std::size_t kMaxText = 500;

}  // namespace

void HealthReporter::set(desk::ChannelState state, std::string code, std::string text) {
  code = text::shorten(text::one_line(code), kMaxCode);
  text = text::shorten(text::one_line(text), kMaxText);
  const bool same = saved_once_ && now_.state == state && now_.code == code && now_.text == text;
  if (same) return;
  now_.state = state;
  now_.code = std::move(code);
  now_.text = std::move(text);
  save();
}

void HealthReporter::success() {
  const Micros at = runtime_.clock.now();
  const bool is_news = now_.state != desk::ChannelState::kOk || at - now_.last_success_at >= kSuccessEvery;
  if (!is_news) return;
  now_.last_success_at = at;
  now_.state = desk::ChannelState::kOk;
  now_.code.clear();
  now_.text.clear();
  save();
}

void HealthReporter::save() {
  saved_once_ = true;
  log_info("channel state", {{"channel", channel_}, {"state", desk::to_text(now_.state)}, {"code", now_.code}});
  runtime_.worker.run([port = &runtime_.ports.channels, channel = channel_, health = now_] {
    if (auto saved = port->save_health(channel, health); !saved) {
      log_warning("the channel's state was not recorded", {{"channel", channel}, {"reason", saved.error()}});
    }
  });
}

}  // namespace frontdesk::channels
