#include "api/metrics.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace frontdesk::api {

void MetricsText::family(std::string_view name, std::string_view type, std::string_view help) {
  out_.append("# HELP ").append(name).append(" ").append(help);
  out_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
}

void MetricsText::sample(std::string_view name, std::string_view labels, double value) {
  out_.append(name);
  if (!labels.empty()) out_.append("{").append(labels).append("}");
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(" ").append(digits.data(), end).append("\n");
}

Metrics::Metrics(std::vector<std::string> route_labels)
    : labels_(std::move(route_labels)), series_(std::make_unique<Series[]>(labels_.size())) {}

void Metrics::observe(std::size_t route, int status, Duration took) {
  Series& series = series_[std::min(route, labels_.size() - 1)];
  const auto relaxed = std::memory_order_relaxed;
  series.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, relaxed);
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  series.buckets[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(1, relaxed);
  series.microseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)), relaxed);
}

std::string Metrics::expose() const {
  MetricsText out;
  out.family("frontdesk_http_requests_total", "counter", "Requests answered, by route and class of status.");
  for (std::size_t i = 0; i < labels_.size(); ++i)
    for (std::size_t hundred = 1; hundred < 6; ++hundred)
      if (const auto count = series_[i].by_class[hundred].load(std::memory_order_relaxed); count > 0)
        out.sample("frontdesk_http_requests_total", labels_[i] + ",status=\"" + std::to_string(hundred) + "xx\"",
                   static_cast<double>(count));
  out.family("frontdesk_http_request_seconds", "histogram", "Time from the complete request to the complete answer.");
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    std::uint64_t total = 0;
    std::array<std::uint64_t, kBounds.size() + 1> counts{};
    for (std::size_t b = 0; b < counts.size(); ++b) total += counts[b] = series_[i].buckets[b].load();
    if (total == 0) continue;
    std::uint64_t sum = 0;
    for (std::size_t b = 0; b < counts.size(); ++b) {
      sum += counts[b];
      std::array<char, 32> digits{};
      const auto end = b < kBounds.size() ? std::to_chars(digits.data(), digits.data() + digits.size(), kBounds[b]).ptr
                                          : std::copy_n("+Inf", 4, digits.data());
      out.sample("frontdesk_http_request_seconds_bucket",
                 labels_[i] + ",le=\"" + std::string(digits.data(), end) + "\"", static_cast<double>(sum));
    }
    out.sample("frontdesk_http_request_seconds_sum", labels_[i], static_cast<double>(series_[i].microseconds) / 1e6);
    out.sample("frontdesk_http_request_seconds_count", labels_[i], static_cast<double>(total));
  }
  for (const auto& source : sources_) source(out);
  return out.text();
}

}  // namespace frontdesk::api
