// Facts: all that the checks judge (check.h), gathered before any of them looks. A part that nobody could look at is
// not set; its checks then say "unknown". A plain value, so a test states the facts it wants judged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/alarms.h"
#include "base/id.h"
#include "base/time.h"
#include "desk/machine/backup_state.h"
#include "desk/ports.h"

namespace frontdesk::desk {

/// Of the file that holds the database, while no daemon runs: its first page only.
struct DatabaseFacts {
  std::string file;
  bool is_usable = true;  ///< there, whole by its first page, and a database
  int schema = 0;
  int known_schema = 0;  ///< the newest that this program knows
};

struct StoreFacts {
  bool writes = true;
  bool takes_mail = true;
  std::string reason;  ///< why not
};

struct RoomFacts {
  std::string folder;
  std::int64_t free_bytes = 0;
  std::int64_t total_bytes = 0;
  std::optional<Duration> full_in;  ///< as the growth of the last days goes on; not set: it does not grow
};

/// What the desk has on its disk.
struct SizeFacts {
  std::int64_t database = 0;
  std::int64_t log = 0;      ///< the database's write-ahead log
  std::int64_t files = 0;    ///< originals and attachments
  std::int64_t backups = 0;  ///< also those from before upgrades
};

/// A file that only the daemon's user may read, and others can; or that is gone.
struct KeyFileFacts {
  std::string file;
  bool is_gone = false;
  std::int64_t mode = 0;  ///< permission bits
  std::int64_t owner = 0;
  std::int64_t user = 0;  ///< of the daemon
};

struct CertificateFacts {
  std::string file;
  Micros ends_at;
};

struct TrailFacts {
  std::vector<audit::Alarm> alarms;  ///< of records
  std::int64_t size = 0;
  std::int64_t anchored = 0;
  Micros anchored_at;               ///< or when the daemon started
  std::vector<std::string> missed;  ///< places that did not take the newest anchor
};

struct BackupFacts {
  BackupState state;
  Micros first_record_at;  ///< how old the desk is
};

/// A step of the wall clock against the one that never steps.
struct ClockJump {
  Micros at;  ///< new time, when it was noticed
  Duration by{0};
};

struct ZoneFacts {
  std::string name;
  bool is_known = true;
};

struct ChannelFacts {
  ChannelId id;
  std::string name;
  bool enabled = false;
  ChannelState state = ChannelState::kStopped;
  std::string reason;
  std::optional<Duration> silent_for;  ///< since its last item; not set: it never had one
  std::optional<Duration> usual_gap;   ///< the longest of the last days; not set: too few items to say
};

struct PluginFacts {
  std::string id;
  bool is_changed = false;  ///< other files were approved
  std::string fault;        ///< why it cannot be used; empty: it can
};

/// Mails and replies on their way.
struct TrafficFacts {
  std::int64_t items = 0;  ///< received, without a fate
  std::optional<Duration> oldest_item;
  std::int64_t replies = 0;
  std::optional<Duration> oldest_reply;
  std::int64_t failed = 0;  ///< of the last day
  std::int64_t in_doubt = 0;
};

struct DutyFault {
  std::string duty;
  std::string fault;
};

struct Facts {
  Micros now;
  std::optional<std::string> silent_socket;  ///< no daemon answers here; empty: one does. Asked from outside only
  std::optional<std::vector<std::string>> configuration_mistakes;
  std::optional<DatabaseFacts> database;
  std::optional<StoreFacts> store;
  std::optional<RoomFacts> room;
  std::optional<SizeFacts> sizes;
  std::optional<std::vector<KeyFileFacts>> key_files;  ///< those that are not as they must be
  std::optional<std::vector<CertificateFacts>> certificates;
  std::optional<std::int64_t> damaged_files;
  std::optional<TrailFacts> trail;
  std::optional<BackupFacts> backup;
  std::optional<std::optional<ClockJump>> clock_jump;
  std::optional<ZoneFacts> zone;
  std::optional<std::vector<ChannelFacts>> channels;
  std::optional<std::vector<PluginFacts>> plugins;
  std::optional<TrafficFacts> traffic;
  std::optional<std::vector<DutyFault>> duties;
};

}  // namespace frontdesk::desk
