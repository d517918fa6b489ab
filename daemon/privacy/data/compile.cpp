// compile_word_list surnames.txt surnames.h: a data file → the C++ header that holds it; called by the build. A fault
// in the file is printed as file:line: text, and ends the build.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "privacy/data/word_list.h"

int main(int argc, char** argv) {
  using namespace frontdesk::privacy;
  if (argc != 3) {
    std::fputs("usage: compile_word_list LIST.txt HEADER.h\n", stderr);
    return 2;
  }
  const std::filesystem::path input = argv[1];
  std::ifstream in(input, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", argv[1]);
    return 1;
  }
  const WordList list = read_word_list(text, argv[1]);
  for (const std::string& fault : list.faults) std::fprintf(stderr, "%s\n", fault.c_str());
  if (!list.faults.empty()) return 1;
  std::ofstream out(argv[2], std::ios::binary);
  out << to_header(list, input.stem().string());
  out.close();
  if (!out) std::fprintf(stderr, "%s: cannot be written; see to the space and the rights of its folder\n", argv[2]);
  return out ? 0 : 1;
}
