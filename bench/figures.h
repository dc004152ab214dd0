// The figures of a run that are kept in a file, and their comparison with those of another run.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/bench/timing.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::bench {

/// A part of a limit: so many times the seconds of another task of the same run.
struct LimitPart {
  std::string task;
  double times = 1;

  friend bool operator==(const LimitPart&, const LimitPart&) = default;
};

/// The time of a task, and what it is compared with in its own run.
struct Figure {
  std::string task;
  double seconds = 0;            // the median
  std::optional<double> spread;  // of the seconds, as timing.h defines it
  std::vector<LimitPart> limit;  // the limit is their sum; there are none for a limit of the machine itself

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// Adds the figure of a task, and of the tasks that its limit is made of, each of them once. Nothing is added
/// where one of them was not timed.
void add_figure(std::vector<Figure>& figures, const std::string& task, const std::vector<LimitPart>& limit,
                const Timings& timings);

/// An array with an object for each figure:
///     "task", "seconds",
///     "spread"   null where there is none,
///     "limit"    an array of objects with "task" and "times".
check::Json figures_json(const std::vector<Figure>& figures);

/// The figures in the text of a file that a benchmark wrote, whose schema is to be this. Throws Error, naming
/// the file, for what is no JSON, another schema, a file without figures, which programs wrote that did not
/// keep them yet, and for figures that make no sense: a time that is not above 0, a task that is there twice,
/// a limit that is not among the tasks.
std::vector<Figure> parse_figures(std::string_view text, const std::string& file, const std::string& schema);

/// Does the same with the file. Throws Error also where it cannot be read. No figures where the name is
/// empty.
std::vector<Figure> read_figures(const std::string& file, const std::string& schema);

/// A report of what changed against kept figures, which the file holds. What is compared are the ratios of
/// times to limits, each within its own run, so that a faster machine changes nothing; of the limits
/// themselves, the times. A figure changed if it differs by more than the spreads of all times that take
/// part, added like independent errors. What was timed less than three times has no spread, so that nothing
/// is said of it.
std::string compared_text(const std::vector<Figure>& now, const std::vector<Figure>& kept,
                          const std::string& file);

}  // namespace quantcheck::bench
