// PluginOutput: turns what a plugin writes into log lines of ours.
//
// Bounded in length and rate (what is too much is counted, not kept), one line per event, with the channel's id; every
// secret that was handed to the plugin is blotted out, and personal data is masked: servers like to repeat the
// addresses they were told. Thread rule: the supervisor thread.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/time.h"
#include "privacy/masker.h"

namespace frontdesk::channels {

class PluginOutput {
 public:
  PluginOutput(const Clock& clock, ChannelId channel) : clock_(clock), channel_(channel) {}

  /// Raw bytes of standard output or error; lines may come in pieces.
  void raw(std::string_view bytes);
  /// The process has ended: what stands without a line end is a line, too.
  void finish();
  /// Why the last host died, in its own words (wire::kLastWords); empty when it said nothing. Forgets them.
  std::string take_last_words() { return std::exchange(last_words_, {}); }
  /// A line of the plugin's log service; `fields` is a JSON object or empty.
  void line(LogLevel level, std::string_view text, std::string_view fields);
  /// Lines the host itself dropped.
  void dropped(std::uint64_t lines) { dropped_ += lines; }
  /// From now on `value` never appears in a line.
  void hide(const Secret& value);
  /// `text` without the secrets that were handed out.
  [[nodiscard]] std::string without_secrets(std::string_view text) const;
  /// The same with personal data masked: what may be logged, stored and shown.
  [[nodiscard]] std::string clean(std::string_view text) const;

 private:
  bool may_write();

  const Clock& clock_;
  ChannelId channel_;
  std::string partial_;
  std::string last_words_;
  std::deque<Secret> secrets_;
  std::int64_t window_start_ = 0;  ///< monotonic seconds
  int in_window_ = 0;
  std::uint64_t dropped_ = 0;
  /// The strictest profile, whatever the shop chose for its tickets.
  const privacy::Masker masker_{privacy::Profile::kSop};
};

}  // namespace frontdesk::channels
