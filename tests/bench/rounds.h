// What a round of a benchmark cost, and the median of several.
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace frontdesk::bench {

struct Cost {
  double per_second = 0;
  double cpu_us = 0;  ///< of this process, all threads, per operation
};

class Stopwatch {
 public:
  [[nodiscard]] Cost cost(std::size_t operations) const {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    const auto count = static_cast<double>(operations);
    return {count / seconds, (processor_us() - start_us_) / count};
  }

 private:
  static double processor_us() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return 1e6 * static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
  }
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double start_us_ = processor_us();
};

class Rounds {
 public:
  void add(Cost cost) {
    rates_.push_back(cost.per_second);
    costs_.push_back(cost.cpu_us);
  }
  [[nodiscard]] Cost median() const { return {middle(rates_), middle(costs_)}; }
  [[nodiscard]] std::size_t count() const { return rates_.size(); }

 private:
  static double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
  }
  std::vector<double> rates_;
  std::vector<double> costs_;
};

/// `ratio` is of rates, `cpu_ratio` of processor time (floor's by product's): the steadier one on a busy machine.
inline void print_ratio(const char* bench, const Rounds& product, const Rounds& floor, double goal) {
  const Cost made = product.median(), least = floor.median();
  std::printf(
      "{\"bench\":\"%s\",\"rounds\":%zu,\"product\":%.0f,\"floor\":%.0f,\"ratio\":%.3f,\"goal\":%.2f,"
      "\"product_cpu_us\":%.1f,\"floor_cpu_us\":%.1f,\"cpu_ratio\":%.3f}\n",
      bench, product.count(), made.per_second, least.per_second, made.per_second / least.per_second, goal, made.cpu_us,
      least.cpu_us, least.cpu_us / made.cpu_us);
  std::fflush(stdout);
}

}  // namespace frontdesk::bench
