// mail_corpus_generator --seed N --count N --out DIR [--maildir]: writes normal mails and manifest.json, which holds
// one JSON object per line: the truth about each mail (corpus.h).
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "corpus.h"
#include "generator_options.h"

int main(int argc, char** argv) {
  using namespace frontdesk;
  const auto options = mailgen::read_options(argc, argv);
  if (!options) {
    std::cerr << "usage: mail_corpus_generator [--seed N] [--count N] --out DIR [--maildir]\n";
    return EXIT_FAILURE;
  }
  std::ofstream manifest(options->out / "manifest.json", std::ios::binary);
  for (std::size_t i = 0; i < options->count; ++i) {
    const mailgen::CorpusMail mail = mailgen::make_corpus_mail(options->seed, i);
    const std::string file = mailgen::write_mail(*options, "mail-" + std::to_string(i), mail.raw);
    if (file.empty()) return EXIT_FAILURE;
    manifest << mailgen::truth_line(mail.truth, file) << '\n';
  }
  return manifest.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
