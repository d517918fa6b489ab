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

Descriptor sealed_copy(std::string_view header, std::string_view tail) {
  Descriptor file(::memfd_create("frontdesk-tail", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.valid() || !write_all(file.get(), header) || !write_all(file.get(), tail)) return {};
  if (::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) return {};
  return file;
}

bool read_at(int file, std::size_t from, std::size_t size, std::string& content) {
  content.resize(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(file, content.data() + done, size - done, static_cast<off_t>(from + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

/// Of a descriptor of the peer, who must not be able to change it meanwhile: hence the seals.
bool is_sealed(int file, std::uint64_t size) {
  const int seals = ::fcntl(file, F_GET_SEALS);
  struct stat status {};
  if (seals < 0 || (seals & kSeals) != kSeals || ::fstat(file, &status) != 0) return false;
  return status.st_size >= 0 && static_cast<std::uint64_t>(status.st_size) == size;
}

}  // namespace

void Descriptor::reset(int owned) {
  if (owned_ >= 0) ::close(owned_);
  owned_ = owned;
}

std::optional<PackedFrame> pack(const Frame& frame, const FrameLimits& limits) {
  if (!is_within(frame, limits)) return std::nullopt;
  const bool all_apart = kFramePrefix + frame.header.size() + sizeof(std::uint64_t) > kMaxFrameBytes;
  const std::string_view header_here = all_apart ? std::string_view() : std::string_view(frame.header);
  const std::size_t fixed = kFramePrefix + header_here.size();
  const bool apart = all_apart || fixed + frame.tail.size() > kMaxFrameBytes;
  PackedFrame packed;
  if (apart) {
    packed.tail = sealed_copy(all_apart ? std::string_view(frame.header) : std::string_view(), frame.tail);
    if (!packed.tail.valid()) return std::nullopt;
  }
  const std::size_t total = fixed + (apart ? sizeof(std::uint64_t) : frame.tail.size());
  const std::uint16_t flags = all_apart ? kAllInDescriptor : apart ? kTailInDescriptor : std::uint16_t{0};
  packed.bytes.reserve(total);
  append_number(packed.bytes, static_cast<std::uint32_t>(total - kLengthField));
  append_number(packed.bytes, frame.type);
  append_number(packed.bytes, flags);
  append_number(packed.bytes, frame.request);
  append_number(packed.bytes, static_cast<std::uint32_t>(frame.header.size()));
  packed.bytes.append(header_here);
  if (apart) {
    append_number(packed.bytes, static_cast<std::uint64_t>(frame.tail.size() + (all_apart ? frame.header.size() : 0)));
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
  const bool all_apart = flags == kAllInDescriptor;
  const std::uint32_t header_here = all_apart ? 0 : header_size;
  if (header_here > total - kFramePrefix) return fail("a header longer than its frame");
  if (flags > kAllInDescriptor) return fail("unknown frame flags");
  frame.type = read_number<std::uint16_t>(bytes, 4);
  frame.request = read_number<std::uint64_t>(bytes, 8);
  frame.header.assign(bytes.substr(kFramePrefix, header_here));
  const std::string_view inline_tail = bytes.substr(kFramePrefix + header_here, total - kFramePrefix - header_here);
  if (flags == 0) {
    frame.tail.assign(inline_tail);
  } else if (!take_apart(inline_tail, header_size, all_apart, frame)) {
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

bool FrameDecoder::take_apart(std::string_view inline_tail, std::uint32_t header_size, bool all, Frame& frame) {
  if (inline_tail.size() != sizeof(std::uint64_t) || descriptors_.empty()) return false;
  const auto size = read_number<std::uint64_t>(inline_tail, 0);
  const std::size_t header_there = all ? header_size : 0;
  if (header_there > limits_.max_header_bytes || size < header_there) return false;
  if (size - header_there > limits_.max_tail_bytes) return false;
  const Descriptor file = std::move(descriptors_.front());
  descriptors_.pop_front();
  if (!is_sealed(file.get(), size)) return false;
  if (all && !read_at(file.get(), 0, header_there, frame.header)) return false;
  return read_at(file.get(), header_there, size - header_there, frame.tail);
}

}  // namespace frontdesk::wire
