#include "hostile_parts.h"

#include "mime/parts/transfer_encoding.h"

namespace frontdesk::mailgen {
namespace {

constexpr std::string_view kMixed = "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n";

std::string many_parts(std::size_t count) {
  std::string out(kMixed);
  for (std::size_t i = 0; i < count; ++i) out += "--b\r\nContent-Type: text/plain\r\n\r\npart\r\n";
  return out + "--b--\r\n";
}

std::string deep(std::size_t depth, bool closed) {
  std::string out;
  for (std::size_t i = 0; i < depth; ++i) {
    const std::string mark = "d" + std::to_string(i);
    out += "Content-Type: multipart/mixed; boundary=\"" + mark + "\"\r\n\r\n--" + mark + "\r\n";
  }
  out += "Content-Type: text/plain\r\n\r\nbottom\r\n";
  for (std::size_t i = depth; closed && i > 0; --i) out += "--d" + std::to_string(i - 1) + "--\r\n";
  return out;
}

std::string deep_messages(std::size_t depth) {
  std::string out;
  for (std::size_t i = 0; i < depth; ++i) out += "Content-Type: message/rfc822\r\n\r\nSubject: level\r\n";
  return out + "\r\nbottom\r\n";
}

std::string same_boundary(std::size_t depth) {
  std::string out;
  for (std::size_t i = 0; i < depth; ++i) out += std::string(kMixed) + "--b\r\n";
  return out + "\r\nbottom\r\n";
}

void add_boundaries(HostileList& list) {
  const auto part = [](std::string_view body) { return std::string(kMixed).append(body); };
  list.add("structure-unclosed", "no closing boundary", part("--b\r\n\r\nnever closed"));
  list.add("structure-no-parts", "the boundary never occurs", part("only a preamble\r\n"));
  list.add("structure-wrong-boundary", "another boundary is used",
           part("--other\r\nContent-Type: text/plain\r\n\r\ntext\r\n--other--\r\n"));
  list.add("structure-no-boundary", "multipart without boundary parameter",
           "Content-Type: multipart/mixed\r\n\r\n--x1\r\nContent-Type: text/plain\r\n\r\ntext\r\n--x1--\r\n");
  list.add("structure-empty-boundary", "empty boundary",
           "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\ntext\r\n----\r\n");
  list.add("structure-long-boundary", "a boundary of 10,000 characters",
           "Content-Type: multipart/mixed; boundary=\"" + std::string(10'000, 'B') + "\"\r\n\r\n--" +
               std::string(10'000, 'B') + "\r\n\r\ntext\r\n");
  list.add(
      "structure-prefix-boundary", "inner boundary continues the outer one",
      part("--b\r\nContent-Type: multipart/mixed; boundary=\"bb\"\r\n\r\n--bb\r\n\r\ninner\r\n--bb--\r\n--b--\r\n"));
  list.add("structure-closed-first", "closing boundary comes first", part("--b--\r\n--b\r\n\r\nlate text\r\n"));
  list.add("structure-only-closing", "nothing but a closing boundary", part("--b--\r\n"));
  list.add("structure-empty-parts", "all parts are empty", part("--b\r\n--b\r\n--b\r\n--b--\r\n"));
  list.add("structure-blank-boundary-lines", "blanks behind boundaries", part("--b   \r\n\r\ntext\r\n--b--  \t\r\n"));
  list.add(
      "structure-dashes", "a body of 200,000 lines of dashes", deep(20, false) + std::string(200'000, '-') + [] {
        std::string lines;
        for (int i = 0; i < 200'000; ++i) lines += "--\r\n";
        return lines;
      }());
  list.add("structure-type-rubbish", "Content-Type is rubbish", "Content-Type: ;;;=\"\r\n\r\ntext\r\n");
  list.add("structure-type-twice", "two Content-Types",
           "Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n");
  list.add("structure-partial", "message/partial",
           "Content-Type: message/partial; number=2; total=3; id=x\r\n\r\ntext\r\n");
  list.add("structure-external", "message/external-body",
           "Content-Type: message/external-body; access-type=local-file; name=\"/etc/passwd\"\r\n\r\n\r\n");
}

void add_encodings(HostileList& list) {
  const auto body = [&](const char* name, const char* note, std::string_view encoding, std::string_view text) {
    std::string rest = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ";
    list.add(name, note, rest.append(encoding).append("\r\n\r\n").append(text));
  };
  body("encoding-base64-garbage", "random bytes as base64", "base64", list.dice().bytes(50'000));
  body("encoding-base64-one-line", "1 MB of base64 on one line", "base64", std::string(1U << 20, 'A'));
  body("encoding-base64-cut", "base64 cut in a group", "base64", "5L2g5aW9772MC");
  body("encoding-base64-padding", "padding everywhere", "base64", "5L2g====5aW9==\r\n====\r\n");
  body("encoding-qp-bomb", "100,000 soft line breaks", "quoted-printable", [] {
    std::string out;
    for (int i = 0; i < 100'000; ++i) out += "=\r\n";
    return out;
  }());
  body("encoding-qp-equals", "1 MB of '='", "quoted-printable", std::string(1U << 20, '='));
  body("encoding-qp-bad", "illegal escapes", "quoted-printable", "=ZZ =4 =\n =e4=bd=a0 =E5=A5");
  body("encoding-unknown", "unknown transfer encoding", "x-rot13", "uryyb");
  body("encoding-two", "two words as transfer encoding", "base64 quoted-printable", "aGVsbG8=");
  body("encoding-uu", "uuencode without end", "x-uuencode", "begin 644 a\n#0V%T\n");
  body("encoding-uu-bad", "uuencode rubbish", "x-uuencode", "begin 644 ../../x\n" + std::string(5000, 'M'));
  list.add("encoding-on-multipart", "base64 on a multipart",
           "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: "
           "base64\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n");
  list.add("encoding-message-base64", "base64 on a message",
           "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
               email::encode_base64("Subject: inner\r\n\r\ntext\r\n"));
}

}  // namespace

void add_structure_mails(HostileList& list) {
  list.add("structure-parts-20000", "20,000 parts", many_parts(20'000));
  list.add("structure-parts-1001", "one part too many", many_parts(1001));
  for (const std::size_t depth : {15, 25, 60, 1100, 3000, 20'000}) {
    list.add("structure-depth-" + std::to_string(depth), "nested multiparts", deep(depth, depth % 2 == 0));
  }
  list.add("structure-messages-3000", "3,000 messages in one another", deep_messages(3000));
  list.add("structure-same-boundary-500", "500 levels with the same boundary", same_boundary(500));
  add_boundaries(list);
  add_encodings(list);
}

}  // namespace frontdesk::mailgen
