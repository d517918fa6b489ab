#include "reading/content_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

namespace frontdesk::email {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string hex() {
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : digest) out.append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    return out;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

bool is_trace_field(std::string_view line) {
  constexpr std::array<std::string_view, 12> kTrace{
      "received",    "return-path",    "delivered-to",  "x-original-to",
      "envelope-to", "x-envelope-to",  "received-spf",  "authentication-results",
      "x-received",  "x-delivered-to", "delivery-date", "x-apparently-to"};
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  std::string_view name = line.substr(0, colon);
  while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.remove_suffix(1);
  return std::any_of(kTrace.begin(), kTrace.end(), [&](std::string_view trace) {
    return trace.size() == name.size() && std::equal(trace.begin(), trace.end(), name.begin(), [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? b + 32 : b);
           });
  });
}

}  // namespace

std::string content_key(std::string_view account, std::string_view raw) {
  Sha256 hash;
  hash.add(account);
  hash.add(std::string_view("\0", 1));
  bool in_header = true;
  bool skipping = false;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('\n'), raw.size());
    std::string_view line = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (in_header) {
      const bool continued = !line.empty() && (line.front() == ' ' || line.front() == '\t');
      if (!continued) skipping = is_trace_field(line);
      if (line.empty()) in_header = false;
      if (skipping) continue;
    }
    hash.add(line);
    hash.add("\n");
  }
  return hash.hex();
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

}  // namespace frontdesk::email
