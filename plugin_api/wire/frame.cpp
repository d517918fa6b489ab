#include "wire/frame.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>
#include <bit>
#include <cstring>

namespace frontdesk::wire {

namespace {

static_assert(std::endian::native == std::endian::little, "the wire is little endian");

constexpr std::size_t kLengthField = sizeof(std::uint32_t);
constexpr std::size_t kMaxStrayDescriptors = 4;
constexpr int kSeals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

template <class Number>
Number read_number(std::string_view bytes, std::size_t at) {
  Number number;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

template <class Number>
void append_number(std::string& out, Number number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written <= 0) {
      if (written < 0 && errno == EINTR) continue;
      return false;
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Descriptor sealed_copy(std::string_view content) {
  Descriptor file(::memfd_create("frontdesk-tail", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.valid() || !write_all(file.get(), content)) return {};
  if (::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) return {};
  return file;
}

/// Reads a descriptor of the peer, who must not be able to change it meanwhile: hence the seals.
bool read_sealed(int file, std::uint64_t size, std::string& content) {
  const int seals = ::fcntl(file, F_GET_SEALS);
  struct stat status {};
  if (seals < 0 || (seals & kSeals) != kSeals || ::fstat(file, &status) != 0) return false;
  if (status.st_size < 0 || static_cast<std::uint64_t>(status.st_size) != size) return false;
  content.resize(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(file, content.data() + done, size - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

void Descriptor::reset(int owned) {
  if (owned_ >= 0) ::close(owned_);
  owned_ = owned;
}

std::optional<PackedFrame> pack(const Frame& frame, const FrameLimits& limits) {
  const std::size_t fixed = kFramePrefix + frame.header.size();
  if (fixed + sizeof(std::uint64_t) > kMaxFrameBytes || frame.tail.size() > limits.max_tail_bytes) return std::nullopt;
  PackedFrame packed;
  const bool apart = fixed + frame.tail.size() > kMaxFrameBytes;
  if (apart) {
    packed.tail = sealed_copy(frame.tail);
    if (!packed.tail.valid()) return std::nullopt;
  }
  const std::size_t total = fixed + (apart ? sizeof(std::uint64_t) : frame.tail.size());
  packed.bytes.reserve(total);
  append_number(packed.bytes, static_cast<std::uint32_t>(total - kLengthField));
  append_number(packed.bytes, frame.type);
  append_number(packed.bytes, apart ? kTailInDescriptor : std::uint16_t{0});
  append_number(packed.bytes, frame.request);
  append_number(packed.bytes, static_cast<std::uint32_t>(frame.header.size()));
  packed.bytes.append(frame.header);
  if (apart) {
    append_number(packed.bytes, static_cast<std::uint64_t>(frame.tail.size()));
  } else {
    packed.bytes.append(frame.tail);
  }
  return packed;
}

void FrameDecoder::feed(Descriptor descriptor) {
  if (descriptors_.size() >= kMaxStrayDescriptors) {
    fail("descriptors that no frame asks for");
    return;
  }
  descriptors_.push_back(std::move(descriptor));
}

FrameDecoder::Next FrameDecoder::fail(const char* why) {
  if (error_.empty()) error_ = why;
  buffer_.clear();
  taken_ = 0;
  descriptors_.clear();
  return Next::kBroken;
}

FrameDecoder::Next FrameDecoder::next(Frame& frame) {
  if (!error_.empty()) return Next::kBroken;
  const std::string_view bytes = std::string_view(buffer_).substr(taken_);
  if (bytes.size() < kLengthField) return Next::kNeedMore;
  const std::size_t total = kLengthField + read_number<std::uint32_t>(bytes, 0);
  if (total < kFramePrefix || total > kMaxFrameBytes) return fail("a frame length out of bounds");
  if (bytes.size() < total) return Next::kNeedMore;
  const auto flags = read_number<std::uint16_t>(bytes, 6);
  const auto header_size = read_number<std::uint32_t>(bytes, 16);
  if (header_size > total - kFramePrefix) return fail("a header longer than its frame");
  if ((flags & ~kTailInDescriptor) != 0) return fail("unknown frame flags");
  frame.type = read_number<std::uint16_t>(bytes, 4);
  frame.request = read_number<std::uint64_t>(bytes, 8);
  frame.header.assign(bytes.substr(kFramePrefix, header_size));
  const std::string_view inline_tail = bytes.substr(kFramePrefix + header_size, total - kFramePrefix - header_size);
  if ((flags & kTailInDescriptor) == 0) {
    frame.tail.assign(inline_tail);
  } else if (!take_tail(inline_tail, frame.tail)) {
    return fail("a bad tail descriptor");
  }
  taken_ += total;
  if (taken_ == buffer_.size()) {
    buffer_.clear();
    taken_ = 0;
  } else if (taken_ >= kMaxFrameBytes) {
    buffer_.erase(0, taken_);
    taken_ = 0;
  }
  return Next::kFrame;
}

bool FrameDecoder::take_tail(std::string_view inline_tail, std::string& tail) {
  if (inline_tail.size() != sizeof(std::uint64_t) || descriptors_.empty()) return false;
  const auto size = read_number<std::uint64_t>(inline_tail, 0);
  if (size > limits_.max_tail_bytes) return false;
  const Descriptor file = std::move(descriptors_.front());
  descriptors_.pop_front();
  return read_sealed(file.get(), size, tail);
}

}  // namespace frontdesk::wire
