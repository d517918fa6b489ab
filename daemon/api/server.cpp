#include "api/server.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <utility>

#include "api/backend.h"
#include "api/description/description.h"
#include "api/door/gate.h"
#include "api/door/refusals.h"
#include "api/http/listener.h"
#include "api/http/tls.h"
#include "api/metrics.h"
#include "api/routes/routes.h"
#include "api/static_files.h"
#include "base/log.h"
#include "base/text.h"
#include "desk/account/service.h"
#include "desk/event_feed.h"

namespace frontdesk::api {

namespace {

std::string machine_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0' ? name.data() : "localhost";
}

constexpr std::chrono::hours kExpiryWarning{24 * 30};
constexpr json::Limits kBodyLimits{std::size_t{1} << 20, 32};

constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

struct Header {
  std::string_view name;
  std::string_view value;
};
constexpr std::array kSafeHeaders{
    Header{"Content-Security-Policy", kPagePolicy},
    Header{"X-Content-Type-Options", "nosniff"},
    Header{"Referrer-Policy", "same-origin"},
    Header{"Cross-Origin-Opener-Policy", "same-origin"},
    Header{"Cross-Origin-Resource-Policy", "same-origin"},
    Header{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    Header{"Cache-Control", "no-store"},
};

bool is_api(std::string_view path) {
  return path.starts_with("/api/") || path == "/api" || path == "/healthz" || path == "/readyz" || path == "/metrics";
}

bool is_json(std::string_view content_type) {
  return text::equals_ignoring_case(text::trim(content_type.substr(0, content_type.find(';'))), "application/json");
}

std::vector<std::string> route_labels(const Router& router) {
  std::vector<std::string> labels;
  for (const Route& route : router.routes())
    labels.push_back("route=\"" + std::string(route.pattern) + "\",method=\"" + std::string(to_text(route.method)) +
                     "\"");
  labels.emplace_back("route=\"other\",method=\"\"");
  return labels;
}

std::string joined(const std::vector<Method>& methods) {
  std::string out = "OPTIONS";
  for (const Method method : methods) {
    out.append(", ").append(to_text(method));
    if (method == Method::kGet) out.append(", HEAD");
  }
  return out;
}

}  // namespace

class Server::Impl final : public Application {
 public:
  Impl(ServerOptions options, Services& services);

  Result<void> start();
  void stop();
  [[nodiscard]] std::uint16_t port() const { return front_ ? front_->port() : 0; }
  [[nodiscard]] std::string base_url() const;
  Result<void> reload_certificate(const std::string& certificate, const std::string& key);

  void receive(RequestHead& head) override;
  Admission admit(const RequestHead& head) override;
  Response handle(const Request& request) override;
  Response refuse(int status, std::string_view why) override;

 private:
  Result<void> prepare_tls();
  [[nodiscard]] std::vector<std::string> own_names() const;
  [[nodiscard]] Result<TlsFiles> certificate_files(const std::string& certificate, const std::string& key) const;
  void note_certificate(const TlsFiles& files) const;
  std::string next_request_id();
  /// What is decided without the body.
  struct Pass {
    std::string id;  ///< of the request
    Router::Match match;
    std::shared_ptr<const desk::Session> session;
  };
  std::optional<Response> keep_out(const RequestHead& head, Pass& pass);
  Pass begin();
  /// A body may take its time; whoever signed out or was disabled meanwhile is no longer let in.
  [[nodiscard]] bool is_over(const Pass& pass) const;
  Response answer(const Request& request, const Pass& pass);
  std::optional<Problem> read_payload(const Request& request, const Route& route, json::Value& body) const;
  /// Counted, and with what every answer carries.
  Response closed(const Pass& pass, Duration began, Response response, bool secure);
  [[nodiscard]] Response finish(Response response, const std::string& id, bool secure) const;

