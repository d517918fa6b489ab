#include "mime/parts/parts.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <gmime/gmime.h>
#include <iconv.h>

#include "mime/parts/part_headers.h"
#include "mime/parts/transfer_encoding.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

/// An honest mail declares a few dozen multiparts; each open one costs GMime a comparison per line.
constexpr std::size_t kMaxMultipartDeclarations = 200;
constexpr std::size_t kMaxBoundaryLength = 200;

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

/// GMime opens a converter for names in a header; glibc loads its library each time and unloads it afterwards, unless
/// somebody holds one open. These are never closed.
void initialise_once() {
  static constexpr std::array kCharsets{"GB18030", "GBK", "GB2312", "BIG5", "BIG5-HKSCS", "ISO-2022-JP"};
  static std::array<iconv_t, kCharsets.size()> held;
  static std::once_flag once;
  std::call_once(once, [] {
    for (std::size_t i = 0; i < held.size(); ++i) held[i] = iconv_open("UTF-8", kCharsets[i]);
    g_mime_init();
  });
}

/// Where to cut the body so that it declares no more multiparts than allowed; its size when it does not.
std::size_t cut_position(std::string_view body) {
  std::size_t declared = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::string_view line = body.substr(at, 64);
    const bool type = (line[0] == 'C' || line[0] == 'c') && starts_with_ignoring_case(line, "content-type:");
    if (type && contains_ignoring_case(line.substr(0, line.find('\n')), "multipart/") &&
        ++declared > kMaxMultipartDeclarations) {
      return at;
    }
    const std::size_t end = body.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return body.size();
}

/// The first line that looks like a delimiter, for mails that declare none or another one.
std::string guessed_boundary(std::string_view body) {
  std::string_view rest = body.substr(0, 64U << 10);
  std::string_view line;
  while (next_line(rest, line)) {
    const bool delimiter = line.size() > 3 && line.size() < kMaxBoundaryLength && line.starts_with("--") &&
                           line.find_first_of(" \t\"") == std::string_view::npos;
    if (delimiter && starts_with_ignoring_case(rest, "content-")) return std::string(line.substr(2));
  }
  return {};
}

/// Room for the copy of a mail that GMime reads, kept from one mail to the next: new memory costs more than the copy.
/// Much of it is given back.
class Room {
 public:
  Room() : text_(std::exchange(kept(), {})) { text_.clear(); }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  ~Room() {
    if (text_.capacity() <= kMostKept && text_.capacity() > kept().capacity()) kept() = std::move(text_);
  }
  std::string& text() { return text_; }

 private:
  static constexpr std::size_t kMostKept = 1U << 20;
  static std::string& kept() {
    thread_local std::string kept;
    return kept;
  }
  std::string text_;
};

/// Only what GMime needs to know: our own header reader has tamed the rest. `boundary` replaces the declared one.
void write_mime_source(const HeaderBlock& header, std::string_view body, const std::string& boundary,
                       std::string& source) {
  source.reserve(body.size() + 512);
  if (const std::string* type = header.find("Content-Type")) {
    source.append("Content-Type: ");
    if (boundary.empty()) {
      source.append(*type);
    } else {
      source.append(*type, 0, type->find(';')).append("; boundary=\"").append(boundary).append("\"");
    }
    source.append("\r\n");
  }
  for (const char* name : {"Content-Transfer-Encoding", "Content-Disposition", "Content-ID"}) {
    if (const std::string* value = header.find(name)) source.append(name).append(": ").append(*value).append("\r\n");
  }
  source.append("\r\n").append(body);
}

/// The mail's structure over a copy with a tame header: contents are places in it, not copies.
class ParsedSource {
 public:
  /// `boundary` replaces the declared one, unless it is empty.
  ParsedSource(const HeaderBlock& header, std::string_view body, const std::string& boundary) {
    std::string& source = room_.text();
    write_mime_source(header, body, boundary, source);
    hidden_ = prepare_part_headers(source);
    array_ = g_byte_array_new_take(reinterpret_cast<guint8*>(source.data()), source.size());
    stream_.reset(g_mime_stream_mem_new_with_byte_array(array_));
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream_.get()), FALSE);
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream_.get()));
    root_.reset(g_mime_parser_construct_part(parser.get(), nullptr));
  }
  ~ParsedSource() {
    root_.reset();
    stream_.reset();
    g_byte_array_free(array_, FALSE);  // the bytes are the room's
  }
  ParsedSource(const ParsedSource&) = delete;
  ParsedSource& operator=(const ParsedSource&) = delete;
  [[nodiscard]] GMimeObject* root() const { return root_.get(); }
  /// `place`, with the letters that were hidden from GMime; `spare` holds it when there are any.
  [[nodiscard]] std::string_view as_it_came(std::string_view place, std::string& spare) const {
    const auto* const base = reinterpret_cast<const char*>(array_->data);
    if (place.data() < base || place.data() + place.size() > base + array_->len) return place;
    const auto begin = static_cast<std::size_t>(place.data() - base);
    auto next = std::lower_bound(hidden_.begin(), hidden_.end(), begin,
                                 [](const HiddenLetter& one, std::size_t at) { return one.at < at; });
    if (next == hidden_.end() || next->at >= begin + place.size()) return place;
    spare = place;
    for (; next != hidden_.end() && next->at < begin + place.size(); ++next) spare[next->at - begin] = next->was;
    return spare;
  }

 private:
  Room room_;
  std::vector<HiddenLetter> hidden_;
  GByteArray* array_ = nullptr;
  Owned<GMimeStream> stream_;
  Owned<GMimeObject> root_;
};

