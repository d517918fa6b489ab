#include "api/static_files.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/bytes.h"
#include "base/log.h"
#include "base/text.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kMaxFiles = 5'000;
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{16} << 20;
constexpr std::uintmax_t kMaxAllBytes = std::uintmax_t{128} << 20;

constexpr std::string_view kMissingPage =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Frontdesk</title>"
    "<p>Frontdesk is running, but its web application is not installed. "
    "Frontdesk 正在运行，但尚未安装网页应用。</p></html>";

struct KnownType {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array kTypes{
    KnownType{".html", "text/html; charset=utf-8"},
    KnownType{".js", "text/javascript; charset=utf-8"},
    KnownType{".css", "text/css; charset=utf-8"},
    KnownType{".json", "application/json"},
    KnownType{".webmanifest", "application/manifest+json"},
    KnownType{".svg", "image/svg+xml"},
    KnownType{".png", "image/png"},
    KnownType{".ico", "image/x-icon"},
    KnownType{".woff2", "font/woff2"},
    KnownType{".txt", "text/plain; charset=utf-8"},
};

std::string_view type_of(std::string_view path) {
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const KnownType& t) { return path.ends_with(t.ending); });
  return found == kTypes.end() ? std::string_view("application/octet-stream") : found->type;
}

std::string etag_of(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return "\"" + to_hex(ByteView(digest.data(), 16)) + "\"";
}

// "br;q=0" means: not br.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  for (const std::string_view piece : text::split(accept_encoding, ',')) {
    const auto parts = text::split(piece, ';');
    if (!text::equals_ignoring_case(text::trim(parts.front()), coding)) continue;
    const std::string_view weight = parts.size() > 1 ? text::trim(parts[1]) : std::string_view("q=1");
    return weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

/// A page is asked for by many paths, so what it names relative to itself is made absolute; its scripts read the base.
std::string placed_page(std::string page, const std::string& base_path) {
  const auto replace_all = [&](std::string_view from, const std::string& to) {
    for (std::size_t at = 0; (at = page.find(from, at)) != std::string::npos; at += to.size())
      page.replace(at, from.size(), to);
  };
  replace_all("=\"./", "=\"" + base_path + "/");
  replace_all("data-base=\"\"", "data-base=\"" + base_path + "\"");
  return page;
}

}  // namespace

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  for (const std::string_view piece : text::split(if_none_match, ',')) {
    std::string_view tag = text::trim(piece);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag || tag == "*") return true;
  }
  return false;
}

StaticFiles::StaticFiles(const std::string& root, std::string base_path) : base_path_(std::move(base_path)) {
  if (!root.empty()) load(root);
  if (assets_.contains("/index.html")) return;
  if (!root.empty()) log_warning("no web application found", {{"directory", root}});
  add("/index.html", std::string(kMissingPage));
}

void StaticFiles::load(const std::string& root) {
  namespace fs = std::filesystem;
  std::error_code failure;
  std::uintmax_t all = 0;
  for (fs::recursive_directory_iterator entry(root, failure), end; !failure && entry != end; entry.increment(failure)) {
    std::error_code unreadable;
    if (entry->is_symlink(unreadable) || !entry->is_regular_file(unreadable)) continue;
    const std::uintmax_t size = entry->file_size(unreadable);
    all += size;
    if (unreadable || size > kMaxFileBytes || all > kMaxAllBytes || assets_.size() >= kMaxFiles) {
      log_warning("a file of the web application is left out", {{"file", entry->path().filename().string()}});
      continue;
    }
    std::ifstream file(entry->path(), std::ios::binary);
    add("/" + entry->path().lexically_relative(root).generic_string(),
        std::string(std::istreambuf_iterator<char>(file), {}));
  }
}

void StaticFiles::add(const std::string& path, const std::string& content) {
  const bool is_gzip = path.ends_with(".gz");
  const bool is_brotli = path.ends_with(".br");
  const std::string name = is_gzip || is_brotli ? path.substr(0, path.size() - 3) : path;
  if (name == "/index.html" && name != path) return;  // the page is not the one that was compressed
  Asset& asset = assets_[name];
  asset.type = type_of(name);
  asset.immutable = name.starts_with("/assets/");
  Form& form = is_gzip ? asset.gzip : is_brotli ? asset.brotli : asset.plain;
  const std::string served = name == "/index.html" ? placed_page(content, base_path_) : content;
  form = {std::make_shared<const std::string>(served), etag_of(served)};
}

Response StaticFiles::serve(const RequestHead& request) const {
  Response response;
  const bool is_page = request.path.find('.') == std::string::npos;
  const auto found = assets_.find(is_page ? "/index.html" : request.path);
  if (found == assets_.end() || !found->second.plain.content) {
    response.status = 404;
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = "Not found\n";
    return response;
  }
  const Asset& asset = found->second;
  const std::string_view accepted = request.field("accept-encoding");
  const Form* form = &asset.plain;
  if (asset.gzip.content && accepts(accepted, "gzip")) form = &asset.gzip;
  if (asset.brotli.content && accepts(accepted, "br")) form = &asset.brotli;
  if (form != &asset.plain) response.set("Content-Encoding", form == &asset.gzip ? "gzip" : "br");
  if (asset.gzip.content || asset.brotli.content) response.set("Vary", "Accept-Encoding");
  response.set("ETag", form->etag);
  response.set("Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.set("Content-Type", asset.type);
  if (matches_etag(request.field("if-none-match"), form->etag)) {
    response.status = 304;
    return response;
  }
  response.shared_body = form->content;
  return response;
}

}  // namespace frontdesk::api
