#include "reading/reading_mark.h"

#include <frontdesk/json.h>

#include <algorithm>

namespace frontdesk::email {
namespace {

constexpr std::string_view kStateKey = "reading";
/// More than deaths: a server that goes down while a large mail is read is no fault of the mail.
constexpr std::int64_t kMostFailures = 4;

}  // namespace

ReadingMark::ReadingMark(const sdk::Services& services, std::uint32_t crashes)
    : services_(services), crashes_(crashes) {
  const auto parsed = json::parse(services_.state().get(kStateKey).value_or(""));
  if (!parsed.value) return;
  const auto number = [&](const char* name) {
    return std::clamp<std::int64_t>(parsed.value->get(name).as_int(), 0, UINT32_MAX);
  };
  key_ = std::string(parsed.value->get("key").as_string());
  deaths_ = number("deaths");
  failures_ = number("failures");
  // The daemon counts from its own start: a smaller number means that it was started since, which clears the mail.
  died_ = number("crashes") < crashes_;
  if (!died_ && key_.rfind(kAgain, 0) == 0) key_.clear();
}

Care ReadingMark::begin(std::string_view key, std::int64_t most_deaths) {
  if (key_ != key) {
    key_ = std::string(key);
    deaths_ = failures_ = 0;
  } else if (died_) {
    ++deaths_;
  }
  died_ = false;
  write();
  if (deaths_ >= most_deaths || failures_ >= kMostFailures) return Care::kGiveUp;
  if (deaths_ == most_deaths - 1) return Care::kKeepUnread;
  return deaths_ + failures_ > 0 ? Care::kLastTry : Care::kNormal;
}

void ReadingMark::failed() {
  ++failures_;
  write();
}

void ReadingMark::write() const {
  json::Writer out;
  out.begin_object().member("key", key_).member("deaths", deaths_).member("failures", failures_);
  out.member("crashes", std::int64_t{crashes_}).end_object();
  [[maybe_unused]] const auto kept = services_.state().put(kStateKey, out.take());  // tiny: it always fits
}

}  // namespace frontdesk::email
