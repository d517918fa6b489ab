#include "app/cli/pages.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

namespace frontdesk::app {
namespace {

struct Choice {
  std::string word;
  std::string help;
};

/// A place on the command line: "" before the first word, " user", " user add".
using Visit = std::function<void(const std::string& place, const CLI::App& verb)>;

void walk(const CLI::App& verb, const std::string& place, const Visit& visit) {
  visit(place, verb);
  for (const CLI::App* sub : verb.get_subcommands({})) walk(*sub, place + " " + sub->get_name(), visit);
}

std::vector<const CLI::Option*> options_of(const CLI::App& verb) {
  std::vector<const CLI::Option*> named;
  for (const CLI::Option* option : verb.get_options()) {
    if (!option->get_lnames().empty()) named.push_back(option);
  }
  return named;
}

/// The sub-verbs; where there are none, the options. Those that stand everywhere are offered everywhere.
std::vector<Choice> choices_at(const CLI::App& app, const CLI::App& verb) {
  std::vector<Choice> choices;
  for (const CLI::App* sub : verb.get_subcommands({})) choices.push_back({sub->get_name(), sub->get_description()});
  const auto add = [&](const CLI::App& from) {
    for (const CLI::Option* option : options_of(from)) {
      if (&from == &app && &verb != &app && option->get_name() == "--version") continue;
      for (const std::string& name : option->get_lnames()) choices.push_back({"--" + name, option->get_description()});
    }
  };
  add(verb);
  if (&verb == &app) return choices;
  for (const CLI::Option* option : options_of(app)) {
    if (option->get_name() == "--json" || option->get_name() == "--socket")
      choices.push_back({option->get_name(), option->get_description()});
  }
  return choices;
}

/// Every place, as a pattern of `case` in a shell.
std::string places(const CLI::App& app) {
  std::string all;
  walk(app, "", [&](const std::string& place, const CLI::App&) {
    if (!place.empty()) all += (all.empty() ? "'" : "|'") + place + "'";
  });
  return all;
}

std::string for_zsh(const Choice& choice) {
  std::string text = choice.word + ":" + choice.help;
  std::string quoted;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'')
      quoted += "'\\''";
    else if (text[i] == ':' && i > choice.word.size())
      quoted += "\\:";
    else
      quoted += text[i];
  }
  return "'" + quoted + "'";
}

std::string for_mdoc(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else
      safe += c;
  }
  return safe;
}

/// Each sentence on a line of its own; one that begins like a request is kept from being one.
std::string mdoc_lines(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const auto end = text.find(". ");
    const std::string_view sentence = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    const bool is_request = sentence.starts_with('.') || sentence.starts_with('\'');
    lines += (is_request ? "\\&" : "") + for_mdoc(sentence) + "\n";
    text.remove_prefix(std::min(text.size(), sentence.size() + 1));
  }
  return lines;
}

std::string usage_of(const std::string& place, const CLI::App& verb) {
  std::string usage = place.substr(1);
  for (const CLI::Option* option : verb.get_options()) {
    if (option->get_positional()) usage += " " + option->get_name(true);
  }
  return usage;
}

std::string manual_of(const std::string& place, const CLI::App& verb) {
  std::string text = ".It Ic " + for_mdoc(usage_of(place, verb)) + "\n" + mdoc_lines(verb.get_description());
  std::string list;
  for (const CLI::Option* option : options_of(verb)) {
    if (option->get_name() == "--help") continue;
    std::string names;
    for (const std::string& name : option->get_lnames()) names += (names.empty() ? "--" : ", --") + name;
    list += ".It " + for_mdoc(names) + (option->get_required() ? " (required)" : "") + "\n";
    if (!option->get_description().empty()) list += mdoc_lines(option->get_description());
  }
  if (!list.empty()) text += ".Bl -tag -width Ds -compact\n" + list + ".El\n";
  return text;
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  std::string cases;
  walk(app, "", [&](const std::string& place, const CLI::App& verb) {
    std::string words;
    for (const Choice& choice : choices_at(app, verb)) words += (words.empty() ? "" : " ") + choice.word;
    cases += "    '" + place + "') words='" + words + "' ;;\n";
  });
  return "# Completion of frontdesk(1) for bash; made from its table of verbs.\n"
         "_frontdesk() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} place='' word words=''\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case \"$place $word\" in\n"
         "      " +
         places(app) +
         ") place=\"$place $word\" ;;\n"
         "    esac\n"
         "  done\n"
         "  case \"$place\" in\n" +
         cases +
         "  esac\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "complete -o default -F _frontdesk frontdesk\n";
}

std::string zsh_completion(const CLI::App& app) {
  std::string cases;
  walk(app, "", [&](const std::string& place, const CLI::App& verb) {
    std::string items;
    for (const Choice& choice : choices_at(app, verb)) items += " " + for_zsh(choice);
    cases += "    '" + place + "') items=(" + items + " ) ;;\n";
  });
  return "#compdef frontdesk\n"
         "# Completion of frontdesk(1) for zsh; made from its table of verbs.\n"
         "_frontdesk() {\n"
         "  local place='' word\n"
         "  local -a items\n"
         "  for word in ${words[2,CURRENT-1]}; do\n"
         "    case \"$place $word\" in\n"
         "      (" +
         places(app) +
         ") place=\"$place $word\" ;;\n"
         "    esac\n"
         "  done\n"
         "  case \"$place\" in\n" +
         cases +
         "  esac\n"
         "  _describe frontdesk items || _files\n"
         "}\n"
         "_frontdesk \"$@\"\n";
}

std::string manual_of_verbs(const CLI::App& app) {
  std::string text;
  for (const CLI::App* group : app.get_subcommands({})) {
    if (group->get_subcommands({}).empty()) continue;
    text += ".Ss " + for_mdoc(group->get_name()) + ": " + for_mdoc(group->get_description()) + "\n.Bl -tag -width Ds\n";
    walk(*group, " " + group->get_name(), [&](const std::string& place, const CLI::App& verb) {
      if (&verb != group) text += manual_of(place, verb);
    });
    text += ".El\n";
  }
  text += ".Ss Further\n.Bl -tag -width Ds\n";
  for (const CLI::App* verb : app.get_subcommands({})) {
    if (verb->get_subcommands({}).empty()) text += manual_of(" " + verb->get_name(), *verb);
  }
  return text + ".El\n";
}

}  // namespace frontdesk::app
