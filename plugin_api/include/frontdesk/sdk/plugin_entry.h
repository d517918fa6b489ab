// Turns a sdk::Channel into the C interface: FRONTDESK_PLUGIN(MyChannel) defines the one exported function.
//
// The manifest is the text that frontdesk_add_plugin() embeds as `frontdesk_plugin_manifest`. A capability is offered
// exactly when the class overrides its function. No exception passes the boundary.
#pragma once

#include <frontdesk/plugin.h>
#include <frontdesk/sdk/channel.h>

#include <exception>
#include <memory>
#include <new>
#include <type_traits>

/// Made by frontdesk_add_plugin() from manifest.json.
extern "C" const char frontdesk_plugin_manifest[];
extern "C" const unsigned long frontdesk_plugin_manifest_size;

namespace frontdesk::sdk::detail {

template <class Override, class Base>
inline constexpr bool kOverrides = !std::is_same_v<Override, Base>;

template <class MyChannel>
class Bridge {
 public:
  static fdk_status create(const fdk_host* host, const fdk_channel** channel) {
    try {
      auto bridge = std::make_unique<Bridge>(host);
      *channel = &bridge.release()->table_;
      return FDK_OK;
    } catch (...) {
      return FDK_INTERNAL;
    }
  }

  explicit Bridge(const fdk_host* host) : services_(host), channel_(services_) {
    table_ = made<fdk_channel>();
    table_.self = this;
    table_.open = open;
    table_.close = close;
    table_.destroy = destroy;
    if constexpr (kOverrides<decltype(&MyChannel::check), decltype(&Channel::check)>) table_.check = check;
    if constexpr (kOverrides<decltype(&MyChannel::poll), decltype(&Channel::poll)>) table_.poll = poll;
    if constexpr (kOverrides<decltype(&MyChannel::run), decltype(&Channel::run)>) table_.run = run;
    if constexpr (kOverrides<decltype(&MyChannel::on_http), decltype(&Channel::on_http)>) table_.on_http = on_http;
    if constexpr (kOverrides<decltype(&MyChannel::send), decltype(&Channel::send)>) table_.send = send;
    if constexpr (kOverrides<decltype(&MyChannel::lookup_send), decltype(&Channel::lookup_send)>) {
      table_.lookup_send = lookup_send;
    }
    if constexpr (kOverrides<decltype(&MyChannel::fetch_attachment), decltype(&Channel::fetch_attachment)>) {
      table_.fetch_attachment = fetch_attachment;
    }
    table_.get_extension = [](void*, fdk_str) -> const void* { return nullptr; };
  }

 private:
  static MyChannel& of(void* self) { return static_cast<Bridge*>(self)->channel_; }

  /// Runs `work`; an exception becomes kInternal.
  template <class Work>
  static fdk_status guarded(const fdk_problem_sink* problem, Work work) noexcept {
    try {
      return work();
    } catch (const std::bad_alloc& failure) {
      return thrown(problem, "out_of_memory", "The plugin needs more memory than its host may have.", failure.what());
    } catch (const std::exception& failure) {
      return thrown(problem, "exception", "The plugin failed unexpectedly.", failure.what());
    } catch (...) {
      return thrown(problem, "exception", "The plugin failed unexpectedly.", "unknown exception");
    }
  }
  static fdk_status thrown(const fdk_problem_sink* problem, const char* code, const char* text,
                           const char* what) noexcept {
    try {
      return report(problem, {Status::kInternal, code, text, what, {}});
    } catch (...) {
      return FDK_INTERNAL;
    }
  }

  static fdk_status open(void* self, const fdk_open_request* request, const fdk_problem_sink* problem) {
    return guarded(problem, [&] {
      if (!static_cast<Bridge*>(self)->services_.complete()) {
        return report(problem, {Status::kUnsupported, "host_too_old", "The host lacks a service.", {}, {}});
      }
      const fdk_open_request from = read_struct(request);
      const auto done = of(self).open({view(from.instance_id), view(from.config), view(from.cursor), from.crashes});
      return done ? FDK_OK : report(problem, done.error());
    });
  }
  static void close(void* self, std::int64_t deadline) {
    guarded(nullptr, [&]() -> fdk_status {
      of(self).close(Monotonic(deadline));
      return FDK_OK;
    });
  }
  static void destroy(void* self) { delete static_cast<Bridge*>(self); }

