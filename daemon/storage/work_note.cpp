#include "storage/work_note.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace frontdesk::storage {
namespace {

constexpr std::size_t kKeySize = sizeof(WorkNote::Key);

Error io_error(const std::string& doing, const std::string& path) {
  return {ErrorCode::kIo, doing + " " + path + ": " + std::generic_category().message(errno)};
}

bool write_fully(int descriptor, ByteView bytes, std::size_t position) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written =
        ::pwrite(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(position + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    done += static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<WorkNote>> WorkNote::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return io_error("open", path);
  std::unique_ptr<WorkNote> note(new WorkNote(descriptor));
  FD_TRY(note->read_left(path));
  return note;
}

WorkNote::~WorkNote() { ::close(descriptor_); }

Result<void> WorkNote::read_left(const std::string& path) {
  Bytes bytes(kPlaces * kKeySize);
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + size, bytes.size() - size, static_cast<off_t>(size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read", path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  // The whole file is there from the beginning, so that a full disk does not stop what comes later.
  if (size < bytes.size() && !write_fully(descriptor_, ByteView(bytes).subspan(size), size))
    return io_error("write", path);
  Places beyond;
  for (std::size_t place = 0; place < kPlaces; ++place) {
    Key key{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(place * kKeySize), kKeySize, key.begin());
    if (key == Key{}) continue;
    if (left_.size() >= kMostLeft) {
      beyond.push_back(place);
      continue;
    }
    used_[place] = true;
    left_.emplace(key, place);
  }
  wipe(beyond);
  return {};
}

std::optional<WorkNote::Noted> WorkNote::put_down(std::span<const Key> keys) {
  const std::lock_guard lock(mutex_);
  Places places;
  places.reserve(keys.size());
  for (std::size_t place = 0; place < kPlaces && places.size() < keys.size(); ++place) {
    if (!used_[place]) places.push_back(place);
  }
  if (places.size() < keys.size() || !write(places, keys)) return std::nullopt;
  for (const std::size_t place : places) used_[place] = true;
  return Noted(*this, std::move(places));
}

void WorkNote::wipe(const Places& places) {
  const std::vector<Key> nothing(places.size());
  const std::lock_guard lock(mutex_);
  // A place that cannot be wiped is not used again in this life.
  if (!write(places, nothing)) return;
  for (const std::size_t place : places) used_[place] = false;
}

bool WorkNote::was_left(const Key& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = left_.lower_bound({key, 0});
  return found != left_.end() && found->first == key;
}

std::size_t WorkNote::left() const {
  const std::lock_guard lock(mutex_);
  return left_.size();
}

void WorkNote::forget_left(const Key& key) {
  Places places;
  {
    const std::lock_guard lock(mutex_);
    for (auto found = left_.lower_bound({key, 0}); found != left_.end() && found->first == key;) {
      places.push_back(found->second);
      found = left_.erase(found);
    }
  }
  if (!places.empty()) wipe(places);
}

/// Neighbours go in one write.
bool WorkNote::write(const Places& places, std::span<const Key> keys) {
  for (std::size_t begin = 0; begin < places.size();) {
    std::size_t end = begin + 1;
    while (end < places.size() && places[end] == places[end - 1] + 1) ++end;
    const std::span<const Key> run = keys.subspan(begin, end - begin);
    const ByteView bytes(run.front().data(), run.size_bytes());
    if (!write_fully(descriptor_, bytes, places[begin] * kKeySize)) return false;
    begin = end;
  }
  return true;
}

}  // namespace frontdesk::storage
