#include "plugin/outgoing_line.h"

#include <exception>
#include <utility>

namespace frontdesk::email {
namespace {

/// What it told says more of the session's age than of the mail.
bool is_worn_out(const smtp::Delivery& delivery) {
  if (delivery.ending == smtp::Ending::kSent || delivery.ending == smtp::Ending::kCancelled) return false;
  if (delivery.decided == smtp::Decided::kSender) return true;
  const bool lost = delivery.failure.has_value() || delivery.reply.code == 421;
  return lost && delivery.ending == smtp::Ending::kTemporary && delivery.decided != smtp::Decided::kVerdict;
}

/// After these nobody knows what the other side is about to say.
bool is_usable(const smtp::Delivery& delivery) { return !delivery.failure && delivery.reply.code != 421; }

}  // namespace

OutgoingLine::OutgoingLine(std::chrono::milliseconds idle) : idle_(idle) {}

OutgoingLine::~OutgoingLine() {
  ender_.request_stop();
  if (ender_.joinable()) ender_.join();
  close();
}

net::Outcome<smtp::Delivery> OutgoingLine::send(const smtp::Envelope& mail, net::SteadyClock::time_point until,
                                                const Open& open) {
  if (auto kept = take()) {
    kept->set_until(until);
    smtp::Delivery delivery = send_over(*std::move(kept), mail);
    if (!is_worn_out(delivery)) return delivery;
    close();
  }
  auto fresh = open(until);
  if (!fresh) return std::move(fresh).failure();
  return send_over(*std::move(fresh), mail);
}

smtp::Delivery OutgoingLine::send_over(smtp::Session session, const smtp::Envelope& mail) {
  smtp::Delivery delivery = session.send(mail);
  if (is_usable(delivery)) keep(std::move(session));
  return delivery;
}

void OutgoingLine::keep(smtp::Session session) {
  const std::lock_guard lock(mutex_);
  kept_.emplace(std::move(session));
  until_ = net::SteadyClock::now() + idle_;
  if (!ender_.joinable()) {
    ender_ = std::jthread([this](const std::stop_token& stop) { end_idle(stop); });
  }
  changed_.notify_all();
}

std::optional<smtp::Session> OutgoingLine::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(kept_, std::nullopt);
}

void OutgoingLine::close() {
  if (auto kept = take()) kept->quit();
}

void OutgoingLine::end_idle(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::optional<smtp::Session> idle;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return kept_.has_value(); });
      if (!kept_) return;
      const auto until = until_;
      changed_.wait_until(lock, stop, until, [&] { return !kept_ || until_ != until; });
      if (kept_ && until_ == until && net::SteadyClock::now() >= until) idle = std::exchange(kept_, std::nullopt);
    }
    try {
      if (idle) idle->quit();
    } catch (const std::exception&) {  // it is gone in any case
    }
  }
}

}  // namespace frontdesk::email
