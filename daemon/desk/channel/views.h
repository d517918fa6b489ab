// How channels, their ledger and plugins are shown outside.
#pragma once

#include <array>

#include "desk/channel/query.h"
#include "desk/channel/read_again.h"
#include "desk/plugin/approval.h"
#include "desk/use_case/ticket_link.h"
#include "desk/use_case/view.h"

namespace frontdesk::domain {

template <>
struct Words<desk::ChannelState> {
  static constexpr std::string_view kName = "ChannelState";
  static std::span<const std::string_view> all();
};
template <>
struct Words<desk::PluginTrust> {
  static constexpr std::string_view kName = "PluginTrust";
  static std::span<const std::string_view> all();
};

}  // namespace frontdesk::domain

namespace frontdesk::desk {

/// What may become of an item of the ledger.
std::span<const std::string_view> fate_words();

struct ChannelReason {
  std::string code;
  std::string text;
};

template <>
struct View<ChannelReason> {
  static constexpr std::string_view kName = "ChannelReason";
  template <class V>
  static void describe(V& v, const ChannelReason& reason) {
    v.text("code", reason.code);
    v.text("text", reason.text);
  }
};

struct ChannelCounters {
  const ChannelView& channel;
};

template <>
struct View<ChannelCounters> {
  static constexpr std::string_view kName = "ChannelCounters";
  template <class V>
  static void describe(V& v, const ChannelCounters& of) {
    v.number("received", of.channel.received);
    v.number("pending", of.channel.pending);
    v.number("failed", of.channel.failed);
    v.number("outbox", of.channel.outbox);
    v.number("unread", of.channel.unread);
  }
};

template <>
struct View<ChannelLink> {
  static constexpr std::string_view kName = "ChannelLink";
  template <class V>
  static void describe(V& v, const ChannelLink& link) {
    v.id("id", link.id);
    v.text("name", link.name);
  }
};

template <>
struct View<ChannelView> {
  static constexpr std::string_view kName = "Channel";
  static constexpr std::string_view kPageName = "ChannelPage";
  template <class V>
  static void describe(V& v, const ChannelView& channel) {
    v.id("id", channel.id);
    v.text("plugin", channel.plugin);
    v.text("name", channel.name);
    v.flag("enabled", channel.enabled);
    v.word("state", channel.state);
    v.optional("reason", channel.reason_code.empty()
                             ? std::nullopt
                             : std::optional(ChannelReason{channel.reason_code, channel.reason_text}));
    v.time("last_success_at", channel.last_success_at);
    v.time("next_poll_at", channel.next_poll_at);
    v.time("activated_at", channel.activated_at);
    v.tree("config", "Config", channel.config);
    v.number("version", channel.version);
    v.object("counters", ChannelCounters{channel});
    v.list("same_account", channel.same_account);
  }
};

template <>
struct View<LedgerRow> {
  static constexpr std::string_view kName = "LedgerRow";
  static constexpr std::string_view kPageName = "LedgerPage";
  template <class V>
  static void describe(V& v, const LedgerRow& row) {
    v.id("id", row.id);
    v.text("dedup_key", row.dedup_key);
    v.moment("received_at", row.received_at);
    v.one_of("fate", fate_words(), row.fate);
    v.optional("ticket", row.ticket.is_set() ? std::optional(TicketLink{row.ticket, row.ticket_number}) : std::nullopt);
    v.text("reason", row.reason);
    v.flag("can_be_read_again", row.can_be_read_again);
    v.time("asked_again_at", row.asked_again_at);
    v.time("tried_again_at", row.tried_again_at);
  }
};

template <>
struct View<ReadAgainRequest> {
  static constexpr std::string_view kName = "ReadAgainRequest";
  template <class V>
  static void describe(V& v, const ReadAgainRequest& request) {
    v.number("asked", request.asked);
    v.number("worked", request.worked);
    v.number("left", request.left);
  }
};

template <>
struct View<CheckStep> {
  static constexpr std::string_view kName = "CheckStep";
  static constexpr std::array<std::string_view, 3> kStates{"ok", "failed", "skipped"};
  template <class V>
  static void describe(V& v, const CheckStep& step) {
    v.text("name", step.name);
    v.one_of("state", kStates, step.state);
    v.text("code", step.code);
    v.text("text", step.text);
  }
};

template <>
struct View<CheckOutcome> {
  static constexpr std::string_view kName = "CheckOutcome";
  template <class V>
  static void describe(V& v, const CheckOutcome& outcome) {
    v.flag("ok", outcome.ok);
    v.list("steps", outcome.steps);
  }
};

struct ApprovalView {
  const PluginView& plugin;
};

template <>
struct View<ApprovalView> {
  static constexpr std::string_view kName = "PluginApproval";
  template <class V>
  static void describe(V& v, const ApprovalView& of) {
    v.word("state", of.plugin.trust);
    v.text("library_sha256", of.plugin.approved_library_sha256);
    v.text("version", of.plugin.approved_version);
    v.time("approved_at", of.plugin.approved_at);
  }
};

template <>
struct View<PluginView> {
  static constexpr std::string_view kName = "Plugin";
  static constexpr std::string_view kPageName = "PluginPage";
  template <class V>
  static void describe(V& v, const PluginView& view) {
    const PluginDescription& plugin = view.installed;
    const auto listed = [&](std::string_view member) {
      const json::Value* told = plugin.manifest.find(member);
      return told == nullptr ? json::Value(json::Array{}) : *told;
    };
    v.text("id", plugin.id);
    v.text("version", plugin.version);
    v.tree("names", "Localised", plugin.manifest.get("name"));
    v.tree("descriptions", "Localised", plugin.manifest.get("description"));
    v.tree("capabilities", "Texts", listed("capabilities"));
    v.tree("receive", "Texts", listed("receive"));
    v.tree("config_schema", "ConfigSchema", plugin.manifest.get("config_schema"));
    v.text("path", plugin.path);
    v.text("library_sha256", plugin.library_sha256);
    v.object("approval", ApprovalView{view});
    v.text("problem", view.problem);
  }
};

}  // namespace frontdesk::desk
