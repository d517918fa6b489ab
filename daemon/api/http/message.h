// Request and Response: what the front hands to the application and gets back. Plain values.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::api {

class Stream;

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

/// The method's word, e.g. "GET"; "" for kOther.
std::string_view to_text(Method method);

/// A header field. Names of received fields are lower-case.
struct Field {
  std::string name;
  std::string value;
};

struct RequestHead {
  Method method = Method::kOther;
  std::string path;   ///< decoded, valid UTF-8, begins with '/', without empty, "." or ".." segments
  std::string query;  ///< as received, without '?'
  std::vector<Field> fields;
  int minor_version = 1;      ///< of HTTP/1.x
  std::string peer;           ///< address of the client, digits only, e.g. "127.0.0.1"
  bool secure = false;        ///< the client came over TLS
  std::string host;           ///< what the client asked for, e.g. "desk.example.com:8443"
  bool is_forwarded = false;  ///< somebody on the way, or the client itself, says whom it speaks for (proxy_trust.h)

  /// First field of that (lower-case) name; empty when there is none.
  [[nodiscard]] std::string_view field(std::string_view name) const;
  /// Decoded value of a query parameter; empty when missing or ill-formed.
  [[nodiscard]] std::string parameter(std::string_view name) const;
  /// Value of a cookie; empty when missing.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

struct Request : RequestHead {
  std::string body;
  std::shared_ptr<const void> pass;  ///< of Application::Admission; null when there is no body
};

struct Response {
  int status = 200;
  std::vector<Field> fields;
  std::string body;
  /// Sent instead of `body` when set: content that many answers share.
  std::shared_ptr<const std::string> shared_body;
  /// When set, the answer has no length; after its head the socket is given away (live events).
  std::function<void(std::unique_ptr<Stream>)> take_over;

  /// Adds a field, or replaces the one of that name. A value with a control character is dropped (header injection).
  Response& set(std::string_view name, std::string_view value);
  [[nodiscard]] std::string_view field(std::string_view name) const;
  [[nodiscard]] std::string_view content() const { return shared_body ? *shared_body : std::string_view(body); }
};

/// "Not Found" for 404; "???" for what is not known.
std::string_view reason_phrase(int status);

/// Status line and fields with Content-Length and Connection, ready to send.
std::string serialize_head(const Response& response, bool keep_alive);

/// %XX decoded; false for a broken escape, NUL or other controls, or bytes that are not UTF-8. '+' stays.
bool decode_percent(std::string_view text, std::string& out);

}  // namespace frontdesk::api
