#include "reading/wanted_again.h"

#include <frontdesk/sdk/read_again.h>

#include <algorithm>
#include <chrono>

namespace frontdesk::email {
namespace {

/// Four deaths in ten minutes at most; five of them stop a channel for an hour.
constexpr std::chrono::minutes kAfterDeath{3};

}  // namespace

WantedAgain::WantedAgain(const sdk::Services& services, std::uint32_t crashes) : not_before_(net::SteadyClock::now()) {
  for (std::string& key : sdk::keys_to_read_again(services.state())) keys_.push_back(std::move(key));
  const auto died_at = ReadingMark(services, crashes).died_at();
  if (!died_at || died_at->rfind(ReadingMark::kAgain, 0) != 0) return;
  not_before_ += kAfterDeath;
  const auto found = std::find(keys_.begin(), keys_.end(), died_at->substr(ReadingMark::kAgain.size()));
  if (found == keys_.end()) return;
  std::rotate(keys_.begin(), found, found + 1);
  first_died_ = true;
}

std::optional<std::string> WantedAgain::next() const {
  if (keys_.empty() || (!first_died_ && net::SteadyClock::now() < not_before_)) return std::nullopt;
  return keys_.front();
}

void WantedAgain::answered() {
  keys_.pop_front();
  first_died_ = false;
}

std::optional<net::SteadyClock::time_point> WantedAgain::waits_until() const {
  return keys_.empty() ? std::nullopt : std::optional(not_before_);
}

RawMail WantedAgain::not_there(std::string source_key) {
  RawMail mail;
  mail.source_key = std::move(source_key);
  mail.unreadable_reason = "The message is no longer on the server [no_longer_there]";
  return mail;
}

}  // namespace frontdesk::email
