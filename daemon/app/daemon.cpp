#include "app/daemon.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

#include "api/http/listener.h"
#include "api/server.h"
#include "app/backup/before_upgrade.h"
#include "app/backup/restore.h"
#include "app/backup/service.h"
#include "app/bootstrap.h"
#include "app/cli/commands.h"
#include "app/configuration/change.h"
#include "app/configuration/profile_file.h"
#include "app/control/server.h"
#include "app/descriptors.h"
#include "app/end_note.h"
#include "app/jobs/pulse.h"
#include "app/jobs/scheduler.h"
#include "app/key_check.h"
#include "app/machine/site_watch.h"
#include "app/places.h"
#include "app/version.h"
#include "audit/alarms.h"
#include "audit/anchor.h"
#include "audit/blob_scrub.h"
#include "audit/durable_file.h"
#include "audit/scrub.h"
#include "audit/signing_key.h"
#include "audit/trail.h"
#include "base/bytes.h"
#include "base/log.h"
#include "base/text.h"
#include "channels/supervisor.h"
#include "desk/account/service.h"
#include "desk/audit/recorded.h"
#include "desk/audit/service.h"
#include "desk/channel/query.h"
#include "desk/channel/service.h"
#include "desk/channel/stored.h"
#include "desk/context.h"
#include "desk/event_feed.h"
#include "desk/inbound/intake.h"
#include "desk/outbound/delivery.h"
#include "desk/plugin/service.h"
#include "desk/ticket/attachment/ticket_files.h"
#include "desk/ticket/attachment/upload_keeper.h"
#include "desk/ticket/clock_keeper.h"
#include "desk/ticket/give_back.h"
#include "desk/ticket/query/query.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/key_source.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "storage/tables/account.h"
#include "storage/tables/setting.h"
#include "storage/traffic/newest_id.h"

namespace frontdesk::app {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kMostSilence{60};  // of a part, before the service manager may restart the daemon

bool exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

/// Empty when it cannot be read.
std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Result<std::unique_ptr<privacy::Vault>> open_vault(const SiteConfig& config, IdSource& ids, RandomSource& random) {
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): never set
  const privacy::KeySource source{config.data_directory + "/vault.key", credentials != nullptr ? credentials : ""};
  // A store without its key must never be given a new one: everything sealed would be lost without a word.
  const bool may_create = !exists(config.data_directory + "/frontdesk.db");
  auto root = privacy::load_root_key(source, random, may_create);
  if (!root) return std::move(root).error().context("open the vault");
  return privacy::Vault::make(*root, ids, random);
}

/// Ids sort by creation everywhere, so they go on where the store ends, also when the clock was set back meanwhile.
Result<void> go_on_with(IdSource& ids, storage::Store& store) {
  auto newest = store.read([](storage::ReadTx& tx) { return storage::newest_id(tx); });
  if (!newest) return std::move(newest).error().context("find the newest id");
  ids.go_on_after(*newest);
  return {};
}

/// The first lies beside the database.
audit::AnchorPlaces anchor_places(const SiteConfig& config) {
  audit::AnchorPlaces places;
  places.push_back(std::make_unique<audit::AnchorFile>(config.data_directory + "/audit.anchor"));
  places.push_back(std::make_unique<audit::SystemLogAnchor>());
  if (!config.anchor_file.empty()) places.push_back(std::make_unique<audit::AnchorHistory>(config.anchor_file));
  return places;
}

channels::SupervisorOptions supervisor_options(const SiteConfig& config) {
  channels::SupervisorOptions options;
  options.plugin_folders = config.plugin_directories;
  options.host.program = config.plugin_host;
  options.host.readable = config.plugin_readable;
  options.host.users = config.plugin_host_users;
  options.notes_folder = config.data_directory + "/sending";
  return options;
}

/// Made at the first start; what reads /metrics shows it. Empty when it can be neither read nor written: then nobody
/// but an administrator reads them.
Secret metrics_token(const SiteConfig& config, RandomSource& random) {
  const std::string file = config.data_directory + "/metrics.token";
  auto kept = audit::read_small_file(file, true);
  if (kept) return Secret(std::string(text::trim(*kept)));
  if (kept.error().code == ErrorCode::kNotFound) {
    std::string made = to_base64url(random.bytes(32));
    if (audit::write_durably(file, made + "\n", 0600)) return Secret(std::move(made));
  }
  log_warning("no token for /metrics", {{"file", file}});
  return {};
}

