#include "base/random.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <system_error>

namespace frontdesk {
namespace {

void fill_from_kernel(std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::getrandom(out.data() + done, out.size() - done, 0);
    if (got > 0) {
      done += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
  }
}

/// A page of random bytes that this thread has not used yet: one call of the kernel for hundreds of nonces. Used bytes
/// are wiped as they are handed out, and what is left at the end. The page is locked, stays out of core files, and is
/// empty in a child after fork; where the kernel does not promise that, there is no page.
class Page {
 public:
  Page() {
    void* mapped = ::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return;
    if (::madvise(mapped, kSize, MADV_WIPEONFORK) != 0 || ::madvise(mapped, kSize, MADV_DONTDUMP) != 0 ||
        ::mlock(mapped, kSize) != 0) {
      ::munmap(mapped, kSize);
      return;
    }
    content_ = static_cast<Content*>(mapped);
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  ~Page() {
    if (content_ == nullptr) return;
    ::explicit_bzero(content_, kSize);
    ::munmap(content_, kSize);
  }

  /// False: ask the kernel.
  bool take(std::span<std::uint8_t> out) {
    if (content_ == nullptr || out.size() > kMostTaken) return false;
    if (content_->left < out.size()) {
      content_->left = 0;
      fill_from_kernel(content_->bytes);
      content_->left = sizeof content_->bytes;
    }
    content_->left -= out.size();
    std::uint8_t* const from = content_->bytes + content_->left;
    std::memcpy(out.data(), from, out.size());
    ::explicit_bzero(from, out.size());
    return true;
  }

 private:
  static constexpr std::size_t kSize = 4096;
  static constexpr std::size_t kMostTaken = 64;
  struct Content {
    std::size_t left;  ///< in the same page, so that a child finds 0
    std::uint8_t bytes[kSize - sizeof(std::size_t)];
  };
  Content* content_ = nullptr;
};

}  // namespace

void SystemRandom::fill(std::span<std::uint8_t> out) {
  thread_local Page page;
  if (!page.take(out)) fill_from_kernel(out);
}

}  // namespace frontdesk
