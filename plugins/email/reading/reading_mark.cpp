#include "reading/reading_mark.h"

#include <frontdesk/json.h>

#include <algorithm>

namespace frontdesk::email {
namespace {

constexpr std::string_view kStateKey = "reading";

}  // namespace

ReadingMark::ReadingMark(const sdk::Services& services) : services_(services) {
  const auto parsed = json::parse(services_.state().get(kStateKey).value_or(""));
  if (!parsed.value) return;
  key_ = std::string(parsed.value->get("key").as_string());
  attempts_ = static_cast<int>(std::clamp<std::int64_t>(parsed.value->get("attempts").as_int(), 0, 100));
}

Care ReadingMark::begin(std::string_view key) {
  attempts_ = key_ == key ? attempts_ + 1 : 1;
  key_ = std::string(key);
  write();
  switch (attempts_) {
    case 1: return Care::kNormal;
    case 2: return Care::kLastTry;
    case 3: return Care::kKeepUnread;
    default: return Care::kGiveUp;
  }
}

void ReadingMark::take_back() {
  attempts_ = std::max(0, attempts_ - 1);
  write();
}

void ReadingMark::write() const {
  json::Writer out;
  out.begin_object().member("key", key_).member("attempts", std::int64_t{attempts_}).end_object();
  [[maybe_unused]] const auto kept = services_.state().put(kStateKey, out.take());  // tiny: it always fits
}

}  // namespace frontdesk::email