/// kInvalid for a socket of another kind: nobody could reach the desk.
Result<void> check_listening(int socket) {
  if (socket < 0) return {};
  const std::string address = api::address_of(socket);
  if (address.empty())
    return Error{ErrorCode::kInvalid, "the socket of the service manager is no TCP socket that listens"};
  log_info("the service manager listens; listen.address and listen.port are not used", {{"address", address}});
  return {};
}

api::ServerOptions server_options(const SiteConfig& config, int listening, RandomSource& random) {
  api::ServerOptions options;
  options.front.address = listening < 0 ? config.listen_address : api::address_of(listening);
  options.front.port = config.listen_port;
  options.front.listening = listening;
  const DescriptorShares shares = share_out(
      raise_descriptor_limit(), {.connections = options.front.max_connections, .streams = options.events.max_clients});
  options.front.max_connections = shares.connections;
  options.events.max_clients = shares.streams;
  options.web_root = config.web_root;
  options.tls = config.tls;
  options.tls_certificate = config.tls_certificate;
  options.tls_key = config.tls_key;
  options.host_names = config.host_names;
  if (auto proxies = api::ProxyTrust::parse(config.trusted_proxies)) options.proxies = std::move(*proxies);
  options.base_path = config.base_path;
  options.metrics_token = metrics_token(config, random);
  options.state_directory = config.data_directory;
  return options;
}

/// On a full disk the desk starts all the same: people read, and a duty does later what had to be left.
Result<void> unless_full(Result<void> done, const char* doing) {
  if (done) return done;
  if (done.error().code != ErrorCode::kUnavailable) return std::move(done).error().context(doing);
  log_warning("left for later", {{"duty", doing}, {"error", done.error()}});
  return {};
}

/// Time, chance and ids for every part. Outlives them all: the store and the vault keep references.
struct Sources {
  SystemClock clock;
  SystemRandom random;
  IdSource ids{clock};
};

}  // namespace

/// Members are in starting order; they are destroyed, and so stopped, in reverse.
class Daemon::Impl {
 public:
  Impl(const SiteConfig& config, int listening, std::unique_ptr<Sources> sources,
       std::shared_ptr<const domain::Profile> profile, std::unique_ptr<privacy::Vault> vault,
       std::unique_ptr<storage::Store> store, audit::SigningKey key)
      : config_(config),
        profile_text_(content_of(config.profile)),
        sources_(std::move(sources)),
        vault_(std::move(vault)),
        store_(std::move(store)),
        keys_(*vault_),
        masker_(config.masking),
        audit_key_(std::move(key)),
        trail_(audit_key_, clock_, random_),
        alarms_(*store_, trail_),
        anchor_(*store_, trail_, alarms_, clock_, anchor_places(config)),
        scrub_(*store_, trail_, alarms_, config.data_directory + "/audit.scrub"),
        blob_scrub_(*store_, alarms_, clock_, config.data_directory + "/blobs.scrub"),
        events_(*store_, clock_),
        context_{.store = *store_,
                 .vault = *vault_,
                 .keys = keys_,
                 .masker = masker_,
                 .trail = trail_,
                 .events = events_,
                 .ids = ids_,
                 .clock = clock_,
                 .random = random_,
                 .profile = std::move(profile)},
        accounts_(
            *store_, trail_, ids_, clock_, random_,
            {.state_directory = config.data_directory,
             .password_cost = {},
             .access = context_.profile->access,
             .keyed_hash =
                 [this](ByteView bytes) { return vault_->keyed_hash(privacy::IndexPurpose::kSession, bytes); },
             .on_cannot_own = [this](storage::Tx& tx, const desk::Actor& actor,
                                     UserId owner) { return desk::give_back_tickets(context_, tx, actor, owner); }}),
        audit_service_(*store_, trail_, clock_),
        ticket_query_(*store_, *vault_, clock_),
        ticket_files_(context_),
        stored_channels_(context_),
        delivery_(context_),
        intake_(context_),
        clock_keeper_(context_),
        upload_keeper_(context_),
        supervisor_(supervisor_options(config), {intake_, delivery_, stored_channels_}, clock_, random_),
        channel_query_(context_, supervisor_),
        channel_service_(context_, supervisor_, &intake_),
        plugin_service_(context_, supervisor_),
        site_watch_(config, *store_, clock_, scheduler_),
        desk_{.context = context_,
              .accounts = accounts_,
              .tickets = ticket_query_,
              .files = ticket_files_,
              .channel_query = channel_query_,
              .channels = channel_service_,
              .plugins = plugin_service_,
              .audit = audit_service_,
              .runtime = supervisor_,
              .version = kVersion,
              .started_at = clock_.now(),
              .trail_guard = {.anchor = &anchor_, .alarms = &alarms_, .scrub = &scrub_, .blobs = &blob_scrub_},
              .machine = site_watch_.parts()},
        services_{.desk = desk_, .store = *store_, .clock = clock_},
        backup_(context_, {.data_directory = config.data_directory,
                           .folder = config.backup_directory,
                           .passphrase_file = config.backup_passphrase_file,
                           .keep = config.backup_keep,
                           .version = kVersion}),
        server_(server_options(config, listening, random_), services_),
        scheduler_(clock_),
        pulse_(clock_) {
    trail_.set_policy(context_.profile->version);
  }

