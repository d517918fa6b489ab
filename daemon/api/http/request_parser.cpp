#include "api/http/request_parser.h"

#include <Poco/MemoryStream.h>
#include <Poco/Net/HTTPRequest.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace frontdesk::api {

namespace {

using Poco::Net::HTTPRequest;

constexpr std::size_t kMaxMethod = 16;
constexpr char kQuestionMark = '\x1a';                      // in an encoded word
constexpr std::size_t kMaxChunkLine = 16;                   // 8 hexadecimal digits and room for zeros
constexpr std::size_t kMaxReserve = std::size_t{64} << 10;  // a promised length alone gets no more memory

constexpr auto kTokens = [] {
  std::array<bool, 256> known{};
  for (const unsigned char c :
       std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    known[c] = true;
  return known;
}();

bool is_word(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return kTokens[static_cast<unsigned char>(c)]; });
}
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Stays within this file.
struct Refusal {
  int status;
  std::string_view why;
};
void require(bool fulfilled, int status, std::string_view why) {
  if (!fulfilled) throw Refusal{status, why};
}

Method parse_method(std::string_view word) {
  for (const Method method :
       {Method::kGet, Method::kHead, Method::kPost, Method::kPut, Method::kPatch, Method::kDelete, Method::kOptions})
    if (word == to_text(method)) return method;
  return Method::kOther;
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

// Line breaks are CR LF and nothing else, and there is no other control character but the tab; looks only at what is
// new.
bool has_stray_control(std::string_view bytes, std::size_t from) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (!is_control(c) || c == '\t') continue;
    if (c == '\n' && at > 0 && bytes[at - 1] == '\r') continue;
    if (c != '\r' || (at + 1 < bytes.size() && bytes[at + 1] != '\n')) return true;
  }
  return false;
}

std::size_t count_breaks(std::string_view head) {
  std::size_t breaks = 0;
  for (auto at = head.find('\n'); at != std::string_view::npos; at = head.find('\n', at + 1)) ++breaks;
  return breaks;
}

void check_size(std::string_view bytes, std::size_t end, const HeadLimits& limits) {
  const auto line_end = bytes.substr(0, limits.max_request_line + 2).find("\r\n");
  require(line_end != std::string_view::npos || bytes.size() <= limits.max_request_line, 414,
          "the address is too long");
  if (line_end == std::string_view::npos) return;
  require(std::min(end, bytes.size()) - line_end <= limits.max_fields_bytes, 431, "the header fields are too long");
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

HTTPRequest read_by_poco(std::string_view head) {
  const std::string masked = mask_encoded_words(head);
  if (!masked.empty()) head = masked;
  HTTPRequest read;
  read.setFieldLimit(0);
  Poco::MemoryInputStream stream(head.data(), static_cast<std::streamsize>(head.size()));
  try {
    read.read(stream);
  } catch (const Poco::Exception&) {
    throw Refusal{400, "the request is not well formed"};
  }
  return read;
}

// What Poco read must be all that stands in the line: it skips blanks of any kind, and what follows the version.
void check_request_line(std::string_view line, const HTTPRequest& read, ParsedHead& out) {
  const std::string_view target = read.getURI();
  const std::string& version = read.getVersion();
  require(line == read.getMethod() + ' ' + read.getURI() + ' ' + version, 400, "the request line is not complete");
  require(is_word(read.getMethod()) && read.getMethod().size() <= kMaxMethod, 400, "the method is not a word");
  require(version.size() == 8 && version.starts_with("HTTP/"), 400, "the protocol is not HTTP");
  require(version == "HTTP/1.1" || version == "HTTP/1.0", 505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  const auto question = target.find('?');
  require(target.find('#') == std::string_view::npos && decode_path(target.substr(0, question), out.head.path), 400,
          "the path is not acceptable");
  if (question != std::string_view::npos) out.head.query = target.substr(question + 1);
  require(std::all_of(out.head.query.begin(), out.head.query.end(), [](char c) { return c > 0x20 && c != 0x7f; }), 400,
          "the query is not plain ASCII");
  out.head.method = parse_method(read.getMethod());
  out.head.minor_version = version.back() - '0';
}

// Poco leaves out lines without a colon and joins folded ones: each field must have had a line of its own.
void check_fields(std::size_t lines, const HTTPRequest& read, ParsedHead& out) {
  out.head.fields.reserve(lines);
  for (const auto& [name, value] : read) {
    require(is_word(name), 400, "a header field's name is not a word");
    std::string& kept = out.head.fields.emplace_back(Field{text::to_lower_ascii(name), value}).value;
    if (kept.find(kQuestionMark) != std::string::npos) std::replace(kept.begin(), kept.end(), kQuestionMark, '?');
  }
  require(out.head.fields.size() == lines, 400, "a header field has no name, or goes over two lines");
}

int count(const RequestHead& head, std::string_view name) {
  return static_cast<int>(
      std::count_if(head.fields.begin(), head.fields.end(), [&](const Field& f) { return f.name == name; }));
}

void read_framing(ParsedHead& out) {
  const int lengths = count(out.head, "content-length");
  const int codings = count(out.head, "transfer-encoding");
  require(lengths <= 1, 400, "there are two lengths");
  if (codings > 0) {
    require(lengths == 0, 400, "a length and a transfer coding exclude each other");
    require(out.head.minor_version > 0, 400, "HTTP/1.0 has no transfer coding");
    require(codings == 1 && text::equals_ignoring_case(out.head.field("transfer-encoding"), "chunked"), 501,
            "the only transfer coding is chunked");
    out.framing.chunked = true;
  }
  if (lengths == 0) return;
  const std::string_view digits = out.head.field("content-length");
  require(!digits.empty() && digits.size() <= 15 &&
              std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }),
          400, "the length is not a number");
  std::from_chars(digits.data(), digits.data() + digits.size(), out.framing.length);
}

