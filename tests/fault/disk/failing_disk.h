// FailingDisk: lets the n-th call that changes a folder fail, below SQLite, segments and every other file.
//
// The library stands before the system's own write, pwrite, fsync, fdatasync, ftruncate, rename, mkdir and open with
// O_CREAT. A test program links it; any other program gets it by LD_PRELOAD, with FAILING_DISK_FOLDER for the folder
// and FAILING_DISK_CONTROL for a file that holds the struct below, which both sides map.
//
//   FailingDisk& disk = failing_disk();
//   failing_disk_watch("/tmp/x");
//   disk.arm(7, 7, EIO);   // the seventh call from now on fails, once
//   … disk.calls …         // how many there were
//   disk.disarm();
//
// Thread rule: any thread.
#pragma once

#include <atomic>
#include <cstdint>

struct FailingDisk {
  static constexpr int kKilled = -1;  ///< instead of an error: the process ends before the call, as by a power cut

  std::atomic<std::int64_t> calls;  ///< in the folder, since it was armed
  std::atomic<std::int64_t> first;  ///< the first and the last call that fail; 0: none does
  std::atomic<std::int64_t> last;
  std::atomic<std::int64_t> error;   ///< errno of those, or kKilled
  std::atomic<std::int64_t> failed;  ///< how many did, since it was armed
  std::atomic<std::int64_t>
      syncs;  ///< how many of these were an fsync or fdatasync of a file; SQLite asks folders in vain

  void arm(std::int64_t from, std::int64_t to, int number) {
    calls = failed = syncs = 0;
    error = number;
    last = to;
    first = from;
  }
  void disarm() { first = last = 0; }
};

FailingDisk& failing_disk();
/// What lies below `folder`, an absolute path, counts from now on.
void failing_disk_watch(const char* folder);
