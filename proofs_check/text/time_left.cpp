#include <quantcheck/proofs_check/text/time_left.h>

#include <cmath>

namespace quantcheck::check {

void TimeLeft::report(double time, const std::string& stage, Index done, Index total) {
  if (stage != stage_ || total != total_ || done < done_) {
    stage_ = stage;
    began_ = time;
    done_at_first_ = done;
    total_ = total;
  } else if (done == done_) {
    return;
  }
  reported_ = time;
  done_ = done;
}

std::optional<double> TimeLeft::at(double time) const {
  constexpr double least = 1;
  const double took = reported_ - began_;
  if (done_ <= done_at_first_ || !(took >= least)) return std::nullopt;
  const double of_one = took / static_cast<double>(done_ - done_at_first_);
  const double left = of_one * static_cast<double>(total_ - done_) - (time - reported_);
  return left > 0 ? std::optional(left) : std::nullopt;
}

std::string duration_words(double seconds) {
  constexpr double minute = 60;
  constexpr double hour = 3600;
  const auto words = [](double count, const char* unit) {
    return std::to_string(static_cast<long long>(std::ceil(count))) + " " + unit;
  };
  if (seconds <= 2 * minute) return words(seconds, "s");
  if (seconds <= 2 * hour) return words(seconds / minute, "min");
  return words(seconds / hour, "h");
}

}  // namespace quantcheck::check
