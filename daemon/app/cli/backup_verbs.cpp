#include "app/cli/backup_verbs.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "app/backup/keys.h"
#include "app/backup/restore.h"
#include "app/backup/verify.h"
#include "audit/durable_file.h"
#include "base/text.h"

namespace frontdesk::app {
namespace {

struct Words {
  std::string file;  ///< the copy, or the file of keys
  std::string data = "/var/lib/frontdesk";
  std::string keys;
  std::string passphrase_file;
  std::string scratch = "/var/tmp";
  CLI::App* chosen = nullptr;
};

Result<Secret> passphrase(const Words& words, const std::function<Secret()>& ask) {
  if (words.passphrase_file.empty()) return ask();
  auto content = audit::read_small_file(words.passphrase_file, false);
  if (!content) return std::move(content).error();
  return Secret(std::string(text::trim(*content)));
}

/// Asked for only where something is sealed.
Result<Secret> passphrase_for(const Words& words, const std::function<Secret()>& ask) {
  auto manifest = read_manifest(words.file);
  if (!manifest) return std::move(manifest).error();
  if (!manifest->is_sealed() && words.keys.empty()) return Secret();
  return passphrase(words, ask);
}

Result<std::string> verify(const Words& words, const std::function<Secret()>& ask) {
  auto secret = passphrase_for(words, ask);
  if (!secret) return std::move(secret).error();
  std::string folder = words.scratch + "/frontdesk-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return Error{ErrorCode::kIo, "no folder can be made in " + words.scratch};
  auto whole = verify_copy(words.file, *secret, folder, {});
  ::rmdir(folder.c_str());
  if (!whole) return std::move(whole).error();
  return words.file + ": whole";
}

Result<std::string> restore(const Words& words, const std::function<Secret()>& ask) {
  auto secret = passphrase_for(words, ask);
  if (!secret) return std::move(secret).error();
  SystemClock clock;
  auto restored = restore_copy(
      {.copy = words.file, .data_directory = words.data, .keys = words.keys, .passphrase = *secret}, clock);
  if (!restored) return std::move(restored).error();
  std::string told = words.data + " is as it was at " + restored->manifest.made_at;
  if (!restored->aside.empty()) told += "; what was there is in " + restored->aside;
  return told;
}

Result<std::string> keep_keys(const Words& words, const std::function<Secret()>& ask) {
  auto keys = read_keys(words.data);
  if (!keys) return std::move(keys).error();
  auto secret = passphrase(words, ask);
  if (!secret) return std::move(secret).error();
  SystemRandom random;
  FD_TRY(seal_keys(*keys, words.file, *secret, random));
  return words.file + ": keep it apart from the copies";
}

}  // namespace

std::function<std::optional<int>()> add_backup_verbs(CLI::App& group, std::function<Secret()> ask) {
  const auto words = std::make_shared<Words>();
  const auto add = [&](const char* name, const char* help, const char* file, const char* file_help) {
    CLI::App* verb = group.add_subcommand(name, help);
    verb->add_option(file, words->file, file_help)->required();
    verb->add_option("--passphrase-file", words->passphrase_file, "Instead of asking for the passphrase.");
    verb->callback([words, verb] { words->chosen = verb; });
    return verb;
  };
  CLI::App* verify_verb = add("verify", "Takes a backup apart and compares everything in it.", "copy", "Its folder.");
  verify_verb->add_option("--scratch", words->scratch, "Folder with room for it.");
  CLI::App* restore_verb =
      add("restore", "Puts a backup in the place of the data; the daemon must be stopped.", "copy", "Its folder.");
  restore_verb->add_option("--keys", words->keys, "File of keys; without it those in the data directory are used.");
  CLI::App* keys_verb = add("keys", "Writes the two keys of the desk, which are in no backup, to a sealed file.",
                            "file", "The new file.");
  for (CLI::App* verb : {restore_verb, keys_verb}) verb->add_option("--data", words->data, "The data directory.");
  return [=, ask = std::move(ask)]() -> std::optional<int> {
    if (words->chosen == nullptr) return std::nullopt;
    auto told = words->chosen == verify_verb    ? verify(*words, ask)
                : words->chosen == restore_verb ? restore(*words, ask)
                                                : keep_keys(*words, ask);
    if (told) {
      std::cout << *told << '\n';
      return 0;
    }
    std::cerr << "frontdesk: " << told.error().message << '\n';
    return 1;
  };
}

}  // namespace frontdesk::app
