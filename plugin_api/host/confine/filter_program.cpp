#include "host/confine/filter_program.h"

#include <linux/seccomp.h>
#include <seccomp.h>

#include <bit>
#include <cerrno>
#include <cstddef>

namespace frontdesk::host {

namespace {

static_assert(std::endian::native == std::endian::little, "arguments are read as two halves, the lower one first");

constexpr std::uint32_t kNumbersOfX32 = 0x40000000;

constexpr std::uint32_t error(int number) { return SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(number); }

class Program {
 public:
  void load(std::size_t offset) { emit(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
  void mask(std::uint32_t bits) {
    if (bits != 0xffffffff) emit(BPF_ALU | BPF_AND | BPF_K, bits);
  }
  void answer(std::uint32_t action) { emit(BPF_RET | BPF_K, action); }
  /// Goes on when the comparison holds; returns the place of a jump for when it does not, for land().
  std::size_t require(std::uint16_t comparison, std::uint32_t value) {
    code_.push_back({static_cast<std::uint16_t>(BPF_JMP | comparison | BPF_K), 1, 0, value});
    emit(BPF_JMP | BPF_JA, 0);
    return code_.size() - 1;
  }
  /// The jump goes here.
  void land(std::size_t jump) { code_[jump].k = static_cast<std::uint32_t>(code_.size() - jump - 1); }
  std::vector<sock_filter> take() { return std::move(code_); }

 private:
  void emit(std::uint16_t operation, std::uint32_t value) { code_.push_back({operation, 0, 0, value}); }

  std::vector<sock_filter> code_;
};

void require_half(Program& program, std::size_t offset, std::uint32_t bits, std::uint32_t value,
                  std::vector<std::size_t>& jumps) {
  if (bits == 0) return;
  program.load(offset);
  program.mask(bits);
  jumps.push_back(program.require(BPF_JEQ, value));
}

void add_way(Program& program, const AllowedCall::Way& way) {
  std::vector<std::size_t> jumps;
  for (const ArgumentTest& test : way) {
    const std::size_t low = offsetof(seccomp_data, args) + test.argument * sizeof(std::uint64_t);
    require_half(program, low, static_cast<std::uint32_t>(test.mask), static_cast<std::uint32_t>(test.value), jumps);
    require_half(program, low + sizeof(std::uint32_t), static_cast<std::uint32_t>(test.mask >> 32),
                 static_cast<std::uint32_t>(test.value >> 32), jumps);
  }
  program.answer(SECCOMP_RET_ALLOW);
  for (const std::size_t jump : jumps) program.land(jump);
}

/// The number of the call is loaded before and after, unless the call is answered.
void add_call(Program& program, const AllowedCall& call) {
  const int number = seccomp_syscall_resolve_name(call.name);
  if (number < 0) return;
  const std::size_t other = program.require(BPF_JEQ, static_cast<std::uint32_t>(number));
  for (const AllowedCall::Way& way : call.ways) add_way(program, way);
  program.answer(call.ways.empty() ? SECCOMP_RET_ALLOW : error(call.otherwise));
  program.land(other);
}

void add_unknown(Program& program, const char* name) {
  const int number = seccomp_syscall_resolve_name(name);
  if (number < 0) return;
  const std::size_t other = program.require(BPF_JEQ, static_cast<std::uint32_t>(number));
  program.answer(error(ENOSYS));
  program.land(other);
}

}  // namespace

std::vector<sock_filter> filter_program(const std::vector<AllowedCall>& allowed) {
  Program program;
  program.load(offsetof(seccomp_data, arch));
  const std::size_t foreign = program.require(BPF_JEQ, seccomp_arch_native());
  program.load(offsetof(seccomp_data, nr));
  const std::size_t of_this_table = program.require(BPF_JGE, kNumbersOfX32);
  program.land(foreign);
  program.answer(error(EPERM));
  program.land(of_this_table);
  const std::size_t judged = program.require(BPF_JGT, kNewestJudgedCall);
  program.answer(error(ENOSYS));
  program.land(judged);
  for (const AllowedCall& call : allowed) add_call(program, call);
  for (const char* name : kAnsweredAsUnknown) add_unknown(program, name);
  program.answer(error(EPERM));
  return program.take();
}

}  // namespace frontdesk::host