/// The bytes of a content that is a place in memory; nothing when GMime made it in another way.
std::optional<std::string_view> bytes_in_place(GMimeStream* stream) {
  if (!GMIME_IS_STREAM_MEM(stream)) return std::nullopt;
  const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  const gint64 begin = stream->bound_start;
  const gint64 end = stream->bound_end < 0 ? static_cast<gint64>(array->len) : stream->bound_end;
  if (begin < 0 || end < begin || end > static_cast<gint64>(array->len)) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(array->data) + begin, static_cast<std::size_t>(end - begin));
}

/// As GMime's filter decodes, but in one step and straight into the answer; nothing for encodings that need more.
std::optional<std::string> decoded(std::string_view encoded, GMimeContentEncoding how) {
  if (how == GMIME_CONTENT_ENCODING_BASE64) {
    if (auto clean = decode_clean_base64(encoded)) return clean;
  }
  constexpr std::size_t kUnfinished = 8;  // what is left over at the end
  std::size_t most = encoded.size() + kUnfinished;
  switch (how) {
    case GMIME_CONTENT_ENCODING_UUENCODE: return std::nullopt;
    case GMIME_CONTENT_ENCODING_BASE64: most = encoded.size() / 4 * 3 + kUnfinished; break;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE: break;
    default: return std::string(encoded);
  }
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, how);
  std::string bytes(most, '\0');
  bytes.resize(g_mime_encoding_flush(&state, encoded.data(), encoded.size(), bytes.data()));
  return bytes;
}

std::string raw_header(GMimeObject* object, const char* name) {
  GMimeHeader* header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
  const char* raw = header ? g_mime_header_get_raw_value(header) : nullptr;
  if (raw == nullptr) return {};
  std::string unfolded;
  for (const char* c = raw; *c != '\0'; ++c) {
    if (*c != '\r') unfolded.push_back(*c == '\n' ? ' ' : *c);
  }
  return std::string(trim(unfolded));
}

ParameterizedValue type_of(GMimeObject* object) {
  ParameterizedValue type = read_parameters(raw_header(object, "Content-Type"));
  if (type.value.starts_with(kHiddenType)) type.value[0] = 'm';
  if (type.value == "text" || type.value.empty()) type.value = "text/plain";
  if (type.value.find('/') == std::string::npos) type.value = "application/octet-stream";
  return type;
}

std::string taken_bytes(GMimeStream* stream) {
  const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  return {reinterpret_cast<const char*>(array->data), array->len};
}

class TreeWalk {
 public:
  TreeWalk(const PartLimits& limits, const ParsedSource& source) : limits_(limits), source_(source) {}

  PartList walk(GMimeObject* root) {
    std::vector<Node> open{{root, 0, false, false}};
    std::size_t visited = 0;
    while (!open.empty()) {
      const Node node = open.back();
      open.pop_back();
      if (++visited > limits_.max_parts) {
        list_.too_many = true;
        break;
      }
      if (GMIME_IS_MULTIPART(node.object)) {
        push_children(node, open);
      } else {
        add_leaf(node);
      }
    }
    return std::move(list_);
  }

 private:
  struct Node {
    GMimeObject* object;
    std::size_t depth;
    bool in_alternative;
    bool in_related;
  };

  void push_children(const Node& node, std::vector<Node>& open) {
    list_.multiparts.push_back(type_of(node.object));
    if (node.depth >= limits_.max_depth) {
      list_.too_deep = true;
      return;
    }
    const std::string& type = list_.multiparts.back().value;
    const bool alternative = type == "multipart/alternative";
    const bool related = node.in_related || type == "multipart/related";
    auto* multipart = GMIME_MULTIPART(node.object);
    keep_outside(g_mime_multipart_get_prologue(multipart));
    keep_outside(g_mime_multipart_get_epilogue(multipart));
    int count = g_mime_multipart_get_count(multipart);
    const int most = static_cast<int>(limits_.max_parts);
    list_.too_many |= count > most;
    for (int i = std::min(count, most) - 1; i >= 0; --i) {
      open.push_back({g_mime_multipart_get_part(multipart, i), node.depth + 1, alternative, related});
    }
  }

