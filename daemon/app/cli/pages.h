// What is made of the command line for the package: completions for two shells, and the list of verbs in frontdesk(1).
// `frontdesk completion bash` prints one for whoever did not install the package.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace frontdesk::app {

/// Complete scripts.
std::string bash_completion(const CLI::App& app);
std::string zsh_completion(const CLI::App& app);
/// mdoc(7): a list of every verb with its options, to be put into a page.
std::string manual_of_verbs(const CLI::App& app);

}  // namespace frontdesk::app
