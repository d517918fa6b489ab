// frontdesk: the admin command line. See frontdesk(1). Talks to the daemon's Unix socket; `mask` works alone.
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "app/cli/backup_verbs.h"
#include "app/cli/doctor_report.h"
#include "app/cli/pages.h"
#include "app/cli/row_printer.h"
#include "app/cli/verbs_text.h"
#include "app/control/protocol.h"
#include "app/version.h"
#include "privacy/mask_lines.h"

namespace frontdesk::app {
namespace {

constexpr const char* kDaemonProgram = FRONTDESK_DAEMON_PROGRAM;

/// What the parsed command line asks of the daemon.
struct Request {
  std::string command;
  json::Value args;
  std::vector<RowPrinter::Columns> columns;  ///< of the table for people
};

/// One line from the terminal without echo, or from standard input when it is no terminal.
std::string read_password(const char* asked = "Password: ") {
  termios before{};
  const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    std::cerr << asked;
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
  }
  std::string password;
  std::getline(std::cin, password);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::cerr << '\n';
  }
  return password;
}

json::Value read_json_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  auto parsed = json::parse(text.str());
  if (!in || !parsed.value)
    throw CLI::ValidationError("--config", file + ": " + (in ? parsed.error : "cannot be read"));
  return std::move(*parsed.value);
}

/// Adds the subcommands; each sets `request` when it is chosen.
class Verbs {
 public:
  Verbs(CLI::App& app, Request& request) : app_(app), request_(request) {}

  void add_all() {
    const json::Value verbs = json::parse(kVerbsText).value.value_or(json::Value());
    for (const json::Value& verb : verbs.items()) add(verb);
    plain(app_, "status", "status", "what the daemon is doing");
    doctor_ = plain(app_, "doctor", "doctor", "what is wrong with the machine, and what to do about it");
    doctor_->add_option("--config", configuration_, "Of the daemon, where none answers.");
    plain(group("audit"), "export", "audit.export", "the whole trail as JSON Lines, for frontdesk-audit verify");
    plain(group("audit"), "key", "audit.key", "the public key that frontdesk-audit verify needs");
    plain(group("backup"), "create", "backup.create", "Makes a backup while the desk works.");
    auto* drill =
        plain(group("backup"), "drill", "backup.drill", "Takes the newest backup apart and compares everything.");
    text(drill, "--copy", "copy", "Another backup, by its name.");
    plain(group("backup"), "list", "backup.list", "Whole backups, the newest first.");
    plain(group("setup"), "link", "setup.link", "the link that makes the first administrator");
  }

  CLI::App& backup() { return group("backup"); }
  [[nodiscard]] bool asks_doctor() const { return doctor_->parsed(); }
  [[nodiscard]] const std::string& configuration() const { return configuration_; }

 private:
  struct GroupHelp {
    std::string_view name;
    std::string_view help;
  };
  static constexpr GroupHelp kGroups[] = {
      {"user", "people who sign in"},
      {"role", "what roles may do"},
      {"colleague", "who can own tickets"},
      {"ticket", "tickets, masked"},
      {"message", "messages, masked"},
      {"plugin", "channel plugins"},
      {"channel", "mailboxes, accounts, shops"},
      {"audit", "the audit trail"},
      {"damage", "originals and attachments that the disk lost"},
      {"backup", "copies that prove themselves"},
      {"setup", "the first run"},
  };

  CLI::App& group(const std::string& name) {
    if (const auto known = groups_.find(name); known != groups_.end()) return *known->second;
    std::string help;
    for (const GroupHelp& each : kGroups) {
      if (each.name == name) help = each.help;
    }
    CLI::App* added = app_.add_subcommand(name, help);
    added->require_subcommand(1);
    groups_[name] = added;
    return *added;
  }

  CLI::App* plain(CLI::App& parent, const std::string& name, const std::string& command, const std::string& help) {
    auto* added = parent.add_subcommand(name, help);
    added->callback([this, command] { request_.command = command; });
    return added;
  }

