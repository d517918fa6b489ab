// Plugins and channels: the administrator's side of the desk.
#include "api/backend.h"
#include "api/fields.h"
#include "api/routes/read_request.h"
#include "api/routes/routes.h"
#include "api/routes/write_json.h"
#include "desk/channel/service.h"
#include "desk/limits.h"
#include "desk/plugin/service.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kConfigBody = 256 * 1024;

Response channel_answer(int status, const desk::ChannelView& channel) {
  json::Writer out;
  write_channel(out, channel);
  return json_answer(status, out.take());
}

Response get_plugins(Backend& backend, const Call& call) {
  auto plugins = backend.services.plugins.list(call.actor);
  if (!plugins) return fail(call, std::move(plugins).error());
  return json_answer(200, list_json(*plugins, "", write_plugin));
}

Response post_approval(Backend& backend, const Call& call) {
  Fields body(call.body);
  const std::string expected = body.optional_text("library_sha256", 64).value_or("");
  if (auto problem = body.problem()) return fail(call, *problem);
  auto approved = backend.services.plugins.approve(call.actor, call.arguments.at(0), expected);
  if (!approved) return fail(call, std::move(approved).error());
  json::Writer out;
  write_plugin(out, *approved);
  return json_answer(200, out.take());
}

Response get_channels(Backend& backend, const Call& call) {
  auto channels = backend.services.channel_query.list(call.actor);
  if (!channels) return fail(call, std::move(channels).error());
  return json_answer(200, list_json(*channels, "", write_channel));
}

Response post_channel(Backend& backend, const Call& call) {
  Fields body(call.body);
  const std::string plugin = body.text("plugin", 200);
  const std::string name = body.text("name", desk::kMostChannelNameCharacters);
  const json::Value* config = body.object("config");
  body.require("config");
  if (auto problem = body.problem()) return fail(call, *problem);
  auto added = backend.services.channels.add(call.actor, plugin, name,
                                             config != nullptr ? *config : json::Value(json::Object{}));
  if (!added) return fail(call, std::move(added).error());
  return channel_answer(201, *added);
}

Response get_channel(Backend& backend, const Call& call) {
  auto id = argument_id<ChannelId>(call);
  if (!id) return fail(call, std::move(id).error());
  auto channel = backend.services.channel_query.find(call.actor, *id);
  if (!channel) return fail(call, std::move(channel).error());
  return channel_answer(200, *channel);
}

/// 412 with the present version when somebody was faster.
Problem channel_problem(Backend& backend, const Call& call, ChannelId id, Error error) {
  Problem problem(std::move(error));
  if (problem.error.key != "error.version") return problem;
  problem.status = 412;
  if (auto now = backend.services.channel_query.find(call.actor, id)) problem.current_version = now->version;
  return problem;
}

Response patch_channel(Backend& backend, const Call& call) {
  auto id = argument_id<ChannelId>(call);
  if (!id) return fail(call, std::move(id).error());
  Fields body(call.body);
  desk::ChannelChange change;
  change.name = body.optional_text("name", desk::kMostChannelNameCharacters);
  if (const json::Value* config = body.object("config")) change.config = *config;
  change.enabled = body.optional_flag("enabled");
  if (auto problem = body.problem()) return fail(call, *problem);
  std::int64_t version = 0;
  if (auto problem = read_if_match(call.request, version)) return fail(call, *problem);
  auto changed = backend.services.channels.change(call.actor, *id, version, change);
  if (changed) return channel_answer(200, *changed);
  return fail(call, channel_problem(backend, call, *id, std::move(changed).error()));
}

Response delete_channel(Backend& backend, const Call& call) {
  auto id = argument_id<ChannelId>(call);
  if (!id) return fail(call, std::move(id).error());
  std::int64_t version = 0;
  if (auto problem = read_if_match(call.request, version)) return fail(call, *problem);
  auto done = backend.services.channels.remove(call.actor, *id, version);
  if (!done) return fail(call, channel_problem(backend, call, *id, std::move(done).error()));
  Response response;
  response.status = 204;
  return response;
}

Response post_check(Backend& backend, const Call& call) {
  Fields body(call.body);
  const std::string plugin = body.text("plugin", 200);
  const json::Value* config = body.object("config");
  body.require("config");
  const auto existing = body.optional_id("channel_id");
  if (auto problem = body.problem()) return fail(call, *problem);
  auto outcome =
      backend.services.channels.check(call.actor, plugin, config != nullptr ? *config : json::Value(json::Object{}),
                                      existing ? std::optional(ChannelId{*existing}) : std::nullopt);
  if (!outcome) return fail(call, std::move(outcome).error());
  json::Writer out;
  write_check(out, *outcome);
  return json_answer(200, out.take());
}

Response post_poll(Backend& backend, const Call& call) {
  auto id = argument_id<ChannelId>(call);
  if (!id) return fail(call, std::move(id).error());
  if (auto problem = Fields(call.body).problem()) return fail(call, *problem);
  if (auto done = backend.services.channels.poll_now(call.actor, *id); !done)
    return fail(call, std::move(done).error());
  return json_answer(202, "{}");
}

Response get_ledger(Backend& backend, const Call& call) {
  auto id = argument_id<ChannelId>(call);
  if (!id) return fail(call, std::move(id).error());
  auto page = backend.services.channel_query.ledger(call.actor, *id, call.request.parameter("fate"),
                                                    page_limit(call.request), call.request.parameter("after"));
  if (!page) return fail(call, std::move(page).error());
  return json_answer(200, list_json(page->items, page->next, write_ledger_row));
}

}  // namespace

void add_channel_routes(std::vector<Route>& routes) {
  const auto see = Permission::kSeeChannels;
  const auto run = Permission::kRunChannels;
  const Payload config = Payload::json(kConfigBody);
  routes.emplace_back(Method::kGet, "/api/v1/plugins", run, Payload::none(), get_plugins);
  routes.emplace_back(Method::kPost, "/api/v1/plugins/{id}/approval", run, Payload::json(1024), post_approval);
  routes.emplace_back(Method::kGet, "/api/v1/channels", see, Payload::none(), get_channels);
  routes.emplace_back(Method::kPost, "/api/v1/channels", run, config, post_channel);
  routes.emplace_back(Method::kPost, "/api/v1/channels/check", run, config, post_check);
  routes.emplace_back(Method::kGet, "/api/v1/channels/{id}", see, Payload::none(), get_channel);
  routes.emplace_back(Method::kPatch, "/api/v1/channels/{id}", run, config, patch_channel);
  routes.emplace_back(Method::kDelete, "/api/v1/channels/{id}", run, Payload::none(), delete_channel);
  routes.emplace_back(Method::kPost, "/api/v1/channels/{id}/poll", run, Payload::json(1024), post_poll);
  routes.emplace_back(Method::kGet, "/api/v1/channels/{id}/ledger", see, Payload::none(), get_ledger);
}

}  // namespace frontdesk::api
