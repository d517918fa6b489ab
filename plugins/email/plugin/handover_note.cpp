#include "plugin/handover_note.h"

#include "reading/content_key.h"

namespace frontdesk::email {
namespace {

constexpr std::string_view kStateKey = "sending";
constexpr std::string_view kBegun = "begun ";
constexpr std::string_view kHandedOver = "handed_over ";

std::string note(std::string_view how_far, std::string_view key) { return std::string(how_far) + sha256_hex(key); }

}  // namespace

void HandoverNote::begin(std::string_view key) {
  noted_.clear();
  if (!is_kept_) return;
  const sdk::State& state = services_.state();
  // What stands of another try must not be read as this one's, should the new note not get through.
  if (!state.put(kStateKey, note(kBegun, key)) || !services_.inbox().commit()) {
    state.erase(kStateKey);
    return;
  }
  noted_ = key;
}

bool HandoverNote::hand_over() {
  if (noted_.empty()) return true;
  return services_.state().put(kStateKey, note(kHandedOver, noted_)).ok() && services_.inbox().commit().ok();
}

bool HandoverNote::is_certainly_unsent(std::string_view key) const {
  return is_kept_ && services_.state().get(kStateKey).value_or("") == note(kBegun, key);
}

}  // namespace frontdesk::email
