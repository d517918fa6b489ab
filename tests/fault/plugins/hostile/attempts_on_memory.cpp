#include "attempts.h"

#include <linux/mempolicy.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fcntl.h>
#include <mqueue.h>

namespace hostile {
namespace {

constexpr std::size_t kBytes = std::size_t{1} << 20;

bool can_map(int protection, int flags, int file = -1) {
  void* mapped = ::mmap(nullptr, kBytes, protection, flags, file, 0);
  if (mapped == MAP_FAILED) return false;
  ::munmap(mapped, kBytes);
  return true;
}

}  // namespace

std::vector<Attempt> on_memory() {
  return {
      {"shmget", [](pid_t) { return ::shmget(IPC_PRIVATE, kBytes, IPC_CREAT | 0600) >= 0; }},
      {"semget", [](pid_t) { return ::semget(IPC_PRIVATE, 1, IPC_CREAT | 0600) >= 0; }},
      {"msgget", [](pid_t) { return ::msgget(IPC_PRIVATE, IPC_CREAT | 0600) >= 0; }},
      {"mq_open",
       [](pid_t) {
         return ::mq_open("/frontdesk-hostile", O_CREAT | O_RDWR, 0600, nullptr) != static_cast<mqd_t>(-1);
       }},
      {"memfd_create", [](pid_t) { return ::memfd_create("hostile", 0) >= 0; }},
      {"memfd_secret", [](pid_t) { return ::syscall(447, 0) >= 0; }},
      {"map_shared", [](pid_t) { return can_map(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS); }},
      {"map_shared_validate",
       [](pid_t) { return can_map(PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE | MAP_ANONYMOUS); }},
      {"map_growing",
       [](pid_t) { return can_map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN); }},
      {"map_zeroes", [](pid_t) { return can_map(PROT_READ, MAP_SHARED, ::open("/dev/zero", O_RDONLY | O_CLOEXEC)); }},
      {"process_madvise", [](pid_t) { return ::syscall(SYS_process_madvise, 3, nullptr, 0, MADV_COLD, 0) >= 0; }},
      {"migrate_pages",
       [](pid_t daemon) {
         unsigned long node = 1;
         return ::syscall(SYS_migrate_pages, daemon, 2, &node, &node) >= 0;
       }},
      {"move_pages",
       [](pid_t daemon) { return ::syscall(SYS_move_pages, daemon, 0, nullptr, nullptr, nullptr, 0) >= 0; }},
      {"set_mempolicy", [](pid_t) { return ::syscall(SYS_set_mempolicy, MPOL_DEFAULT, nullptr, 0) >= 0; }},
      {"userfaultfd", [](pid_t) { return ::syscall(SYS_userfaultfd, 1) >= 0; }},
      {"mlockall", [](pid_t) { return ::mlockall(MCL_FUTURE) == 0; }},
      {"merge_pages",
       [](pid_t) {
         void* mapped = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         return ::madvise(mapped, kBytes, MADV_MERGEABLE) == 0;
       }},
  };
}

}  // namespace hostile
