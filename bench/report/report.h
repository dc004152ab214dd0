// The reports of a run, for people and for programs.
#pragma once

#include <string>

#include <quantcheck/bench/results.h>

namespace quantcheck::bench {

/// A report in aligned tables: the machine's limits, then each kernel with its time, its rate, and its share
/// of its limit.
std::string text_report(const Results& results);

/// The kernels on the greatest number of threads as a table in Markdown, with the machine that was measured.
std::string markdown_report(const Results& results);

/// The schema of json_report.
inline constexpr const char* results_schema = "quantcheck-bench/1";

/// A JSON object of the schema "quantcheck-bench/1", with everything in the tables, every single time, and
/// the figures that --against compares with (figures.h).
std::string json_report(const Results& results);

/// An SVG plot of the share of the limit against the size, for square layers.
std::string svg_plot(const Results& results);

/// The exit status for the judged and the compared layers: 1 if one fails, else 2 if the library gave no
/// codes for one, else 3 if one is undecided or degraded, else 0.
int exit_status_of(const Results& results);

/// The verdict on a library's codes for one layer. It is one line where they conform, or where there are no
/// codes; else it is the judge's whole report.
std::string judged_text(const std::string& library, const JudgedResult& judged);

}  // namespace quantcheck::bench