  static fdk_status check(void* self, fdk_str config, const fdk_check_sink* sink) {
    return guarded(&sink->problem, [&] {
      const auto done =
          of(self).check(view(config), [&](const CheckStep& step) { sink->step(sink->ctx, &Flat(step).get()); });
      return done ? FDK_OK : report(&sink->problem, done.error());
    });
  }
  static fdk_status poll(void* self, const fdk_poll_request* request, fdk_poll_result* result,
                         const fdk_problem_sink* problem) {
    return guarded(problem, [&] {
      const fdk_poll_request from = read_struct(request);
      const auto done = of(self).poll({view(from.cursor), from.max_items, from.max_bytes, Monotonic(from.deadline)});
      if (!done) return report(problem, done.error());
      result->more = done->more ? 1 : 0;
      result->next_after = done->next_after.count();
      return fdk_status{FDK_OK};
    });
  }
  static fdk_status run(void* self, fdk_str cursor, const fdk_problem_sink* problem) {
    return guarded(problem, [&] {
      const auto done = of(self).run(view(cursor));
      return done ? FDK_OK : report(problem, done.error());
    });
  }
  static fdk_status on_http(void* self, const fdk_http_request* request, const fdk_http_sink* sink) {
    return guarded(&sink->problem, [&] {
      const auto done = of(self).on_http(own<HttpRequest>(read_struct(request)));
      if (!done) return report(&sink->problem, done.error());
      sink->respond(sink->ctx, &Flat(*done).get());
      return fdk_status{FDK_OK};
    });
  }
  static fdk_status tell(const Result<SendResult>& done, const fdk_send_sink* sink) {
    if (!done) return report(&sink->problem, done.error());
    sink->sent(sink->ctx, &Flat(*done).get());
    return FDK_OK;
  }
  static fdk_status send(void* self, const fdk_outbound* message, const fdk_send_sink* sink) {
    return guarded(&sink->problem, [&] { return tell(of(self).send(own<Outbound>(read_struct(message))), sink); });
  }
  static fdk_status lookup_send(void* self, fdk_str key, fdk_str message_key, const fdk_send_sink* sink) {
    return guarded(&sink->problem, [&] { return tell(of(self).lookup_send(view(key), view(message_key)), sink); });
  }
  static fdk_status fetch_attachment(void* self, fdk_str ref, const fdk_bytes_sink* content,
                                     const fdk_problem_sink* problem) {
    return guarded(problem, [&] {
      const auto done = of(self).fetch_attachment(view(ref));
      if (!done) return report(problem, done.error());
      content->put(content->ctx, bytes(*done));
      return fdk_status{FDK_OK};
    });
  }

  Services services_;
  MyChannel channel_;
  fdk_channel table_{};
};

template <class MyChannel>
const fdk_plugin_entry* entry(std::uint32_t host_abi_major, std::string_view manifest) {
  if (host_abi_major != FDK_ABI_MAJOR) return nullptr;
  static const fdk_plugin_entry kEntry = [&] {
    auto made_entry = made<fdk_plugin_entry>();
    made_entry.magic = FDK_MAGIC;
    made_entry.abi_major = FDK_ABI_MAJOR;
    made_entry.abi_minor = FDK_ABI_MINOR;
    made_entry.manifest = str(manifest);
    made_entry.create = Bridge<MyChannel>::create;
    return made_entry;
  }();
  return &kEntry;
}

}  // namespace frontdesk::sdk::detail

/// Once per plugin, at namespace scope: `Type` derives from sdk::Channel and has its constructor.
#define FRONTDESK_PLUGIN(Type)                                                                        \
  extern "C" FDK_EXPORT const fdk_plugin_entry* frontdesk_plugin_entry(uint32_t host_abi_major) {     \
    return ::frontdesk::sdk::detail::entry<Type>(                                                     \
        host_abi_major, std::string_view(frontdesk_plugin_manifest, frontdesk_plugin_manifest_size)); \
  }
