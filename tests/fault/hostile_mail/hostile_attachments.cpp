#include <cstdint>

#include "hostile_parts.h"
#include "mime/parts/transfer_encoding.h"

namespace frontdesk::mailgen {
namespace {

std::string attached(std::string_view disposition, std::string_view type, std::string_view bytes) {
  std::string out =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee "
      "attachment\r\n--b\r\n";
  out.append("Content-Type: ").append(type).append("\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: ");
  return out.append(disposition).append("\r\n\r\n").append(email::encode_base64_lines(bytes)).append("\r\n--b--\r\n");
}

/// Bits in the order of RFC 1951.
class BitWriter {
 public:
  /// Huffman codes are written from their highest bit.
  void code(std::uint32_t bits, int count) {
    for (int i = count - 1; i >= 0; --i) bit((bits >> i) & 1U);
  }
  std::string take() {
    while (used_ != 0) bit(0);
    return std::move(out_);
  }

 private:
  void bit(std::uint32_t value) {
    byte_ |= value << used_;
    if (++used_ < 8) return;
    out_.push_back(static_cast<char>(byte_));
    byte_ = 0;
    used_ = 0;
  }
  std::string out_;
  std::uint32_t byte_ = 0;
  int used_ = 0;
};

/// A deflate stream that unpacks to 1 + 258 * `runs` zero bytes, 13 bits each run.
std::string deflated_zeros(std::size_t runs) {
  BitWriter bits;
  bits.code(1, 1);     // the last block
  bits.code(0b10, 2);  // fixed codes: value 1, lowest bit first
  bits.code(0x30, 8);  // the literal 0
  for (std::size_t i = 0; i < runs; ++i) {
    bits.code(0xC5, 8);  // length 258
    bits.code(0, 5);     // distance 1
  }
  bits.code(0, 7);  // end of block
  return bits.take();
}

std::string little_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  return out;
}

/// One file that claims and holds `258 * runs + 1` bytes.
std::string zip_bomb(std::size_t runs) {
  const std::string name = "0.dll";
  const std::string data = deflated_zeros(runs);
  const std::string sizes = little_endian(0, 4) + little_endian(data.size(), 4) + little_endian(258 * runs + 1, 4);
  const std::string common = little_endian(20, 2) + little_endian(0, 2) + little_endian(8, 2) + little_endian(0, 4) +
                             sizes + little_endian(name.size(), 2) + little_endian(0, 2);
  const std::string local = "PK\x03\x04" + common + name + data;
  const std::string central = "PK\x01\x02" + little_endian(20, 2) + common + little_endian(0, 2) + little_endian(0, 2) +
                              little_endian(0, 2) + little_endian(0, 4) + little_endian(0, 4) + name;
  return local + central + "PK\x05\x06" + little_endian(0, 4) + little_endian(1, 2) + little_endian(1, 2) +
         little_endian(central.size(), 4) + little_endian(local.size(), 4) + little_endian(0, 2);
}

std::string gzip_bomb(std::size_t runs) {
  return std::string("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10) + deflated_zeros(runs) + little_endian(0, 4) +
         little_endian(258 * runs + 1, 4);
}

/// The header of a picture of 50,000 × 50,000 pixels.
std::string huge_png() {
  return std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\xC3\x50\0\0\xC3\x50\x08\x06\0\0\0", 29) + std::string(4, '\0');
}

void add_names(HostileList& list) {
  const auto name = [&](const char* id, const char* note, std::string_view parameter) {
    list.add(id, note, attached(std::string("attachment; ").append(parameter), "application/octet-stream", "content"));
  };
  name("name-traversal", "path upwards", "filename=\"../../etc/x\"");
  name("name-absolute", "absolute path", "filename=\"/etc/passwd\"");
  name("name-windows", "Windows path", "filename=\"C:\\\\windows\\\\system32\\\\x.dll\"");
  name("name-device", "Windows device", "filename=\"con.txt\"");
  name("name-dots", "dots only", "filename=\"..\"");
  name("name-blank", "blanks only", "filename=\"   \"");
  name("name-crlf", "CR LF in the name", "filename*=utf-8''a%0D%0AX-Evil:%20yes.txt");
  name("name-nul", "NUL in the name", "filename*=utf-8''invoice.pdf%00.exe");
  name("name-rtl", "right-to-left override", "filename*=utf-8''invoice%E2%80%AEfdp.exe");
  name("name-double", "two extensions", "filename=\"invoice.pdf.exe\"");
  name("name-300", "300 bytes", "filename=\"" + std::string(300, 'n') + ".txt\"");
  name("name-300-chinese", "300 characters of Chinese", [] {
    std::string out = "filename*=utf-8''";
    for (int i = 0; i < 300; ++i) out += "%E9%80%80";
    return out + ".pdf";
  }());
  name("name-cut-character", "continuations cut inside characters",
       "filename*0*=utf-8''%E9%80; filename*1*=%80%E6; filename*2*=%AC%BE.pdf");
  name("name-order", "continuations out of order", "filename*1*=%AC%BE.pdf; filename*0*=utf-8''%E9%80%80%E6");
  name("name-many-continuations", "5,000 continuations", [] {
    std::string out = "filename*0*=utf-8''a";
    for (int i = 1; i < 5000; ++i) out += "; filename*" + std::to_string(i) + "*=b";
    return out;
  }());
  name("name-word", "encoded word in the name", "filename=\"=?gb2312?B?zcu/7i5wZGY=?=\"");
  name("name-raw", "raw GB bytes in the name", "filename=\"\xCD\xCB\xBF\xEE.pdf\"");
  name("name-unclosed", "unclosed quote", "filename=\"never closed");
  name("name-html", "markup in the name", "filename=\"<img src=x onerror=alert(1)>.png\"");
  name("name-formula", "a formula as name", "filename=\"=HYPERLINK(1).csv\"");
}

}  // namespace

void add_attachment_mails(HostileList& list) {
  add_names(list);
  list.add("disposition-empty", "empty Content-Disposition", attached("", "application/pdf", "content"));
  list.add("disposition-rubbish", "rubbish Content-Disposition", attached(";;\"=;", "application/pdf", "content"));
  list.add("attachment-zip-bomb", "100 MB of zeros in a zip",
           attached("attachment; filename=\"42.zip\"", "application/zip", zip_bomb(400'000)));
  list.add("attachment-gzip-bomb", "a gzip in a gzip",
           attached("attachment; filename=\"logs.gz\"", "application/gzip", gzip_bomb(200'000)));
  list.add("attachment-png", "50,000 × 50,000 pixels",
           attached("inline; filename=\"big.png\"", "image/png", huge_png()));
  list.add("attachment-empty", "no content", attached("attachment; filename=\"empty.txt\"", "text/plain", ""));
  list.add("attachment-svg", "SVG with a script",
           attached("inline; filename=\"x.svg\"", "image/svg+xml",
                    "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"));
  list.add("attachment-html-as-image", "HTML labelled as a picture",
           attached("inline; filename=\"x.png\"", "image/png", "<html><script>alert(1)</script></html>"));
  list.add("attachment-exe-as-pdf", "a program labelled as PDF",
           attached("attachment; filename=\"bill.pdf\"", "application/pdf", "MZ\x90 not a real program"));
  list.add("attachment-tnef", "winmail.dat",
           attached("attachment; filename=\"winmail.dat\"", "application/ms-tnef",
                    "\x78\x9F\x3E\x22" + list.dice().bytes(500)));
  list.add(
      "attachment-alone", "the whole mail is one attachment",
      "Content-Type: application/pdf; name=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n");
}

}  // namespace frontdesk::mailgen
