#include "desk/channel/views.h"

#include <algorithm>

#include "storage/traffic/journal.h"

namespace frontdesk {
namespace {

/// The words of these values, in their order.
template <class Enum, std::size_t Count>
std::array<std::string_view, Count> words_of(const std::array<Enum, Count>& values) {
  std::array<std::string_view, Count> words;
  std::ranges::transform(values, words.begin(), [](Enum value) { return to_text(value); });
  return words;
}

}  // namespace

std::span<const std::string_view> domain::Words<desk::ChannelState>::all() {
  using State = desk::ChannelState;
  static const auto kWords = words_of(std::array{State::kStopped, State::kStarting, State::kOk, State::kDegraded,
                                                 State::kNeedsReauth, State::kQuarantined});
  return kWords;
}

std::span<const std::string_view> domain::Words<desk::PluginTrust>::all() {
  using Trust = desk::PluginTrust;
  static const auto kWords = words_of(std::array{Trust::kNew, Trust::kApproved, Trust::kChanged, Trust::kUnusable});
  return kWords;
}

std::span<const std::string_view> desk::fate_words() {
  using storage::Fate;
  static const auto kWords = words_of(std::array{Fate::kPending, Fate::kTicket, Fate::kFollowUp, Fate::kDuplicate,
                                                 Fate::kQuarantined, Fate::kRejected, Fate::kNothingToDo});
  return kWords;
}

}  // namespace frontdesk
