#include "wire/send_note.h"

#include <frontdesk/json.h>

#include <array>
#include <utility>

namespace frontdesk::wire {
namespace {

constexpr std::size_t kMostRecord = kSendNoteBytes - kSendNoteRecord;
constexpr std::array<std::pair<SendNote::Stage, std::string_view>, 3> kStages{
    {{SendNote::Stage::kHandedOver, "handed_over"},
     {SendNote::Stage::kTaken, "taken"},
     {SendNote::Stage::kRefused, "refused"}}};

std::string written(const SendNote& note) {
  json::Value record;
  record.set("key", note.key).set("remote_key", note.remote_key);
  for (const auto& [stage, word] : kStages) {
    if (stage == note.stage) record.set("stage", std::string(word));
  }
  return json::serialize(record);
}

}  // namespace

std::string encode_send_note(const SendNote& note) {
  std::string text = written(note);
  if (text.size() >= kMostRecord) text = written({note.key, note.stage, {}});
  return text;
}

std::optional<SendNote> decode_send_note(std::string_view stored) {
  stored = stored.substr(0, stored.find('\0'));
  if (stored.empty()) return std::nullopt;
  SendNote note;
  const auto record = json::parse(stored);
  if (!record.value) return note;
  for (const auto& [stage, word] : kStages) {
    if (record.value->get("stage").as_string() != word) continue;
    note.key = record.value->get("key").as_string();
    note.stage = stage;
    note.remote_key = record.value->get("remote_key").as_string();
  }
  return note;
}

}  // namespace frontdesk::wire
