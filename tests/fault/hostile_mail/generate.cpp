// hostile_mail_generator --seed N --out DIR: writes NAME.eml for each hostile mail and manifest.json:
// {"seed": N, "count": how many, "mails": [{"file", "note", "bytes"}…]}.
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "frontdesk/json.h"
#include "generator_options.h"
#include "hostile.h"

int main(int argc, char** argv) {
  using namespace frontdesk;
  const auto options = mailgen::read_options(argc, argv);
  if (!options) {
    std::cerr << "usage: hostile_mail_generator [--seed N] --out DIR [--maildir]\n";
    return EXIT_FAILURE;
  }
  const auto mails = mailgen::make_hostile_mails(options->seed);
  json::Writer manifest;
  manifest.begin_object().member("seed", static_cast<std::int64_t>(options->seed));
  manifest.member("count", static_cast<std::int64_t>(mails.size())).key("mails").begin_array();
  for (const auto& mail : mails) {
    const std::string file = mailgen::write_mail(*options, mail.name, mail.raw);
    if (file.empty()) return EXIT_FAILURE;
    manifest.begin_object().member("file", file).member("note", mail.note);
    manifest.member("bytes", static_cast<std::int64_t>(mail.raw.size())).end_object();
  }
  manifest.end_array().end_object();
  return mailgen::write_file(options->out / "manifest.json", manifest.text()) ? EXIT_SUCCESS : EXIT_FAILURE;
}
