// frontdesk: the admin command line. See frontdesk(1). Talks to the daemon's Unix socket; `mask` works alone.
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/cli/row_printer.h"
#include "app/control/protocol.h"
#include "app/version.h"
#include "privacy/mask_lines.h"

namespace frontdesk::app {
namespace {

/// What the parsed command line asks of the daemon.
struct Request {
  std::string command;
  json::Value args;
};

/// One line from the terminal without echo, or from standard input when it is no terminal.
std::string read_password() {
  termios before{};
  const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    std::cerr << "Password: ";
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
    plain(app_, "status", "status", "what the daemon is doing");
    add_users();
    add_channels();
    add_tickets();
    auto* plugins = group("plugin", "channel plugins");
    plain(*plugins, "list", "plugin.list", "plugins that are installed, and whether they are approved");
    auto* approve = plain(*plugins, "approve", "plugin.approve", "let the installed files of a plugin run from now on");
    text(approve, "plugin", "plugin", "plugin id, see: frontdesk plugin list")->required();
    text(approve, "--sha256", "sha256", "only if the library has this SHA-256");
    auto* audit = group("audit", "the audit trail");
    plain(*audit, "export", "audit.export", "the whole trail as JSON Lines, for frontdesk-audit verify");
    plain(*audit, "key", "audit.key", "the public key that frontdesk-audit verify needs");
    auto* setup = group("setup", "the first run");
    plain(*setup, "link", "setup.link", "the link that makes the first administrator");
  }

 private:
  CLI::App* group(const std::string& name, const std::string& help) {
    auto* added = app_.add_subcommand(name, help);
    added->require_subcommand(1);
    return added;
  }

  CLI::App* plain(CLI::App& parent, const std::string& name, const std::string& command, const std::string& help) {
    auto* added = parent.add_subcommand(name, help);
    added->callback([this, command] { request_.command = command; });
    return added;
  }

  CLI::Option* text(CLI::App* verb, const std::string& option, const std::string& arg, const std::string& help) {
    return verb->add_option_function<std::string>(
        option, [this, arg](const std::string& value) { request_.args.set(arg, value); }, help);
  }

  /// Several words, or one with commas between.
  CLI::Option* roles(CLI::App* verb, const std::string& option, const std::string& help) {
    return verb
        ->add_option_function<std::vector<std::string>>(
            option,
            [this](const std::vector<std::string>& words) {
              json::Value roles{json::Array{}};
              for (const std::string& word : words) roles.push(word);
              request_.args.set("roles", roles);
            },
            help)
        ->delimiter(',');
  }

  void add_users() {
    auto* users = group("user", "people who sign in");
    plain(*users, "list", "user.list", "everybody");
    auto* add = plain(*users, "add", "user.add", "add a user; the password is asked for, or read from standard input");
    text(add, "name", "name", "sign-in name")->required();
    text(add, "--display-name", "display_name", "name that colleagues and customers see")->required();
    roles(add, "--role", "admin, agent or supervisor; may be given several times")->required();
    add->callback([this] {
      request_.command = "user.add";
      request_.args.set("password", read_password());
    });
    for (const auto& [verb, help] : {std::pair("disable", "end all sessions and refuse new ones"),
                                     std::pair("enable", "let the user sign in again")}) {
      text(plain(*users, verb, std::string("user.") + verb, help), "name", "name", "sign-in name")->required();
    }
    auto* role = plain(*users, "role", "user.role", "give other roles; ends all sessions of the user");
    text(role, "name", "name", "sign-in name")->required();
    roles(role, "roles", "admin, agent, supervisor: all that the user has from now on")->required();
    add_password(*users);
  }

  void add_password(CLI::App& users) {
    auto* verb =
        users.add_subcommand("password", "a new password, asked for or read from standard input; ends all sessions");
    text(verb, "name", "name", "sign-in name")->required();
    auto* generate = verb->add_flag("--generate")->description("make the password and print it, this once");
    verb->callback([this, generate] {
      request_.command = "user.password";
      if (generate->count() > 0)
        request_.args.set("generate", true);
      else
        request_.args.set("password", read_password());
    });
  }

  void add_channels() {
    auto* channels = group("channel", "mailboxes, accounts, shops");
    plain(*channels, "list", "channel.list", "all channels with their state");
    auto* add =
        plain(*channels, "add", "channel.add", "add a channel; secrets in the file are sealed and never shown again");
    text(add, "plugin", "plugin", "plugin id, see: frontdesk plugin list")->required();
    text(add, "name", "name", "name of the channel")->required();
    add->add_option_function<std::string>(
           "--config", [this](const std::string& file) { request_.args.set("config", read_json_file(file)); },
           "JSON file")
        ->required();
    for (const auto& [verb, help] :
         {std::pair("enable", "start the channel"), std::pair("disable", "stop it; replies wait until it is enabled"),
          std::pair("check", "test its connections, step by step"), std::pair("poll-now", "look for news at once")}) {
      text(plain(*channels, verb, std::string("channel.") + verb, help), "channel", "channel", "id or name")
          ->required();
    }
    auto* ledger = plain(*channels, "ledger", "channel.ledger", "every item with its one fate");
    text(ledger, "channel", "channel", "id or name")->required();
    text(ledger, "--fate", "fate", "pending, ticket, follow_up, duplicate or quarantined");
  }

  void add_tickets() {
    auto* tickets = group("ticket", "tickets, masked");
    auto* list = plain(*tickets, "list", "ticket.list", "a view of the inbox");
    text(list, "--view", "view", "open, mine, unassigned, overdue, resolved, closed or all");
    text(list, "--search", "search", "words, a number, a phone, an address");
    list->add_option_function<std::int64_t>(
        "--limit", [this](std::int64_t value) { request_.args.set("limit", value); }, "rows, default 50");
    text(plain(*tickets, "show", "ticket.show", "one ticket with its messages"), "ticket", "ticket", "number or id")
        ->required();
  }

  CLI::App& app_;
  Request& request_;
};

/// Prints why the command line cannot be followed, or the help that it asks for; the exit code.
int tell(const CLI::App& app, const CLI::ParseError& error) {
  const std::string name = error.get_name();
  if (name != "CallForHelp" && name != "RequiredError") return app.exit(error);
  for (const std::string& word : app.remaining(true)) {
    if (word.starts_with('-')) continue;
    std::cerr << "frontdesk: '" << word << "' is unknown; see: frontdesk --help\n";
    return static_cast<int>(CLI::ExitCodes::ExtrasError);
  }
  return app.exit(error);
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

  Request request{"", json::Value(json::Object{})};
  Verbs verbs(app, request);  // its callbacks run while the command line is parsed
  verbs.add_all();
  std::string profile_word = "sop";
  auto* mask =
      app.add_subcommand("mask", R"(cover personal data: {"id","text"} lines in, {"id","masked","spans"} lines out)");
  mask->add_option("--profile", profile_word, "sop or common")->check(CLI::IsMember({"sop", "common"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return tell(app, error);
  }

  if (mask->parsed()) return privacy::mask_lines(std::cin, std::cout, *privacy::parse_profile(profile_word));
  RowPrinter printer(std::cout, as_json);
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
