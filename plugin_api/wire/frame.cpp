#include "wire/frame.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace frontdesk::wire {

namespace {

static_assert(std::endian::native == std::endian::little, "the wire is little endian");

constexpr std::size_t kLengthField = sizeof(std::uint32_t);

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

void append_prefix(std::string& out, std::size_t content, const Frame& frame, std::uint16_t flags,
                   std::uint32_t header_size) {
  append_number(out, static_cast<std::uint32_t>(kFramePrefix - kLengthField + content));
  append_number(out, frame.type);
  append_number(out, flags);
  append_number(out, frame.request);
  append_number(out, header_size);
}

/// Appends of `from`, as much as `into` lacks to `size`; returns what is left.
std::string_view fill(std::string& into, std::size_t size, std::string_view from) {
  const std::size_t takes = std::min(size - into.size(), from.size());
  into.append(from.substr(0, takes));
  return from.substr(takes);
}

}  // namespace

std::optional<PackedFrame> pack(Frame frame, const FrameLimits& limits) {
  if (!is_within(frame, limits)) return std::nullopt;
  const std::size_t content = frame.header.size() + frame.tail.size();
  const auto header_size = static_cast<std::uint32_t>(frame.header.size());
  PackedFrame packed;
  if (kFramePrefix + content <= kMaxFrameBytes) {
    packed.bytes_.reserve(kFramePrefix + content);
    append_prefix(packed.bytes_, content, frame, 0, header_size);
    packed.bytes_.append(frame.header).append(frame.tail);
    return packed;
  }
  append_prefix(packed.bytes_, sizeof(std::uint64_t), frame, kBegins, header_size);
  append_number(packed.bytes_, static_cast<std::uint64_t>(content));
  packed.rest_ = std::move(frame);
  return packed;
}

bool PackedFrame::advance() {
  const std::size_t header = rest_.header.size();
  const std::size_t left = header + rest_.tail.size() - done_;
  if (left == 0) return false;
  const std::size_t now = std::min(left, kMaxFrameBytes - kFramePrefix);
  bytes_.clear();
  bytes_.reserve(kFramePrefix + now);
  append_prefix(bytes_, now, rest_, kContinues, 0);
  const std::string_view tail = rest_.tail;
  if (done_ < header) bytes_.append(std::string_view(rest_.header).substr(done_, now));
  const std::size_t of_tail = kFramePrefix + now - bytes_.size();
  if (of_tail > 0) bytes_.append(tail.substr(done_ + now - of_tail - header, of_tail));
  done_ += now;
  return true;
}

void FrameDecoder::fail(const char* why) {
  if (error_.empty()) error_ = why;
  buffer_.clear();
  taken_ = 0;
  begun_.reset();
}

FrameDecoder::Next FrameDecoder::next(Frame& frame) {
  while (error_.empty()) {
    const std::string_view bytes = std::string_view(buffer_).substr(taken_);
    if (bytes.size() < kLengthField) return Next::kNeedMore;
    const std::size_t total = kLengthField + read_number<std::uint32_t>(bytes, 0);
    if (total < kFramePrefix || total > kMaxFrameBytes) {
      fail("a frame length out of bounds");
    } else if (bytes.size() < total) {
      return Next::kNeedMore;
    } else {
      const bool is_whole = take(bytes.substr(0, total), frame);
      drop(total);
      if (is_whole) return Next::kFrame;
    }
  }
  return Next::kBroken;
}

bool FrameDecoder::take(std::string_view bytes, Frame& frame) {
  const auto flags = read_number<std::uint16_t>(bytes, 6);
  const auto header_size = read_number<std::uint32_t>(bytes, 16);
  const std::string_view content = bytes.substr(kFramePrefix);
  Frame found;
  found.type = read_number<std::uint16_t>(bytes, 4);
  found.request = read_number<std::uint64_t>(bytes, 8);
  if (flags > kContinues) return fail("unknown frame flags"), false;
  if ((flags == kContinues) != begun_.has_value()) return fail("a message inside another one"), false;
  if (flags == kBegins) return begin(std::move(found), header_size, content), false;
  if (flags == kContinues) {
    const bool same = found.type == begun_->frame.type && found.request == begun_->frame.request && header_size == 0;
    if (!same) return fail("a message inside another one"), false;
    return go_on(content, frame);
  }
  if (header_size > content.size()) return fail("a header longer than its frame"), false;
  found.header = content.substr(0, header_size);
  found.tail = content.substr(header_size);
  frame = std::move(found);
  return true;
}

void FrameDecoder::begin(Frame frame, std::size_t header_size, std::string_view content) {
  if (content.size() != sizeof(std::uint64_t)) return fail("a message without its size");
  const auto size = read_number<std::uint64_t>(content, 0);
  if (size == 0 || header_size > limits_.max_header_bytes || size < header_size ||
      size - header_size > limits_.max_tail_bytes) {
    return fail("a message size out of bounds");
  }
  begun_ = Begun{std::move(frame), header_size, size - header_size};
  begun_->frame.header.reserve(header_size);
  begun_->frame.tail.reserve(begun_->tail_size);
}

bool FrameDecoder::go_on(std::string_view content, Frame& frame) {
  if (content.empty()) return fail("an empty piece of a message"), false;
  content = fill(begun_->frame.header, begun_->header_size, content);
  content = fill(begun_->frame.tail, begun_->tail_size, content);
  if (!content.empty()) return fail("more of a message than was told"), false;
  if (begun_->frame.tail.size() < begun_->tail_size || begun_->frame.header.size() < begun_->header_size) return false;
  frame = std::move(begun_->frame);
  begun_.reset();
  return true;
}

void FrameDecoder::drop(std::size_t bytes) {
  if (!error_.empty()) return;
  taken_ += bytes;
  if (taken_ == buffer_.size()) {
    buffer_.clear();
    taken_ = 0;
  } else if (taken_ >= kMaxFrameBytes) {
    buffer_.erase(0, taken_);
    taken_ = 0;
  }
}

}  // namespace frontdesk::wire
