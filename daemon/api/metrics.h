// Metrics: what the server counts, in the text format of Prometheus (version 0.0.4).
//
// Labels are route patterns and words of ours, never values of requests: their number is bounded and they hold no
// personal data. Thread rule: any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace frontdesk::api {

class EventHub;
struct FrontCounts;
struct Services;

/// Builds an exposition text.
class MetricsText {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help);
  /// `labels` is empty or like `route="/x",method="GET"`.
  void sample(std::string_view name, std::string_view labels, double value);
  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  std::string out_;
};

class Metrics {
 public:
  /// One series per label text; the last is for requests that have no route.
  explicit Metrics(std::vector<std::string> route_labels);

  /// `route`: index of the label.
  void observe(std::size_t route, int status, Duration took);
  /// Other parts of the house add their figures when somebody asks. Before the first request only.
  void add_source(std::function<void(MetricsText&)> source) { sources_.push_back(std::move(source)); }

  [[nodiscard]] std::string expose() const;

 private:
  static constexpr std::array<double, 11> kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5};
  struct Series {
    std::array<std::atomic<std::uint64_t>, 6> by_class{};  // [2]: 2xx …
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
    std::atomic<std::uint64_t> microseconds{0};
  };

  std::vector<std::string> labels_;
  std::unique_ptr<Series[]> series_;
  std::vector<std::function<void(MetricsText&)>> sources_;
};

/// Connections, live streams and what was refused of them.
void expose_front(MetricsText& out, const FrontCounts& counts, const EventHub& hub);
/// Journal, outbox, channels by state, tickets by counter, the writer's backlog.
void expose_desk(MetricsText& out, const Services& services);
/// Resident and anonymous memory, threads and open descriptors of this process.
void expose_process(MetricsText& out);

}  // namespace frontdesk::api
