#include "mime/parts/type.h"

#include <algorithm>
#include <array>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view type;
};
constexpr std::array kMagic{
    Magic{0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    Magic{0, "\xff\xd8\xff"sv, "image/jpeg"},
    Magic{0, "GIF87a"sv, "image/gif"},
    Magic{0, "GIF89a"sv, "image/gif"},
    Magic{8, "WEBP"sv, "image/webp"},
    Magic{0, "BM"sv, "image/bmp"},
    Magic{0, "II*\0"sv, "image/tiff"},
    Magic{0, "MM\0*"sv, "image/tiff"},
    Magic{0, "%PDF-"sv, "application/pdf"},
    Magic{0, "PK\x03\x04"sv, "application/zip"},
    Magic{0, "PK\x05\x06"sv, "application/zip"},
    Magic{0, "Rar!\x1a\x07"sv, "application/vnd.rar"},
    Magic{0, "7z\xbc\xaf\x27\x1c"sv, "application/x-7z-compressed"},
    Magic{0, "\x1f\x8b"sv, "application/gzip"},
    Magic{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "application/x-ole-storage"},
    Magic{4, "ftyp"sv, "video/mp4"},
    Magic{0, "ID3"sv, "audio/mpeg"},
    Magic{0, "OggS"sv, "audio/ogg"},
    Magic{0, "MZ"sv, "application/x-msdownload"},
    Magic{0,
          "\x7f"
          "ELF"sv,
          "application/x-executable"},
    Magic{0, "\xca\xfe\xba\xbe"sv, "application/x-executable"},
    Magic{0, "\xcf\xfa\xed\xfe"sv, "application/x-executable"},
    Magic{0, "#!"sv, "text/x-script"},
};

constexpr std::array kUnsafeTypes{
    "application/x-msdownload"sv, "application/x-executable"sv, "text/x-script"sv,   "text/html"sv, "image/svg+xml"sv,
    "application/xhtml+xml"sv,    "application/javascript"sv,   "text/javascript"sv,
};
constexpr std::array kUnsafeEndings{
    ".exe"sv, ".dll"sv, ".scr"sv, ".com"sv, ".pif"sv, ".cpl"sv, ".bat"sv,  ".cmd"sv,  ".ps1"sv,  ".vbs"sv,
    ".vbe"sv, ".js"sv,  ".jse"sv, ".wsf"sv, ".hta"sv, ".msi"sv, ".msp"sv,  ".lnk"sv,  ".jar"sv,  ".reg"sv,
    ".sh"sv,  ".apk"sv, ".htm"sv, ".svg"sv, ".iso"sv, ".img"sv, ".html"sv, ".docm"sv, ".xlsm"sv, ".pptm"sv,
};

bool has(std::string_view bytes, const Magic& magic) {
  return bytes.size() >= magic.at + magic.bytes.size() && bytes.substr(magic.at, magic.bytes.size()) == magic.bytes;
}

/// Markup has no magic bytes: the first tag tells.
std::string_view type_of_markup(std::string_view bytes) {
  constexpr std::size_t kLook = 1024;
  const std::string start = to_lower_ascii(trim(bytes.substr(0, kLook)));
  for (const std::string_view sign : {"<!doctype html"sv, "<html"sv, "<script"sv, "<body"sv, "<iframe"sv}) {
    if (start.find(sign) != std::string::npos && start.front() == '<') return "text/html";
  }
  if (start.find("<svg") != std::string::npos && start.front() == '<') return "image/svg+xml";
  return {};
}

std::string_view type_by_content(std::string_view bytes) {
  const auto found = std::find_if(kMagic.begin(), kMagic.end(), [&](const Magic& magic) { return has(bytes, magic); });
  return found != kMagic.end() ? found->type : type_of_markup(bytes);
}

/// Containers say little of what is inside; the declared type is the better word when it fits the container.
bool fits_container(std::string_view found, std::string_view declared) {
  if (found == "application/zip") {
    return declared.starts_with("application/vnd.") || declared == "application/epub+zip" ||
           declared == "application/x-zip-compressed";
  }
  if (found == "application/x-ole-storage") {
    return declared.starts_with("application/vnd.ms-") || declared == "application/msword";
  }
  if (found == "video/mp4") {
    return declared.starts_with("video/") || declared.starts_with("audio/") || declared.starts_with("image/hei");
  }
  return found == "audio/ogg" && declared.starts_with("video/");
}

}  // namespace

std::string real_type(std::string_view bytes, std::string_view declared) {
  const std::string_view found = type_by_content(bytes);
  // A label that is riskier than the content shows stays: nobody loses by caution.
  const bool risky = std::find(kUnsafeTypes.begin(), kUnsafeTypes.end(), declared) != kUnsafeTypes.end();
  const bool keep = found.empty() || risky || fits_container(found, declared);
  return std::string(keep ? declared : found);
}

bool is_unsafe_file(std::string_view bytes, std::string_view name, std::string_view declared) {
  const std::string type = real_type(bytes, declared);
  if (std::find(kUnsafeTypes.begin(), kUnsafeTypes.end(), type) != kUnsafeTypes.end()) return true;
  const std::string lower = to_lower_ascii(trim(name));
  return std::any_of(kUnsafeEndings.begin(), kUnsafeEndings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

}  // namespace frontdesk::email
