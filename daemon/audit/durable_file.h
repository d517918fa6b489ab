// Small files that must survive a power failure: the signing key, the local anchor, the public key.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include "base/result.h"

namespace frontdesk::audit {

/// Replaces the file at once: written beside it, synced, renamed, folder synced. Errors: kIo.
Result<void> write_durably(const std::string& path, std::string_view content, mode_t mode);

/// The same with a spare, PATH.new, that stays: from the second time on nothing new has to be found on the disk, so
/// that a full one still takes it.
Result<void> write_durably_with_spare(const std::string& path, std::string_view content, mode_t mode);

/// Content of a file of at most 64 KiB; kNotFound when there is none, kForbidden when `private_only` and others may
/// read it, kLimit, kIo.
Result<std::string> read_small_file(const std::string& path, bool private_only);

}  // namespace frontdesk::audit