  /// Most mailers write there that a MIME reader is needed; what people wrote must not vanish.
  void keep_outside(const char* text) {
    constexpr std::size_t kMost = 16U << 10;
    if (text == nullptr) return;
    const std::string_view words = trim(std::string_view(text).substr(0, kMost));
    constexpr std::size_t kOfMailers = 400;
    const bool of_mailer = words.size() < kOfMailers && (contains_ignoring_case(words, "mime") ||
                                                         contains_ignoring_case(words, "multi-part message") ||
                                                         contains_ignoring_case(words, "multipart message"));
    if (words.empty() || of_mailer || list_.outside.size() + words.size() > kMost) return;
    if (!list_.outside.empty()) list_.outside.push_back('\n');
    list_.outside += words;
  }

  void add_leaf(const Node& node) {
    Part part;
    part.type = type_of(node.object);
    part.disposition = read_parameters(raw_header(node.object, "Content-Disposition"));
    const char* id = g_mime_object_get_content_id(node.object);
    if (id != nullptr) part.content_id = repair_utf8(std::string_view(id).substr(0, 500));
    part.in_alternative = node.in_alternative;
    part.in_related = node.in_related;
    const bool was_too_large = std::exchange(list_.too_large, false);
    part.bytes = content_of(node.object);
    part.left_out = list_.too_large;
    list_.too_large |= was_too_large;
    list_.parts.push_back(std::move(part));
  }

  std::string content_of(GMimeObject* object) {
    const Owned<GMimeStream> out(g_mime_stream_mem_new());
    if (GMIME_IS_MESSAGE_PART(object)) {
      GMimeMessage* message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      if (message != nullptr) g_mime_object_write_to_stream(GMIME_OBJECT(message), nullptr, out.get());
      // Only a part that is a message without saying so comes here (multipart/digest).
      std::string crlf = taken_bytes(out.get());
      for (std::size_t at = crlf.find('\n'); at != std::string::npos; at = crlf.find('\n', at + 1)) {
        if (at == 0 || crlf[at - 1] != '\r') crlf.insert(at++, 1, '\r');
      }
      return bounded(std::move(crlf));
    } else if (GMIME_IS_PART(object)) {
      GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(object));
      if (content == nullptr) return {};
      // Decoding never makes content longer, so that the encoded size bounds the work.
      const gint64 encoded = g_mime_stream_length(g_mime_data_wrapper_get_stream(content));
      if (encoded > 0 && static_cast<std::size_t>(encoded) / 3 > limits_.max_decoded_bytes) {
        list_.too_large = true;
        return {};
      }
      if (const auto place = bytes_in_place(g_mime_data_wrapper_get_stream(content))) {
        std::string spare;
        const std::string_view came = source_.as_it_came(*place, spare);
        if (auto bytes = decoded(came, g_mime_data_wrapper_get_encoding(content))) return bounded(std::move(*bytes));
      }
      g_mime_data_wrapper_write_to_stream(content, out.get());
    }
    return bounded(taken_bytes(out.get()));
  }

  std::string bounded(std::string bytes) {
    if (bytes.size() > limits_.max_decoded_bytes - taken_) {
      list_.too_large = true;
      return {};
    }
    taken_ += bytes.size();
    return bytes;
  }

  const PartLimits& limits_;
  const ParsedSource& source_;
  PartList list_;
  std::size_t taken_ = 0;
};

/// A multipart in which GMime found no parts; without a boundary it does not even see a multipart.
bool has_no_parts(const HeaderBlock& header, GMimeObject* object) {
  if (object == nullptr) return true;
  if (GMIME_IS_MULTIPART(object)) return g_mime_multipart_get_count(GMIME_MULTIPART(object)) == 0;
  return starts_with_ignoring_case(header.value_or_empty("Content-Type"), "multipart/");
}

PartList body_as_it_came(std::string_view body, const PartLimits& limits) {
  PartList list;
  list.unreadable = true;
  Part part;
  part.type.value = "text/plain";
  part.bytes = body.substr(0, limits.max_decoded_bytes);
  list.parts.push_back(std::move(part));
  return list;
}

}  // namespace

PartList read_parts(const HeaderBlock& header, std::string_view body, const PartLimits& limits) {
  initialise_once();
  const std::size_t cut = cut_position(body);
  const std::string_view read_body = body.substr(0, cut);
  auto parsed = std::make_unique<ParsedSource>(header, read_body, std::string());
  if (has_no_parts(header, parsed->root())) {
    const std::string boundary = guessed_boundary(read_body);
    if (!boundary.empty()) parsed = std::make_unique<ParsedSource>(header, read_body, boundary);
  }
  if (has_no_parts(header, parsed->root())) return body_as_it_came(read_body, limits);
  PartList list = TreeWalk(limits, *parsed).walk(parsed->root());
  list.too_deep |= cut < body.size();
  return list;
}

}  // namespace frontdesk::email