  ~Impl() { stop(); }

  Result<void> start(const SiteConfig& config);
  void stop();
  void reload(const SiteConfig& config);
  [[nodiscard]] bool is_alive() const { return pulse_.is_alive(kMostSilence); }
  [[nodiscard]] std::string base_url() const { return server_.base_url(); }

 private:
  Result<void> load_zone();
  Result<void> record_restore(const SiteConfig& config);
  void plan_duties();
  void watch_parts();

  std::mutex config_mutex_;         ///< guards config_ once started, and lets one reload run at a time
  SiteConfig config_;               ///< in effect
  const std::string profile_text_;  ///< of the file that the profile was read from
  std::unique_ptr<Sources> sources_;
  SystemClock& clock_ = sources_->clock;
  SystemRandom& random_ = sources_->random;
  IdSource& ids_ = sources_->ids;
  std::unique_ptr<privacy::Vault> vault_;  // before the store, whose rows' sums it makes
  std::unique_ptr<storage::Store> store_;
  privacy::KeyRing keys_;
  privacy::Masker masker_;
  audit::SigningKey audit_key_;
  audit::Trail trail_;
  audit::Alarms alarms_;
  audit::Anchor anchor_;
  audit::Scrub scrub_;
  audit::BlobScrub blob_scrub_;
  bool started_ = false;  ///< the trail was found whole; only then may it be signed
  desk::EventFeed events_;
  desk::Context context_;
  desk::AccountService accounts_;
  desk::AuditService audit_service_;
  desk::TicketQuery ticket_query_;
  desk::TicketFiles ticket_files_;
  desk::StoredChannels stored_channels_;
  desk::Delivery delivery_;
  desk::Intake intake_;
  desk::ClockKeeper clock_keeper_;
  desk::UploadKeeper upload_keeper_;
  channels::Supervisor supervisor_;
  desk::ChannelQuery channel_query_;
  desk::ChannelService channel_service_;
  desk::PluginService plugin_service_;
  SiteWatch site_watch_;
  desk::Desk desk_;
  api::Services services_;
  BackupService backup_;
  api::Server server_;
  Scheduler scheduler_;
  std::unique_ptr<ControlServer> control_;
  Pulse pulse_;
  std::optional<EndNote> end_note_;
};

