// frontdesk-audit verify: the offline judge of an exported audit trail. Exit codes: 0 intact, 1 broken, 2 unusable.
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include "audit/verifier/export_verifier.h"
#include "frontdesk/json.h"

namespace {

using frontdesk::Error;
using frontdesk::ErrorCode;
using frontdesk::Result;
using frontdesk::audit::ExportVerifier;
using frontdesk::audit::Verdict;

enum ExitCode { kIntact = 0, kBroken = 1, kUnusable = 2 };

constexpr std::size_t kMaxLine = 4U << 20;
constexpr std::size_t kMaxSmallFile = 16U << 20;
constexpr char kUsage[] =
    "usage: frontdesk-audit verify --export FILE --public-key FILE [--anchor FILE] [--json]\n"
    "\n"
    "Checks an exported audit trail (\"-\" reads it from standard input) against the public key, and against\n"
    "checkpoints that were kept elsewhere. Needs neither the daemon nor its database.\n"
    "Exit status: 0 intact, 1 broken (the first bad record is named), 2 the input cannot be used.\n";

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

struct Options {
  std::string export_file;
  std::string key_file;
  std::string anchor_file;
  bool json = false;
};

Result<Options> parse_options(std::span<char*> words) {
  const Error wrong{ErrorCode::kInvalid, kUsage};
  if (words.size() < 2 || std::strcmp(words[1], "verify") != 0) return wrong;
  Options options;
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--json") {
      options.json = true;
      continue;
    }
    std::string* value = word == "--export"       ? &options.export_file
                         : word == "--public-key" ? &options.key_file
                         : word == "--anchor"     ? &options.anchor_file
                                                  : nullptr;
    if (value == nullptr || i + 1 == words.size()) return wrong;
    *value = words[++i];
  }
  if (options.export_file.empty() || options.key_file.empty()) return wrong;
  return options;
}

Error cannot_read(const std::string& name) {
  return {ErrorCode::kIo, "cannot read " + name + ": " + std::generic_category().message(errno)};
}

Result<std::string> read_small(const std::string& name) {
  const File file(std::fopen(name.c_str(), "rbe"), &std::fclose);
  if (!file) return cannot_read(name);
  std::string content(kMaxSmallFile + 1, '\0');
  content.resize(std::fread(content.data(), 1, content.size(), file.get()));
  if (std::ferror(file.get()) != 0) return cannot_read(name);
  if (content.size() > kMaxSmallFile) return Error{ErrorCode::kLimit, name + " is larger than 16 MiB"};
  return content;
}

/// Feeds every line; a last line without line break counts.
Result<void> feed_lines(std::FILE* file, ExportVerifier& verifier) {
  std::string pending;
  std::string chunk(1U << 18, '\0');
  while (!verifier.found_fault()) {
    const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), file);
    std::string_view rest(chunk.data(), got);
    for (std::size_t end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
      const std::string_view part = rest.substr(0, end);
      rest.remove_prefix(end + 1);
      Result<void> fed = pending.empty() ? verifier.feed(part) : verifier.feed(pending.append(part));
      pending.clear();
      if (!fed) return fed;
    }
    pending.append(rest);
    if (pending.size() > kMaxLine) return Error{ErrorCode::kLimit, "a line of the export is longer than 4 MiB"};
    if (got == 0) break;
  }
  if (std::ferror(file) != 0) return Error{ErrorCode::kIo, "the export cannot be read to its end"};
  return pending.empty() ? Result<void>() : verifier.feed(pending);
}

Result<Verdict> verify(const Options& options) {
  Result<std::string> key = read_small(options.key_file);
  if (!key) return std::move(key).error();
  Result<std::string> anchor = options.anchor_file.empty() ? std::string() : read_small(options.anchor_file);
  if (!anchor) return std::move(anchor).error();
  if (!options.anchor_file.empty() && frontdesk::audit::split_notes(*anchor).empty()) {
    return Error{ErrorCode::kInvalid, "the anchor file is empty"};
  }
  Result<ExportVerifier> verifier = ExportVerifier::create(*key, *anchor);
  if (!verifier) return std::move(verifier).error();
  const bool from_stdin = options.export_file == "-";
  const File file(from_stdin ? stdin : std::fopen(options.export_file.c_str(), "rbe"), &std::fclose);
  if (!file) return cannot_read(options.export_file);
  Result<void> fed = feed_lines(file.get(), *verifier);
  if (!fed) return std::move(fed).error();
  return verifier->finish();
}

void print_json(const Result<Verdict>& verdict) {
  frontdesk::json::Writer out;
  out.begin_object();
  out.member("result", verdict ? (verdict->intact ? "intact" : "broken") : "unusable");
  if (verdict) {
    out.member("records", verdict->records).member("signed_size", verdict->signed_size);
    out.member("anchored", verdict->anchored).member("redacted", verdict->redacted);
    if (!verdict->intact) out.member("first_bad", verdict->first_bad).member("reason", verdict->reason);
  } else {
    out.member("reason", verdict.error().message);
  }
  out.end_object();
  std::printf("%s\n", out.text().c_str());
}

void print_text(const Result<Verdict>& verdict) {
  if (!verdict) {
    std::fprintf(stderr, "frontdesk-audit: %s\n", verdict.error().message.c_str());
  } else if (verdict->intact) {
    std::printf("intact: %lld records, signed up to %lld, anchored up to %lld, %lld with blanked details\n",
                static_cast<long long>(verdict->records), static_cast<long long>(verdict->signed_size),
                static_cast<long long>(verdict->anchored), static_cast<long long>(verdict->redacted));
  } else {
    std::printf("broken: first bad record %lld: %s\n", static_cast<long long>(verdict->first_bad),
                verdict->reason.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> words(argv, static_cast<std::size_t>(argc));
  if (words.size() == 2 && (std::strcmp(words[1], "--help") == 0 || std::strcmp(words[1], "-h") == 0)) {
    std::fputs(kUsage, stdout);
    return kIntact;
  }
  const Result<Options> options = parse_options(words);
  if (!options) {
    std::fputs(options.error().message.c_str(), stderr);
    return kUnusable;
  }
  const Result<Verdict> verdict = verify(*options);
  options->json ? print_json(verdict) : print_text(verdict);
  if (!verdict) return kUnusable;
  return verdict->intact ? kIntact : kBroken;
}
