#include <quantcheck/proofs_check/diagnose/scales/scale_roundings.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <set>
#include <utility>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

// A binary format: significands of `precision` bits, and no finer steps than those at 2^least_exponent.
struct ScaleFormat {
  const char* id;
  const char* many;  // its numbers
  int precision;
  int least_exponent;
};

constexpr int unlimited = -2000;
constexpr std::array formats{
    ScaleFormat{"f16", "float16 numbers", 11, -14}, ScaleFormat{"bf16", "bfloat16 numbers", 8, -126},
    ScaleFormat{"e4m3", "e4m3 numbers", 4, -6}, ScaleFormat{"power-of-two", "powers of two", 1, unlimited}};
constexpr ScaleFormat e4m3_times_factor{"e4m3", "e4m3 numbers", 4, unlimited};

// A float32 product with a factor is so near to the exact one.
constexpr double factor_tolerance = 0x1p-22;
constexpr std::size_t enough_significands = 4;  // of scales, that a factor may be found from

struct NumberSteps {
  double value;  // the number of the format
  double below;  // the distances to its neighbours
  double above;
};

int top_exponent(const ScaleFormat& target, double x) {
  int exponent = 0;
  std::frexp(x, &exponent);  // x = f 2^exponent, 1/2 <= f < 1
  return std::max(exponent - 1, target.least_exponent);
}

// The number of the format within `off_by` of x > 0, relatively.
std::optional<NumberSteps> steps_at(const ScaleFormat& target, double x, double off_by) {
  const auto unit_at = [&](int exponent) { return std::ldexp(1.0, exponent - (target.precision - 1)); };
  const double finest = unit_at(top_exponent(target, x));
  const double value = std::nearbyint(x / finest) * finest;
  if (value == 0 || std::fabs(value - x) > off_by * x) return std::nullopt;
  const int top = top_exponent(target, value);  // which is greater where x was below a power of two
  const double unit = unit_at(top);
  const bool narrower_below = value == std::ldexp(1.0, top) && top > target.least_exponent;
  return NumberSteps{value, narrower_below ? unit / 2 : unit, unit};
}

std::pair<double, double> range_of(const NumberSteps& at, Direction direction) {
  switch (direction) {
    case Direction::nearest:
      return {1 - at.below / (2 * at.value), 1 + at.above / (2 * at.value)};
    case Direction::nearest_exponent:
      return {std::numbers::sqrt2 / 2, std::numbers::sqrt2};
    case Direction::down:
      return {1, 1 + at.above / at.value};
    case Direction::up:
      break;
  }
  return {1 - at.below / at.value, 1};
}

std::string words_of(const ScaleFormat& target, Direction direction) {
  if (direction == Direction::down) return std::string("the next ") + target.many + " below";
  if (direction == Direction::up) return std::string("the next ") + target.many + " above";
  return std::string("the nearest ") + target.many;
}

class Roundings {
 public:
  explicit Roundings(const Case& c) : c_(c), in_use_(groups_in_use(c)) {}

  // Adds the roundings to the format times a factor, if all scales are of it.
  void add(const ScaleFormat& target, double factor) {
    const double off_by = factor == 1 ? 0 : factor_tolerance;
    std::vector<NumberSteps> steps;
    steps.reserve(c_.grid.scale.size());
    for (std::size_t place = 0; place < c_.grid.scale.size(); ++place) {
      const std::optional<NumberSteps> at =
          steps_at(target, std::fabs(c_.grid.scale[place]) / factor, off_by);
      if (!at && used(place)) return;
      steps.push_back(at.value_or(NumberSteps{1, 0, 0}));
    }
    const std::string times = factor == 1 ? "" : format(" times one factor for all (%.6g)", factor);
    for (const Direction direction :
         {Direction::nearest, Direction::nearest_exponent, Direction::down, Direction::up}) {
      if (direction == Direction::nearest_exponent && target.precision > 1) continue;
      ScaleRounding rounding{target.id,
                             direction,
                             words_of(target, direction) + times,
                             std::string("rounded to ") + target.many + times,
                             {}};
      rounding.bounds.low.reserve(steps.size());
      rounding.bounds.high.reserve(steps.size());
      for (const NumberSteps& at : steps) {
        const auto [low, high] = range_of(at, direction);
        rounding.bounds.low.push_back(low);
        rounding.bounds.high.push_back(high);
      }
      found_.push_back(std::move(rounding));
    }
  }

  // The factor that makes e4m3 numbers of all scales, up to a power of two; 0 if there is none, or too few
  // different significands to tell.
  double factor_of_all() const {
    std::set<double> significands;
    double first = 0;
    for (std::size_t place = 0; place < c_.grid.scale.size(); ++place) {
      if (!used(place)) continue;
      int exponent = 0;
      significands.insert(std::frexp(std::fabs(c_.grid.scale[place]), &exponent));
      if (first == 0) first = std::fabs(c_.grid.scale[place]);
    }
    if (significands.size() < enough_significands) return 0;
    for (int significand = 8; significand < 16; ++significand) {
      const double factor = first / significand;
      const bool all = std::all_of(significands.begin(), significands.end(), [&](double each) {
        return steps_at(e4m3_times_factor, each / factor, factor_tolerance).has_value();
      });
      if (all) return factor;
    }
    return 0;
  }

  std::vector<ScaleRounding> found() && { return std::move(found_); }
  bool any() const { return !found_.empty(); }

 private:
  bool used(std::size_t place) const { return in_use_[place % static_cast<std::size_t>(c_.grid.groups)]; }

  const Case& c_;
  std::vector<bool> in_use_;
  std::vector<ScaleRounding> found_;
};

}  // namespace

std::vector<bool> groups_in_use(const Case& c) {
  std::vector<bool> in_use(static_cast<std::size_t>(c.grid.groups));
  for (const Index group : c.grid.group_index) in_use[group] = true;
  return in_use;
}

std::vector<ScaleRounding> possible_roundings(const Case& c) {
  Roundings roundings(c);
  for (const ScaleFormat& target : formats) roundings.add(target, 1);
  if (!roundings.any())
    if (const double factor = roundings.factor_of_all(); factor > 0) roundings.add(e4m3_times_factor, factor);
  return std::move(roundings).found();
}

}  // namespace quantcheck::check