Result<void> Daemon::Impl::start(const SiteConfig& config) {
  FD_TRY(go_on_with(ids_, *store_));
  if (auto checked = anchor_.check(); !checked) return std::move(checked).error().context("check the audit trail");
  if (auto checked = scrub_.check_people(); !checked) return std::move(checked).error().context("check the accounts");
  FD_TRY(unless_full(scrub_.step(), "check the rows"));
  FD_TRY(unless_full(blob_scrub_.check_at_start(), "check the stored files"));
  FD_TRY(load_zone());
  FD_TRY(site_watch_.begin());
  FD_TRY(unless_full(record_restore(config), "record the restore"));
  FD_TRY(unless_full(anchor_.sign(), "sign the audit trail"));
  if (auto started = accounts_.start(); !started) return std::move(started).error().context("open the accounts");
  auto note = EndNote::begin(config.data_directory + "/last_end");
  if (!note) return std::move(note).error().context("note how this life ends");
  end_note_ = std::move(*note);
  if (auto started = intake_.start(end_note_->last_end()); !started)
    return std::move(started).error().context("take up the journal");
  FD_TRY(unless_full(plugin_service_.pin(), "pin the plugins"));
  if (auto started = supervisor_.start(); !started) return std::move(started).error().context("start the channels");
  FD_TRY(set_up_from_file(config.bootstrap, desk_));
  if (auto started = server_.start(); !started) return std::move(started).error().context("start the web server");
  control_ = std::make_unique<ControlServer>(
      make_commands({.desk = desk_, .intake = intake_, .backup = backup_, .base_url = server_.base_url()}));
  if (auto started = control_->start(config.socket); !started)
    return std::move(started).error().context("open the command socket");
  plan_duties();
  site_watch_.plan(scheduler_);
  scheduler_.start();
  watch_parts();
  pulse_.start();
  started_ = true;
  return {};
}

void Daemon::Impl::stop() {
  pulse_.stop();
  scheduler_.stop();
  backup_.stop();
  if (control_) control_->stop();
  // The server waits for its requests, and a connection test may take a minute.
  supervisor_.cancel_checks();
  server_.stop();
  supervisor_.stop();
  intake_.stop();
  if (end_note_) end_note_->stopped();
  // After a refused start the anchor must stay as it is.
  if (!std::exchange(started_, false)) return;
  if (auto done = anchor_.sign(true); !done)
    log_warning("the last checkpoint could not be signed", {{"error", done.error()}});
}

Result<void> Daemon::Impl::load_zone() {
  auto zone = store_->read([](storage::ReadTx& tx) { return storage::find_setting(tx, "shop.time_zone"); });
  if (!zone) return std::move(zone).error();
  context_.zone.set(*zone && is_known_zone((*zone)->value) ? (*zone)->value : desk::kDefaultZone);
  return {};
}

/// The trail that came back with a copy goes on with a record that says so.
Result<void> Daemon::Impl::record_restore(const SiteConfig& config) {
  const std::string copy = restored_copy(config.data_directory);
  if (copy.empty()) return {};
  FD_TRY(store_->write_and_wait([&](storage::Tx& tx) {
    return desk::record_act(trail_, tx, desk::Actor::command_line(),
                            {.action = "backup.restore",
                             .object_type = "backup",
                             .object_id = 0,
                             .reason = {},
                             .before = {},
                             .after = "{\"copy\":\"" + copy + "\"}"});
  }));
  forget_restored_copy(config.data_directory);
  return {};
}

void Daemon::Impl::reload(const SiteConfig& config) {
  const std::lock_guard lock(config_mutex_);
  auto changes = compare(config_, config);
  if (content_of(config_.profile) != profile_text_) changes.push_back({"content of " + config_.profile, false});
  set_log_level(config.log_level);
  config_.log_level = config.log_level;
  const auto reloaded = server_.reload_certificate(config.tls_certificate, config.tls_key);
  if (reloaded) {
    config_.tls_certificate = config.tls_certificate;
    config_.tls_key = config.tls_key;
  } else {
    log_error("the certificate could not be read again; the old one stays", {{"error", reloaded.error()}});
  }
  for (const ConfigChange& change : changes) {
    const bool applied = change.at_once && (reloaded || change.key == kLogLevelKey);
    if (applied)
      log_info("configuration applied", {{"key", change.key}});
    else
      log_warning("configuration changed, but needs a restart", {{"key", change.key}});
  }
}

