#include "api/http/request_parser.h"

#include <Poco/MemoryStream.h>
#include <Poco/Net/HTTPRequest.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kMaxMethod = 16;
constexpr char kQuestionMark = '\x1a';
constexpr std::size_t kMaxChunkLine = 16;                   // 8 hexadecimal digits and room for zeros
constexpr std::size_t kMaxReserve = std::size_t{64} << 10;  // a promised length alone gets no more memory

bool is_token(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

Method parse_method(std::string_view word) {
  for (const Method method :
       {Method::kGet, Method::kHead, Method::kPost, Method::kPut, Method::kPatch, Method::kDelete, Method::kOptions})
    if (word == to_text(method)) return method;
  return Method::kOther;
}

ParsedHead refused(int status, std::string_view why) {
  ParsedHead outcome;
  outcome.state = ParsedHead::State::kRefused;
  outcome.status = status;
  outcome.why = why;
  return outcome;
}

// A path that means the same to everybody: no empty, "." or ".." segment, no hidden slash or backslash.
bool decode_path(std::string_view raw, std::string& path) {
  for (std::size_t at = 0; at + 2 < raw.size(); ++at)
    if (raw[at] == '%' && raw[at + 1] == '2' && (raw[at + 2] == 'f' || raw[at + 2] == 'F')) return false;
  if (raw.empty() || raw.front() != '/' || !decode_percent(raw, path)) return false;
  if (path.find('\\') != std::string::npos) return false;
  const auto segments = text::split(std::string_view(path).substr(1), '/');
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (segments[i] == "." || segments[i] == "..") return false;
    if (segments[i].empty() && i + 1 < segments.size()) return false;
  }
  return true;
}

// What Poco read must be all that stands in the line: it skips blanks of any kind, and what follows the version.
std::optional<ParsedHead> check_request_line(std::string_view line, const Poco::Net::HTTPRequest& read,
                                             ParsedHead& out) {
  const std::string& method = read.getMethod();
  const std::string_view target = read.getURI();
  const std::string& version = read.getVersion();
  if (line != method + ' ' + read.getURI() + ' ' + version) return refused(400, "the request line is not complete");
  if (method.size() > kMaxMethod || !std::all_of(method.begin(), method.end(), is_token))
    return refused(400, "the method is not a word");
  if (version.size() != 8 || !version.starts_with("HTTP/")) return refused(400, "the protocol is not HTTP");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return refused(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  const auto question = target.find('?');
  if (target.find('#') != std::string_view::npos || !decode_path(target.substr(0, question), out.head.path))
    return refused(400, "the path is not acceptable");
  if (question != std::string_view::npos) out.head.query = target.substr(question + 1);
  if (!std::all_of(out.head.query.begin(), out.head.query.end(), [](char c) { return c > 0x20 && c != 0x7f; }))
    return refused(400, "the query is not plain ASCII");
  out.head.method = parse_method(method);
  out.head.minor_version = version.back() - '0';
  return std::nullopt;
}

// Poco decodes the encoded words of mail ("=?…?="), which no proxy does: one could hide a length or a coding from it. A
// control character, which no head may hold, stands for their question mark meanwhile. Empty: there are none.
std::string mask_encoded_words(std::string_view head) {
  std::string masked;
  for (auto at = head.find("=?", head.find('\n')); at != std::string_view::npos; at = head.find("=?", at + 1)) {
    if (masked.empty()) masked = head;
    masked[at + 1] = kQuestionMark;
  }
  return masked;
}

// Poco leaves out lines without a colon and joins folded ones: each field must have had a line of its own.
std::optional<ParsedHead> check_fields(std::size_t lines, const Poco::Net::HTTPRequest& read, ParsedHead& out) {
  out.head.fields.reserve(lines);
  for (const auto& [name, value] : read) {
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_token))
      return refused(400, "a header field's name is not a word");
    out.head.fields.push_back({text::to_lower_ascii(name), value});
    std::string& kept = out.head.fields.back().value;
    std::replace(kept.begin(), kept.end(), kQuestionMark, '?');
  }
  if (out.head.fields.size() != lines) return refused(400, "a header field has no name, or goes over two lines");
  return std::nullopt;
}

int count(const RequestHead& head, std::string_view name) {
  return static_cast<int>(
      std::count_if(head.fields.begin(), head.fields.end(), [&](const Field& f) { return f.name == name; }));
}

std::optional<ParsedHead> read_framing(ParsedHead& out) {
  const int lengths = count(out.head, "content-length");
  const int codings = count(out.head, "transfer-encoding");
  if (lengths > 1) return refused(400, "there are two lengths");
  if (codings > 0) {
    if (lengths > 0) return refused(400, "a length and a transfer coding exclude each other");
    if (out.head.minor_version == 0) return refused(400, "HTTP/1.0 has no transfer coding");
    if (codings > 1 || !text::equals_ignoring_case(out.head.field("transfer-encoding"), "chunked"))
      return refused(501, "the only transfer coding is chunked");
    out.framing.chunked = true;
    return std::nullopt;
  }
  if (lengths == 0) return std::nullopt;
  const std::string_view digits = out.head.field("content-length");
  const bool plain = !digits.empty() && digits.size() <= 15 &&
                     std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!plain) return refused(400, "the length is not a number");
  std::from_chars(digits.data(), digits.data() + digits.size(), out.framing.length);
  return std::nullopt;
}