  void add(const json::Value& verb) {
    const std::string command(verb.get("command").as_string());
    const auto dot = command.find('.');
    auto* added = plain(group(command.substr(0, dot)), command.substr(dot + 1), command,
                        std::string(verb.get("help").as_string()));
    // The daemon looks the rest up by itself: the channel's own configuration is tested.
    if (command == "channel.check") {
      text(added, "channel", "channel", "Name or id.")->required();
      return keep_columns(added, command, verb, {});
    }
    std::string secret;
    for (const json::Value& field : verb.get("fields").items()) {
      const std::string name(field.get("name").as_string());
      if (field.get("kind").as_string() == "secret") {
        secret = name;
      } else if (auto* option = add_field(added, field, name); field.get("required").as_bool()) {
        option->required();
      }
    }
    keep_columns(added, command, verb, secret);
  }

  void keep_columns(CLI::App* added, const std::string& command, const json::Value& verb, const std::string& secret) {
    CLI::Option* generate = nullptr;
    if (command == "user.password")
      generate = added->add_flag("--generate")->description("Makes the password and prints it, this once.");
    std::vector<RowPrinter::Columns> columns;
    for (const json::Value& of : verb.get("columns").items()) {
      columns.emplace_back();
      for (const json::Value& column : of.items()) columns.back().emplace_back(column.as_string());
    }
    added->callback([this, command, columns, secret, generate] {
      request_.command = command;
      request_.columns = columns;
      if (generate != nullptr && generate->count() > 0) {
        request_.args.set("generate", true);
      } else if (secret == "password" && command != "user.change") {
        request_.args.set(secret, read_password());
      }
    });
  }

  CLI::Option* add_field(CLI::App* verb, const json::Value& field, const std::string& name) {
    const std::string option(field.get("option").as_string());
    const std::string help(field.get("help").as_string());
    const std::string_view kind = field.get("kind").as_string();
    if (kind == "flag")
      return verb->add_flag_function(
          option, [this, name](std::int64_t times) { request_.args.set(name, times > 0); }, help);
    if (kind == "number")
      return verb->add_option_function<std::int64_t>(
          option, [this, name](const std::int64_t& value) { request_.args.set(name, value); }, help);
    if (kind == "file")
      return verb->add_option_function<std::string>(
          option, [this, name](const std::string& file) { request_.args.set(name, read_json_file(file)); },
          "JSON file");
    if (kind == "list") return words(verb, option, name, help);
    return text(verb, option, name, help);
  }

  CLI::Option* text(CLI::App* verb, const std::string& option, const std::string& name, const std::string& help) {
    return verb->add_option_function<std::string>(
        option, [this, name](const std::string& value) { request_.args.set(name, value); }, help);
  }

  /// Several words, or one with commas between.
  CLI::Option* words(CLI::App* verb, const std::string& option, const std::string& name, const std::string& help) {
    return verb
        ->add_option_function<std::vector<std::string>>(
            option,
            [this, name](const std::vector<std::string>& given) {
              json::Value list{json::Array{}};
              for (const std::string& word : given) list.push(word);
              request_.args.set(name, list);
            },
            help)
        ->delimiter(',');
  }

  CLI::App& app_;
  Request& request_;
  CLI::App* doctor_ = nullptr;
  std::string configuration_ = "/etc/frontdesk/frontdesk.yaml";
  std::map<std::string, CLI::App*> groups_;
};

/// Prints why the command line cannot be followed, in one line, or the help that it asks for; the exit code.
int tell(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* verb = &app;
  std::string words = "frontdesk";
  for (auto next = app.get_subcommands(); !next.empty(); next = verb->get_subcommands()) {
    verb = next.front();
    words += " " + verb->get_name();
  }
  const std::string name = error.get_name();
  const bool asks_for_help = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
  if (asks_for_help || name == "RequiredError") {
    for (const std::string& word : app.remaining(true)) {
      if (word.starts_with('-')) continue;
      std::cerr << "frontdesk: '" << word << "' is unknown; see: " << words << " --help\n";
      return 1;
    }
  }
  if (asks_for_help) return app.exit(error);
  std::cerr << words << ": " << error.what() << "; see: " << words << " --help\n";
  return 1;
}

