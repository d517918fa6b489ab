// The talk between `frontdesk` and the daemon over the Unix socket: one JSON object per line in both directions.
//
//   → {"command":"channel.list","args":{}}
//   ← {"row":{…}}            any number
//   ← {"done":true}          or {"error":{"code":"not_found","message":"…"}}
//
// One connection carries one command. Lines are at most 8 MiB. The socket's folder decides who may talk (mode 0700).
#pragma once

#include <frontdesk/json.h>

#include <functional>
#include <string>

#include "base/result.h"

namespace frontdesk::app {

inline constexpr std::size_t kMostLineBytes = 8U << 20;

/// Sends one command and calls `row` for every row. Errors: kUnavailable when the daemon is not running, else the
/// daemon's own.
Result<void> call_daemon(const std::string& socket, const std::string& command, const json::Value& args,
                         const std::function<void(const json::Value&)>& row);

}  // namespace frontdesk::app