std::optional<ParsedHead> read_connection(ParsedHead& out) {
  const int hosts = count(out.head, "host");
  if (hosts > 1 || (hosts == 0 && out.head.minor_version == 1)) return refused(400, "exactly one Host is needed");
  bool close = false;
  bool keep = false;
  for (const std::string_view piece : text::split(out.head.field("connection"), ',')) {
    close = close || text::equals_ignoring_case(text::trim(piece), "close");
    keep = keep || text::equals_ignoring_case(text::trim(piece), "keep-alive");
  }
  out.keep_alive = !close && (out.head.minor_version == 1 || keep);
  const std::string_view expect = out.head.field("expect");
  if (!expect.empty() && !text::equals_ignoring_case(expect, "100-continue"))
    return refused(417, "the only expectation is 100-continue");
  out.expects_continue = !expect.empty() && out.head.minor_version == 1;
  return std::nullopt;
}

// Line breaks are CR LF and nothing else, and there is no other control character but the tab; looks only at what is
// new.
bool has_stray_control(std::string_view bytes, std::size_t from) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (!is_control(c)) continue;
    if (c == '\n' && at > 0 && bytes[at - 1] == '\r') continue;
    if (c == '\r' && (at + 1 == bytes.size() || bytes[at + 1] == '\n')) continue;
    if (c != '\t') return true;
  }
  return false;
}

std::optional<ParsedHead> check_size(std::string_view bytes, std::size_t end, const HeadLimits& limits) {
  const auto line_end = bytes.substr(0, limits.max_request_line + 2).find("\r\n");
  if (line_end == std::string_view::npos) {
    if (bytes.size() > limits.max_request_line) return refused(414, "the address is too long");
    return std::nullopt;
  }
  if (std::min(end, bytes.size()) - line_end > limits.max_fields_bytes)
    return refused(431, "the header fields are too long");
  return std::nullopt;
}

}  // namespace

ParsedHead parse_head(std::string_view bytes, std::size_t& scanned, const HeadLimits& limits) {
  const std::size_t from = scanned < 3 ? 0 : scanned - 3;
  const auto end = bytes.find("\r\n\r\n", from);
  if (has_stray_control(bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 4), from))
    return refused(400, "lines end with CR LF, and hold no control character");
  scanned = bytes.size();
  if (auto failure = check_size(bytes, end, limits)) return *failure;
  if (end == std::string_view::npos) return {};

  const std::string_view head = bytes.substr(0, end + 4);
  const auto lines = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\n')) - 2;  // of fields
  if (lines > limits.max_fields) return refused(431, "there are too many header fields");
  const std::string masked = mask_encoded_words(head);
  const std::string_view source = masked.empty() ? head : std::string_view(masked);
  Poco::Net::HTTPRequest read;
  read.setFieldLimit(0);
  Poco::MemoryInputStream stream(source.data(), static_cast<std::streamsize>(source.size()));
  try {
    read.read(stream);
  } catch (const Poco::Exception&) {
    return refused(400, "the request is not well formed");
  }

  ParsedHead out;
  if (auto failure = check_request_line(head.substr(0, head.find("\r\n")), read, out)) return *failure;
  if (auto failure = check_fields(lines, read, out)) return *failure;
  if (auto failure = read_framing(out)) return *failure;
  if (auto failure = read_connection(out)) return *failure;
  out.state = ParsedHead::State::kReady;
  out.consumed = head.size();
  return out;
}

BodyReader::BodyReader(BodyFraming framing, std::size_t limit) : framing_(framing), limit_(limit) {
  if (!framing.has_body()) return;
  state_ = State::kNeedMore;
  if (framing.chunked) return;
  remaining_ = framing.length;
  if (remaining_ > limit) {
    refuse(413, "the body is too large");
  } else {
    body_.reserve(std::min(remaining_, kMaxReserve));
  }
}

std::size_t BodyReader::feed(std::string_view bytes) {
  std::size_t at = 0;
  while (state_ == State::kNeedMore && at < bytes.size()) {
    if (!framing_.chunked || part_ == Part::kData) {
      copy_data(bytes, at);
    } else if (read_line(bytes, at)) {
      start_chunk();
    }
  }
  return at;
}

void BodyReader::refuse(int status, std::string_view why) {
  state_ = State::kRefused;
  status_ = status;
  why_ = why;
}

void BodyReader::copy_data(std::string_view bytes, std::size_t& at) {
  const std::size_t take = std::min(remaining_, bytes.size() - at);
  body_.append(bytes, at, take);
  at += take;
  remaining_ -= take;
  if (remaining_ > 0) return;
  if (framing_.chunked) {
    part_ = Part::kDataEnd;
  } else {
    state_ = State::kReady;
  }
}

// True when line_ holds a whole line (without its break).
bool BodyReader::read_line(std::string_view bytes, std::size_t& at) {
  while (at < bytes.size()) {
    line_.push_back(bytes[at++]);
    if (line_.ends_with("\r\n")) {
      line_.resize(line_.size() - 2);
      return true;
    }
    if (line_.size() > kMaxChunkLine || line_.back() == '\n') {
      refuse(400, "the chunks are not well formed");
      return false;
    }
  }
  return false;
}

void BodyReader::start_chunk() {
  std::string line;
  line.swap(line_);
  if (part_ == Part::kDataEnd || part_ == Part::kTrailer) {
    if (!line.empty()) return refuse(400, "a chunk is longer than it says, or has a trailer");
    if (part_ == Part::kTrailer) {
      state_ = State::kReady;
    } else {
      part_ = Part::kSize;
    }
    return;
  }
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
  if (error != std::errc() || end != line.data() + line.size() || line.size() > 8)
    return refuse(400, "a chunk's size is not a short hexadecimal number");
  if (size > limit_ - body_.size()) return refuse(413, "the body is too large");
  remaining_ = size;
  part_ = size == 0 ? Part::kTrailer : Part::kData;
}

}  // namespace frontdesk::api
