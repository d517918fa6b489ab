#include "mime/parts/file_name.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxExtensionBytes = 16;

constexpr std::pair<std::string_view, std::string_view> kExtensions[] = {
    {"text/plain", "txt"},
    {"text/html", "html"},
    {"text/csv", "csv"},
    {"text/calendar", "ics"},
    {"text/vcard", "vcf"},
    {"text/rfc822-headers", "txt"},
    {"message/delivery-status", "txt"},
    {"message/rfc822", "eml"},
    {"message/global", "eml"},
    {"image/png", "png"},
    {"image/jpeg", "jpg"},
    {"image/jpg", "jpg"},
    {"image/gif", "gif"},
    {"image/webp", "webp"},
    {"image/bmp", "bmp"},
    {"image/heic", "heic"},
    {"image/svg+xml", "svg"},
    {"audio/mpeg", "mp3"},
    {"audio/amr", "amr"},
    {"video/mp4", "mp4"},
    {"application/pdf", "pdf"},
    {"application/zip", "zip"},
    {"application/json", "json"},
    {"application/msword", "doc"},
    {"application/vnd.ms-excel", "xls"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"application/ms-tnef", "dat"},
    {"application/pgp-signature", "asc"},
    {"application/pkcs7-signature", "p7s"},
    {"application/pkcs7-mime", "p7m"},
};

bool is_forbidden(char32_t c) {
  return is_deceptive(c) || c == '\t' || c == '\n' || c == ':' || c == '*' || c == '?' || c == '"' || c == '<' ||
         c == '>' || c == '|' || c == 0x2028 || c == 0x2029 || c == 0xFFFD;
}

bool is_device_name(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kDevices = {"con", "prn", "aux", "nul", "com", "lpt"};
  const std::string stem = to_lower_ascii(name.substr(0, name.find('.')));
  const bool numbered = stem.size() == 4 && stem[3] >= '0' && stem[3] <= '9';
  const std::string_view base = std::string_view(stem).substr(0, 3);
  if (stem.size() != 3 && !numbered) return false;
  const auto* found = std::find(kDevices.begin(), kDevices.end(), base);
  if (found == kDevices.end()) return false;
  const bool port = base == "com" || base == "lpt";
  return port == numbered;
}

std::string shortened(const std::string& name) {
  if (name.size() <= kMaxFileNameBytes) return name;
  const std::size_t dot = name.rfind('.');
  const bool keeps_extension = dot != std::string::npos && name.size() - dot <= kMaxExtensionBytes;
  const std::string extension = keeps_extension ? name.substr(dot) : std::string();
  return std::string(cut_at_character(name, kMaxFileNameBytes - extension.size())) + extension;
}

}  // namespace

std::string_view extension_of(std::string_view mime) {
  for (const auto& [type, extension] : kExtensions) {
    if (type == mime) return extension;
  }
  return "bin";
}

std::string safe_file_name(std::string_view written, std::string_view mime) {
  const std::size_t slash = written.find_last_of("/\\");
  if (slash != std::string_view::npos) written.remove_prefix(slash + 1);
  std::string kept;
  for (std::size_t at = 0; at < written.size() && kept.size() <= 4 * kMaxFileNameBytes;) {
    const char32_t c = next_code_point(written, at);
    if (!is_forbidden(c)) append_code_point(kept, c);
  }
  std::string_view name = trim(kept);
  while (!name.empty() && (name.front() == '.' || name.front() == ' ')) name.remove_prefix(1);
  while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.remove_suffix(1);
  if (name.empty()) return "unnamed." + std::string(extension_of(mime));
  if (is_device_name(name)) return shortened("_" + std::string(name));
  return shortened(std::string(name));
}

}  // namespace frontdesk::email
