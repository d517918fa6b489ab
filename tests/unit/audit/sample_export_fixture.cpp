#include "unit/audit/sample_export.h"

#include "audit/verifier/redaction.h"

#include "frontdesk/json.h"

namespace frontdesk::audit::test {

std::vector<std::string> SampleExport::lines() const {
  std::vector<std::string> out;
  json::Writer head;
  head.begin_object().member("format", "frontdesk-audit-export/1").member("origin", origin);
  out.push_back(head.member("size", static_cast<std::int64_t>(records.size())).end_object().take());
  for (std::size_t i = 0; i < records.size(); ++i) {
    out.push_back(record_line(static_cast<Seq>(i + 1), records[i], chain[i]));
    if (checkpoints[i + 1].empty()) continue;
    json::Writer note;
    out.push_back(note.begin_object().member("checkpoint", checkpoints[i + 1]).end_object().take());
  }
  return out;
}

std::string record_line(Seq seq, const Bytes& bytes, std::string_view chain) {
  json::Writer line;
  line.begin_object().member("seq", seq).member("record", to_base64(bytes)).member("chain", chain);
  return line.end_object().take();
}

SampleExport make_export(const SigningKey& key, Seq count, Seq every, Seq differs_from, Seq redacts) {
  SampleExport sample;
  sample.origin = key.name();
  sample.checkpoints.resize(static_cast<std::size_t>(count) + 1);
  Hasher hasher;
  Frontier frontier;
  Hash link{};
  for (Seq seq = 1; seq <= count; ++seq) {
    Record record;
    record.seq = seq;
    record.at = Micros{1'710'484'200'000'000 + seq * 1'000};
    record.act.actor_kind = ActorKind::kUser;
    record.act.actor_id = seq % 7;
    record.act.action = "ticket.assign";
    record.act.object_type = "ticket";
    record.act.object_id = seq * 3;
    record.act.actor_name = "agent one";
    record.act.after = (differs_from > 0 && seq >= differs_from ? "forged " : "sample ") + std::to_string(seq);
    if (redacts > 0 && seq == count) {
      record.act.action = kRedactAction;
      record.act.object_type = kRecordObject;
      record.act.object_id = redacts;
    }
    Salt salt{};
    salt[0] = static_cast<std::uint8_t>(seq);
    Encoded encoded = encode_record(hasher, record, salt);
    link = hasher.link(link, encoded.leaf);
    frontier.add(hasher, encoded.leaf);
    sample.records.push_back(std::move(encoded.bytes));
    sample.chain.push_back(to_hex(link));
    if (seq % every == 0 || seq == count) {
      sample.checkpoints[static_cast<std::size_t>(seq)] = *key.sign(seq, frontier.root(hasher));
    }
  }
  return sample;
}

Verdict judge(const std::vector<std::string>& lines, const SigningKey& key, const std::string& anchors) {
  auto verifier = ExportVerifier::create(key.public_key_text(), anchors);
  if (!verifier) return {false, -1, verifier.error().message};
  for (const std::string& line : lines) {
    if (verifier->found_fault()) break;
    if (auto fed = verifier->feed(line); !fed) return {false, -1, fed.error().message};
  }
  auto verdict = verifier->finish();
  return verdict ? *verdict : Verdict{false, -1, verdict.error().message};
}

}  // namespace frontdesk::audit::test
