#include <cmath>
#include <set>
#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/readings/readings.h>
#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

// Scales that are off by one factor: the exponent of a block scale is read with another bias, or the largest
// level is taken for another one.
void add_factors(const Case& c, std::vector<Dialect>& dialects) {
  const auto add = [&](const std::string& id, const std::string& words, double factor) {
    dialects.push_back(
        {{"scales:times-" + id, "if every scale is " + words + " the stored one",
          "compare how block scales are encoded, the bias of their exponents, and what the global scale is of",
          Half::grid},
         as_declared(c),
         [factor](const Case& given, std::span<const Index> rows) {
           Case read = some_rows(given, rows);
           for (double& scale : read.grid.scale) scale *= factor;
           return read;
         }});
  };
  for (const int power : {1, 2, 3, 4}) {
    const std::string times = std::to_string(1 << power);
    add(times, times + " times", std::ldexp(1.0, power));
    add("1/" + times, "1/" + times + " of", std::ldexp(1.0, -power));
  }
  add("-1", "minus", -1);
  const double largest =
      std::fabs(*std::ranges::max_element(c.grid.levels, {}, [](double level) { return std::fabs(level); }));
  if (!(largest > 0) || std::exp2(std::round(std::log2(largest))) == largest) return;
  add(format("%.6g", largest), format("%.6g times", largest), largest);
  add(format("1/%.6g", largest), format("1/%.6g of", largest), 1 / largest);
}

// The table without the levels that are no integers, which are taken for the least one that is: targets were
// rounded to integers.
void add_integers_alone(const Case& c, std::vector<Dialect>& dialects) {
  const auto is_integer = [](double level) { return level == std::nearbyint(level); };
  std::set<double> integers;
  for (const double level : c.grid.levels)
    if (is_integer(level)) integers.insert(level);
  if (integers.size() < 2 || std::ranges::all_of(c.grid.levels, is_integer)) return;
  for (Index row = 0; row < c.layer.out; ++row)
    for (const Code code : c.codes.row(row))
      if (!is_integer(c.grid.levels[code])) return;
  dialects.push_back(
      {{"levels:integers",
        "if the levels that are no integers are left out: targets were rounded to integers",
        "round to the levels of the table, not to integers", Half::grid},
       as_declared(c),
       [least = *integers.begin(), is_integer](const Case& given, std::span<const Index> rows) {
         Case read = some_rows(given, rows);
         for (double& level : read.grid.levels)
           if (!is_integer(level)) level = least;
         return read;
       }});
}

}  // namespace

std::vector<Dialect> table_readings(const Case& c) {
  std::vector<Dialect> dialects;
  if (c.grid.levels.empty()) return dialects;
  add_factors(c, dialects);
  add_integers_alone(c, dialects);
  return dialects;
}

}  // namespace quantcheck::check
