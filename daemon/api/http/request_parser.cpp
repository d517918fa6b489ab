#include "api/http/request_parser.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kMaxChunkLine = 16;                   // 8 hexadecimal digits and room for zeros
constexpr std::size_t kMaxReserve = std::size_t{64} << 10;  // a promised length alone gets no more memory

bool is_token(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_field_value(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }

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

std::optional<ParsedHead> parse_request_line(std::string_view line, ParsedHead& out) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return refused(400, "the request line is not complete");
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (method.empty() || method.size() > 16 || !std::all_of(method.begin(), method.end(), is_token))
    return refused(400, "the method is not a word");
  if (version.size() != 8 || !version.starts_with("HTTP/")) return refused(400, "the protocol is not HTTP");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return refused(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  const auto question = target.find('?');
  if (target.find('#') != std::string_view::npos || target.find(' ') != std::string_view::npos ||
      !decode_path(target.substr(0, question), out.head.path))
    return refused(400, "the path is not acceptable");
  if (question != std::string_view::npos) out.head.query = target.substr(question + 1);
  if (!std::all_of(out.head.query.begin(), out.head.query.end(), [](char c) { return c > 0x20 && c != 0x7f; }))
    return refused(400, "the query is not plain ASCII");
  out.head.method = parse_method(method);
  out.head.minor_version = version.back() - '0';
  return std::nullopt;
}

std::optional<ParsedHead> parse_field(std::string_view line, ParsedHead& out) {
  const auto colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return refused(400, "a header field has no name");
  const std::string_view name = line.substr(0, colon);
  if (!std::all_of(name.begin(), name.end(), is_token)) return refused(400, "a header field's name is not a word");
  const std::string_view value = text::trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_field_value))
    return refused(400, "a header field holds a control character");
  out.head.fields.push_back({text::to_lower_ascii(name), std::string(value)});
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

// Line breaks are CR LF and nothing else; looks only at what is new.
bool has_bare_break(std::string_view bytes, std::size_t from) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    if (bytes[at] == '\n' && (at == 0 || bytes[at - 1] != '\r')) return true;
    if (bytes[at] == '\r' && at + 1 < bytes.size() && bytes[at + 1] != '\n') return true;
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
  if (has_bare_break(bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 4), from))
    return refused(400, "lines end with CR LF");
  scanned = bytes.size();
  if (auto failure = check_size(bytes, end, limits)) return *failure;
  if (end == std::string_view::npos) return {};

  ParsedHead out;
  std::string_view rest = bytes.substr(0, end + 2);
  for (bool first = true; !rest.empty(); first = false) {
    const auto line_end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, line_end);
    rest.remove_prefix(line_end + 2);
    if (!first && out.head.fields.size() == limits.max_fields) return refused(431, "there are too many header fields");
    if (auto failure = first ? parse_request_line(line, out) : parse_field(line, out)) return *failure;
  }
  if (auto failure = read_framing(out)) return *failure;
  if (auto failure = read_connection(out)) return *failure;
  out.state = ParsedHead::State::kReady;
  out.consumed = end + 4;
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
