#include "audit/verifier/record.h"

#include <algorithm>
#include <string_view>

namespace frontdesk::audit {
namespace {

constexpr std::uint8_t kFirstVersion = 1;
constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kMaxText = 64U << 10;
constexpr std::string_view kCutMark = "…";

class Encoder {
 public:
  explicit Encoder(Bytes& out) : out_(out) {}

  void byte(std::uint8_t value) { out_.push_back(value); }
  void number(std::int64_t value) { big_endian(static_cast<std::uint64_t>(value), 8); }
  void length(std::size_t value) { big_endian(value, 4); }
  void hash(const Hash& value) { out_.insert(out_.end(), value.begin(), value.end()); }
  void text(std::string_view value) {
    if (value.size() <= kMaxText) return raw_text(value, {});
    std::size_t end = kMaxText - kCutMark.size();
    while (end > 0 && (static_cast<std::uint8_t>(value[end]) & 0xC0) == 0x80) --end;
    raw_text(value.substr(0, end), kCutMark);
  }

 private:
  void raw_text(std::string_view value, std::string_view mark) {
    length(value.size() + mark.size());
    out_.insert(out_.end(), value.begin(), value.end());
    out_.insert(out_.end(), mark.begin(), mark.end());
  }
  void big_endian(std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out_.push_back(static_cast<std::uint8_t>(value >> shift));
  }

  Bytes& out_;
};

/// Reads what Encoder writes; after the first short read everything is zero or empty and ok() is false.
class Decoder {
 public:
  explicit Decoder(ByteView in) : in_(in) {}

  std::uint8_t byte() { return static_cast<std::uint8_t>(big_endian(1)); }
  std::int64_t number() { return static_cast<std::int64_t>(big_endian(8)); }
  std::size_t length() { return static_cast<std::size_t>(big_endian(4)); }
  Hash hash() {
    const ByteView part = take(Hash{}.size());
    return to_hash(part).value_or(Hash{});
  }
  std::string text() {
    const std::size_t size = length();
    if (size > kMaxText) ok_ = false;
    return to_string(take(size));
  }
  ByteView take(std::size_t size) {
    if (!ok_ || size > in_.size()) {
      ok_ = false;
      return {};
    }
    const ByteView part = in_.first(size);
    in_ = in_.subspan(size);
    return part;
  }
  [[nodiscard]] ByteView rest() const { return in_; }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool ended() const { return ok_ && in_.empty(); }

 private:
  std::uint64_t big_endian(std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t next : take(size)) value = value << 8 | next;
    return value;
  }

  ByteView in_;
  bool ok_ = true;
};

Bytes details_of(const Act& act) {
  Bytes details;
  details.reserve(64 + act.actor_name.size() + act.address.size() + act.reason.size() + act.before.size() +
                  act.after.size());
  Encoder out(details);
  out.text(act.actor_name);
  out.text(act.address);
  out.text(act.reason);
  out.text(act.before);
  out.text(act.after);
  return details;
}

Bytes committed_of(const Record& record, const Hash& commitment) {
  const Act& act = record.act;
  Bytes committed;
  committed.reserve(256 + act.request_id.size() + act.action.size());
  Encoder out(committed);
  out.byte(kVersion);
  out.number(record.seq);
  out.number(record.at.count());
  out.number(record.monotonic.count());
  out.byte(static_cast<std::uint8_t>(act.actor_kind));
  out.number(act.actor_id);
  out.number(act.session_id);
  out.number(act.object_id);
  out.text(act.role);
  out.text(act.request_id);
  out.text(act.action);
  out.text(act.object_type);
  out.text(act.result);
  out.number(record.run);
  out.text(act.user_agent);
  out.text(record.policy);
  out.hash(commitment);
  return committed;
}

Error corrupt(const char* what) { return {ErrorCode::kCorrupt, std::string("audit record: ") + what}; }

bool read_committed(ByteView part, Record& record, Hash& commitment) {
  Decoder in(part);
  Act& act = record.act;
  const std::uint8_t version = in.byte();
  if (version != kVersion && version != kFirstVersion) return false;
  record.seq = in.number();
  record.at = Micros{in.number()};
  record.monotonic = Duration{in.number()};
  act.actor_kind = static_cast<ActorKind>(in.byte());
  act.actor_id = in.number();
  act.session_id = in.number();
  act.object_id = in.number();
  act.role = in.text();
  act.request_id = in.text();
  act.action = in.text();
  act.object_type = in.text();
  act.result = in.text();
  if (version >= 2) {
    record.run = in.number();
    act.user_agent = in.text();
    record.policy = in.text();
  }
  commitment = in.hash();
  return in.ended();
}

bool read_details(ByteView part, Act& act) {
  Decoder in(part);
  act.actor_name = in.text();
  act.address = in.text();
  act.reason = in.text();
  act.before = in.text();
  act.after = in.text();
  return in.ended();
}

}  // namespace

const char* to_text(ActorKind kind) {
  switch (kind) {
    case ActorKind::kSystem: return "system";
    case ActorKind::kUser: return "user";
    case ActorKind::kPlugin: return "plugin";
    case ActorKind::kCli: return "cli";
  }
  return "unknown";
}

Encoded encode_record(Hasher& hasher, const Record& record, const Salt& salt) {
  const Bytes details = details_of(record.act);
  const Bytes committed = committed_of(record, hasher.hmac(salt, details));
  Encoded encoded;
  encoded.leaf = hasher.leaf(committed);
  encoded.bytes.reserve(4 + committed.size() + salt.size() + details.size());
  Encoder out(encoded.bytes);
  out.length(committed.size());
  encoded.bytes.insert(encoded.bytes.end(), committed.begin(), committed.end());
  out.hash(salt);
  encoded.bytes.insert(encoded.bytes.end(), details.begin(), details.end());
  return encoded;
}

Result<Decoded> decode_record(Hasher& hasher, ByteView bytes) {
  Decoder in(bytes);
  const ByteView committed = in.take(in.length());
  Decoded decoded;
  Hash commitment{};
  if (!in.ok() || !read_committed(committed, decoded.record, commitment)) return corrupt("not in the known form");
  decoded.leaf = hasher.leaf(committed);
  if (in.ended()) {
    decoded.record.redacted = true;
    return decoded;
  }
  const Salt salt = in.hash();
  const ByteView details = in.rest();
  if (!in.ok() || !read_details(details, decoded.record.act)) return corrupt("details not in the known form");
  if (hasher.hmac(salt, details) != commitment) return corrupt("details differ from what was committed");
  return decoded;
}

Result<Bytes> redact_record(ByteView bytes) {
  Decoder in(bytes);
  const ByteView committed = in.take(in.length());
  if (!in.ok()) return corrupt("not in the known form");
  const ByteView kept = bytes.first(4 + committed.size());
  return Bytes(kept.begin(), kept.end());
}

}  // namespace frontdesk::audit