  const ServerOptions options_;
  Services& services_;
  Router router_;
  Metrics metrics_;
  EventHub hub_;
  Backend backend_;
  Gate gate_;
  Refusals refusals_;
  StaticFiles files_;
  std::unique_ptr<TlsContext> tls_;
  std::atomic<bool> supplied_certificate_{false};  // by the administrator, so browsers accept it without a warning
  std::unique_ptr<Front> front_;
  const std::string id_prefix_;
  std::atomic<std::uint64_t> last_id_{0};
};

Server::Impl::Impl(ServerOptions options, Services& services)
    : options_(std::move(options)),
      services_(services),
      router_(all_routes()),
      metrics_(route_labels(router_)),
      hub_(options_.events, {[&services](std::int64_t after, std::size_t limit) {
                               return services.desk.context.events.since(after, limit);
                             },
                             [&services] { return services.desk.context.events.newest(); }}),
      backend_{services, hub_, metrics_, describe_interface(router_.routes()), SessionCookie(options_.base_path)},
      gate_(services.desk.accounts, {SessionCookie(options_.base_path), options_.metrics_token.clone(), own_names()}),
      refusals_(services.desk.audit, services.clock),
      files_(options_.web_root, options_.base_path),
      id_prefix_(std::to_string(services.clock.now().count() / 1000 % 100'000'000) + "-") {}

// What browsers may call this server by, the best name first; never empty. An address that stands for all of the
// machine's is no name.
std::vector<std::string> Server::Impl::own_names() const {
  std::vector<std::string> names = options_.host_names;
  const std::string& address = options_.front.address;
  names.push_back(address == "0.0.0.0" || address == "::" ? machine_name() : address);
  return names;
}

Result<TlsFiles> Server::Impl::certificate_files(const std::string& certificate, const std::string& key) const {
  if (!certificate.empty()) return TlsFiles{certificate, key};
  return ensure_self_signed(options_.state_directory, own_names(), services_.clock.now());
}

void Server::Impl::note_certificate(const TlsFiles& files) const {
  log_info("serving over TLS", {{"certificate", files.certificate}, {"sha256", tls_->fingerprint()}});
  if (tls_->expires_at() < services_.clock.now() + kExpiryWarning)
    log_warning("the certificate ends soon; renew it and reload",
                {{"certificate", files.certificate}, {"ends", to_rfc3339(tls_->expires_at())}});
}

Result<void> Server::Impl::prepare_tls() {
  if (!options_.tls && is_loopback_address(options_.front.address)) return {};
  auto files = certificate_files(options_.tls_certificate, options_.tls_key);
  if (!files) return std::move(files).error();
  auto loaded = TlsContext::load(*files);
  if (!loaded) return std::move(loaded).error();
  tls_ = std::move(*loaded);
  supplied_certificate_ = !options_.tls_certificate.empty();
  note_certificate(*files);
  return {};
}

Result<void> Server::Impl::reload_certificate(const std::string& certificate, const std::string& key) {
  if (!tls_) return {};
  auto files = certificate_files(certificate, key);
  if (!files) return std::move(files).error();
  const std::string before = tls_->fingerprint();
  FD_TRY(tls_->reload(*files));
  supplied_certificate_ = !certificate.empty();
  if (tls_->fingerprint() != before) note_certificate(*files);
  return {};
}

Result<void> Server::Impl::start() {
  FD_TRY(prepare_tls());
  if (auto started = hub_.start(); !started) return std::move(started).error().context("live events");
  services_.desk.accounts.on_sessions_ended([this] { hub_.recheck(); });
  services_.desk.context.events.on_announce([this] { hub_.wake(); });
  FrontOptions front = options_.front;
  front.speaks_for_many = [this](const std::string& address) { return options_.proxies.trusts(address); };
  front_ = std::make_unique<Front>(std::move(front), *this, services_.clock, tls_.get());
  metrics_.add_source([this](MetricsText& out) { expose_front(out, front_->counts(), hub_); });
  metrics_.add_source([this](MetricsText& out) { expose_desk(out, services_); });
  metrics_.add_source(expose_process);
  return front_->start();
}

void Server::Impl::stop() {
  if (!front_) return;
  services_.desk.context.events.on_announce({});
  services_.desk.accounts.on_sessions_ended({});
  hub_.stop();
  front_->stop();
}

std::string Server::Impl::base_url() const {
  const std::string& address = options_.front.address;
  const std::string name = is_loopback_address(address) ? address : own_names().front();
  const std::string host = name.find(':') == std::string::npos ? name : "[" + name + "]";
  return (tls_ ? "https://" : "http://") + host + ":" + std::to_string(port()) + options_.base_path;
}

std::string Server::Impl::next_request_id() { return id_prefix_ + std::to_string(++last_id_); }

Server::Impl::Pass Server::Impl::begin() { return {next_request_id(), {}, nullptr}; }

bool Server::Impl::is_over(const Pass& pass) const {
  return pass.session && !services_.desk.accounts.is_signed_in(pass.session->id);
}

std::optional<Response> Server::Impl::keep_out(const RequestHead& head, Pass& pass) {
  if (!gate_.is_asked_by_a_known_name(head))
    return to_response(Problem(421, ErrorCode::kForbidden,
                               "this desk is not known by that name; add it to listen.host_names", "error.host"),
                       pass.id);
  if (!is_api(head.path)) {
    if (head.method == Method::kGet || head.method == Method::kHead) return std::nullopt;
    Response response = to_response(Problem(405, ErrorCode::kInvalid, "pages are only read"), pass.id);
    response.set("Allow", "GET, HEAD");
    return response;
  }
  pass.match = router_.find(head.method, head.path);
  const Route* route = pass.match.route;
  if (route != nullptr) {
    if (auto problem = gate_.check(head, *route, pass.session)) {
      refusals_.kept_out(head, pass.match, pass.session.get(), *problem, pass.id);
      return to_response(*problem, pass.id);
    }
    return std::nullopt;
  }
  if (pass.match.allowed.empty())
    return to_response(Problem(404, ErrorCode::kNotFound, "there is no such address"), pass.id);
  Response response;
  response.status = 204;
  if (head.method != Method::kOptions)
    response = to_response(Problem(405, ErrorCode::kInvalid, "this address does not know the method"), pass.id);
  response.set("Allow", joined(pass.match.allowed));
  return response;
}

void Server::Impl::receive(RequestHead& head) {
  options_.proxies.resolve(head);
  // A proxy may pass the prefix on or take it off; both are understood.
  const std::string& base = options_.base_path;
  if (base.empty() || !head.path.starts_with(base)) return;
  if (head.path.size() == base.size())
    head.path = "/";
  else if (head.path[base.size()] == '/')
    head.path.erase(0, base.size());
}

Application::Admission Server::Impl::admit(const RequestHead& head) {
  const Duration began = services_.clock.monotonic();
  auto pass = std::make_shared<Pass>(begin());
  auto refusal = keep_out(head, *pass);
  const Route* route = pass->match.route;
  if (!refusal && route != nullptr && route->payload.kind == Payload::Kind::kJson &&
      !is_json(head.field("content-type")))
    refusal = to_response(Problem(415, ErrorCode::kInvalid, "the body must be application/json"), pass->id);
  if (!refusal) return {route != nullptr ? route->payload.limit : 0, std::nullopt, std::move(pass)};
  return {0, closed(*pass, began, std::move(*refusal), head.secure), nullptr};
}

Response Server::Impl::handle(const Request& request) {
  const Duration began = services_.clock.monotonic();
  if (const auto admitted = std::static_pointer_cast<const Pass>(request.pass); admitted && !is_over(*admitted))
    return closed(*admitted, began, answer(request, *admitted), request.secure);
  Pass pass = begin();
  auto refusal = keep_out(request, pass);
  return closed(pass, began, refusal ? std::move(*refusal) : answer(request, pass), request.secure);
}

Response Server::Impl::closed(const Pass& pass, Duration began, Response response, bool secure) {
  const std::size_t series = pass.match.route != nullptr ? pass.match.index : router_.routes().size();
  metrics_.observe(series, response.status, services_.clock.monotonic() - began);
  return finish(std::move(response), pass.id, secure);
}

Response Server::Impl::answer(const Request& request, const Pass& pass) {
  if (pass.match.route == nullptr) return files_.serve(request);
  Call call{request, {}, pass.session, pass.match.arguments, {}};
  if (call.session) call.actor = call.session->actor;
  if (!call.session) call.actor.kind = desk::Actor::Kind::kUser;  // nobody, with no right at all
  call.actor.address = request.peer;
  call.actor.request_id = pass.id;
  call.actor.user_agent = request.field("user-agent");
  if (auto problem = read_payload(request, *pass.match.route, call.body)) return to_response(*problem, pass.id);
  Response response = pass.match.route->handler(backend_, *pass.match.route, call);
  refusals_.answered(call, pass.match, response.status);
  return response;
}

std::optional<Problem> Server::Impl::read_payload(const Request& request, const Route& route, json::Value& body) const {
  if (route.payload.kind != Payload::Kind::kJson) return std::nullopt;
  body = json::Object{};
  if (request.body.empty()) return std::nullopt;
  json::Parsed parsed = json::parse(request.body, kBodyLimits);
  if (!parsed.value) return Problem(400, ErrorCode::kInvalid, "the body is not JSON: " + parsed.error, "error.json");
  if (!parsed.value->is_object())
    return Problem(400, ErrorCode::kInvalid, "the body must be a JSON object", "error.json");
  body = std::move(*parsed.value);
  return std::nullopt;
}

Response Server::Impl::refuse(int status, std::string_view why) {
  const std::string id = next_request_id();
  const ErrorCode code = status == 413 || status == 414 || status == 431 ? ErrorCode::kLimit
                         : status >= 500                                 ? ErrorCode::kInternal
                                                                         : ErrorCode::kInvalid;
  metrics_.observe(router_.routes().size(), status, Duration{0});
  const std::string key = status == 413 ? "error.too_large" : std::string();
  return finish(to_response(Problem(status, code, std::string(why), key), id), id, tls_ != nullptr);
}

Response Server::Impl::finish(Response response, const std::string& id, bool secure) const {
  for (const Header& header : kSafeHeaders)
    if (response.field(header.name).empty()) response.set(header.name, header.value);
  // Not with a self-signed certificate: browsers would then refuse the site for a year without a way around.
  if (secure && supplied_certificate_) response.set("Strict-Transport-Security", "max-age=31536000");
  response.set("X-Request-Id", id);
  return response;
}

Server::Server(ServerOptions options, Services& services)
    : impl_(std::make_unique<Impl>(std::move(options), services)) {}
Server::~Server() { stop(); }
Result<void> Server::start() { return impl_->start(); }
void Server::stop() { impl_->stop(); }
std::uint16_t Server::port() const { return impl_->port(); }
Result<void> Server::reload_certificate(const std::string& certificate, const std::string& key) {
  return impl_->reload_certificate(certificate, key);
}
std::string Server::base_url() const { return impl_->base_url(); }

}  // namespace frontdesk::api