void read_connection(ParsedHead& out) {
  const int hosts = count(out.head, "host");
  require(hosts == 1 || (hosts == 0 && out.head.minor_version == 0), 400, "exactly one Host is needed");
  bool close = false;
  bool keep = false;
  for (const std::string_view piece : text::split(out.head.field("connection"), ',')) {
    close = close || text::equals_ignoring_case(text::trim(piece), "close");
    keep = keep || text::equals_ignoring_case(text::trim(piece), "keep-alive");
  }
  out.keep_alive = !close && (out.head.minor_version == 1 || keep);
  const std::string_view expect = out.head.field("expect");
  require(expect.empty() || text::equals_ignoring_case(expect, "100-continue"), 417,
          "the only expectation is 100-continue");
  out.expects_continue = !expect.empty() && out.head.minor_version == 1;
}

ParsedHead parse(std::string_view bytes, std::size_t& scanned, const HeadLimits& limits) {
  const std::size_t from = scanned < 3 ? 0 : scanned - 3;
  const auto end = bytes.find("\r\n\r\n", from);
  require(!has_stray_control(bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 4), from), 400,
          "lines end with CR LF, and hold no control character");
  scanned = bytes.size();
  check_size(bytes, end, limits);
  if (end == std::string_view::npos) return {};

  const std::string_view head = bytes.substr(0, end + 4);
  const std::size_t lines = count_breaks(head) - 2;  // of fields
  require(lines <= limits.max_fields, 431, "there are too many header fields");
  const HTTPRequest read = read_by_poco(head);
  ParsedHead out;
  check_request_line(head.substr(0, head.find("\r\n")), read, out);
  check_fields(lines, read, out);
  read_framing(out);
  read_connection(out);
  out.state = ParsedHead::State::kReady;
  out.consumed = head.size();
  return out;
}

}  // namespace

ParsedHead parse_head(std::string_view bytes, std::size_t& scanned, const HeadLimits& limits) {
  try {
    return parse(bytes, scanned, limits);
  } catch (const Refusal& refusal) {
    ParsedHead refused;
    refused.state = ParsedHead::State::kRefused;
    refused.status = refusal.status;
    refused.why = refusal.why;
    return refused;
  }
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