void Daemon::Impl::plan_duties() {
  scheduler_.every(seconds(1), "clocks", [this]() -> Result<void> {
    auto marked = clock_keeper_.mark_breaches();
    if (!marked) return std::move(marked).error();
    return {};
  });
  scheduler_.every(seconds(5), "shop settings", [this] { return load_zone(); });
  scheduler_.every(seconds(10), "stranded items", [this] {
    intake_.take_up_stranded();
    return Result<void>();
  });
  scheduler_.every(seconds(60), "audit checkpoint", [this] { return anchor_.sign(); });
  scheduler_.every(seconds(30), "audit scrub", [this] { return scrub_.step(); });
  scheduler_.every(seconds(10), "stored files", [this] { return blob_scrub_.step(); });
  scheduler_.every(hours(24), "certificate", [this] {
    const std::lock_guard lock(config_mutex_);
    return server_.reload_certificate(config_.tls_certificate, config_.tls_key);
  });
  const auto delete_hourly = [this](const char* name, std::function<Result<void>()> duty) {
    scheduler_.every(hours(1), name, site_watch_.while_clock_holds(std::move(duty)));
  };
  delete_hourly("old events", [this] { return events_.prune(); });
  delete_hourly("unsent uploads", [this]() -> Result<void> {
    auto deleted = upload_keeper_.delete_unsent();
    if (!deleted) return std::move(deleted).error();
    return {};
  });
  delete_hourly("old request keys", [this] {
    return store_->write_and_wait(
        [&](storage::Tx& tx) { return storage::delete_request_keys_before(tx, clock_.now() - hours(24)); });
  });
}

void Daemon::Impl::watch_parts() {
  pulse_.watch("writer", [this] {
    // An error (a full disk) is an answer too: a restart would not help.
    (void)store_->write_and_wait([](storage::Tx&) -> Result<void> { return {}; }).ok();
    return true;
  });
  pulse_.watch("channels", [this] { return supervisor_.answers(); });
  pulse_.watch("scheduler", [this] { return clock_.monotonic() - scheduler_.last_turn() < kMostSilence / 2; });
}

Daemon::Daemon(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Daemon::~Daemon() = default;

Result<std::unique_ptr<Daemon>> Daemon::start(const SiteConfig& config, int listening) {
  set_log_level(config.log_level);
  auto profile = read_profile(config.profile);
  if (!profile.mistakes.empty()) {
    return Error{ErrorCode::kInvalid, to_text(config.profile, profile.mistakes.front())};
  }
  FD_TRY(check_listening(listening));
  FD_TRY(check_no_unfinished_restore(config.data_directory));
  FD_TRY(check_places(config));
  auto sources = std::make_unique<Sources>();
  if (::mkdir(config.data_directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return Error{ErrorCode::kIo, "cannot make the data directory " + config.data_directory};
  }
  auto vault = open_vault(config, sources->ids, sources->random);
  if (!vault) return std::move(vault).error();
  FD_TRY(copy_before_upgrade(config.data_directory, kVersion, **vault, sources->clock, sources->random));
  const auto row_hash = [keeper = vault->get()](ByteView row) {
    return keeper->keyed_hash(privacy::IndexPurpose::kRow, row);
  };
  auto store = storage::Store::open({.directory = config.data_directory, .row_hash = row_hash}, sources->clock);
  if (!store && store.error().code == ErrorCode::kUnavailable)
    return Error{ErrorCode::kUnavailable, "another program holds the database in " + config.data_directory + " (" +
                                              store.error().message + "); end it and start again, nothing was changed"};
  if (!store) return std::move(store).error().context("open the store in " + config.data_directory);
  FD_TRY(check_vault_key(**store, **vault, config.data_directory + "/vault.key", sources->clock.now()));
  auto key = audit::SigningKey::load_or_create(config.data_directory + "/audit.key");
  if (!key) return std::move(key).error().context("open the audit key");
  auto impl = std::make_unique<Impl>(config, listening, std::move(sources),
                                     std::make_shared<const domain::Profile>(std::move(profile.profile)),
                                     std::move(*vault), std::move(*store), std::move(*key));
  FD_TRY(impl->start(config));
  return std::unique_ptr<Daemon>(new Daemon(std::move(impl)));
}

std::string Daemon::base_url() const { return impl_->base_url(); }

bool Daemon::is_alive() const { return impl_->is_alive(); }

void Daemon::reload(const SiteConfig& config) { impl_->reload(config); }

}  // namespace frontdesk::app