/// The daemon's own program looks at what can be seen from outside; it replaces this one. Returns only when it cannot.
int examine_without_daemon(const std::string& configuration, bool as_json) {
  std::error_code unknown;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path() / "frontdeskd";
  for (const std::string& program : {beside.string(), std::string(kDaemonProgram)}) {
    ::execl(program.c_str(), "frontdeskd", "--config", configuration.c_str(), "--doctor", as_json ? "--json" : nullptr,
            nullptr);
  }
  std::cerr << "frontdesk: no daemon answers, and " << kDaemonProgram << " cannot be run\n";
  return 3;
}

int ask_doctor(const std::string& socket, const std::string& configuration, bool as_json) {
  const std::string language = language_of_terminal();
  DoctorReport report(std::cout, as_json, language);
  json::Value args;
  args.set("language", language);
  const auto done = call_daemon(socket, "doctor", args, [&](const json::Value& check) { report.add(check); });
  if (done) return report.finish();
  if (done.error().code == ErrorCode::kUnavailable) return examine_without_daemon(configuration, as_json);
  std::cerr << "frontdesk: " << done.error().message << '\n';
  return 3;
}

int run(int argc, char** argv) {
  CLI::App app("Frontdesk: the admin command line", "frontdesk");
  app.set_version_flag("--version", std::string("frontdesk ") + kVersion);
  app.require_subcommand(1);
  std::string socket = "/run/frontdesk/frontdesk.sock";
  app.add_option("--socket", socket, "the daemon's socket")->envname("FRONTDESK_SOCKET");
  bool as_json = false;
  app.add_flag("--json", as_json, "JSON Lines instead of text");
  app.fallthrough();  // --json and --socket may stand behind the verb

  Request request{"", json::Value(json::Object{}), {}};
  Verbs verbs(app, request);  // its callbacks run while the command line is parsed
  verbs.add_all();
  const auto local_backup = add_backup_verbs(verbs.backup(), [] { return Secret(read_password("Passphrase: ")); });
  std::string profile_word = "sop";
  auto* mask =
      app.add_subcommand("mask", R"(cover personal data: {"id","text"} lines in, {"id","masked","spans"} lines out)");
  mask->add_option("--profile", profile_word, "sop or common")->check(CLI::IsMember({"sop", "common"}));
  std::string page;
  auto* completion = app.add_subcommand("completion", "print what a shell needs to complete the verbs");
  completion->add_option("shell", page, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh", "mdoc"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return tell(app, error);
  }

  if (const auto code = local_backup()) return *code;
  if (verbs.asks_doctor()) return ask_doctor(socket, verbs.configuration(), as_json);
  if (mask->parsed()) return privacy::mask_lines(std::cin, std::cout, *privacy::parse_profile(profile_word));
  if (completion->parsed()) {
    std::cout << (page == "bash" ? bash_completion(app) : page == "zsh" ? zsh_completion(app) : manual_of_verbs(app));
    return 0;
  }
  RowPrinter printer(std::cout, as_json, request.columns);
  const auto done =
      call_daemon(socket, request.command, request.args, [&](const json::Value& row) { printer.print(row); });
  printer.finish();
  if (done) return 0;
  std::cerr << "frontdesk: " << done.error().message << '\n';
  return done.error().code == ErrorCode::kUnavailable ? 3 : 1;
}

}  // namespace
}  // namespace frontdesk::app

int main(int argc, char** argv) try {
  std::ios::sync_with_stdio(false);
  return frontdesk::app::run(argc, argv);
} catch (const std::exception& error) {
  std::fprintf(stderr, "frontdesk: %s\n", error.what());
  return 1;
}
