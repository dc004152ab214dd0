// The reports of a run: for people and for programs.
#pragma once

#include <string>

#include <quantcheck/bench/results.h>

namespace quantcheck::bench {

/// Aligned tables: the machine's limits, then each kernel with its time, rate, and share of its limit.
std::string text_report(const Results& results);

/// The kernels on the most threads as a table in Markdown, with the machine it was measured on.
std::string markdown_report(const Results& results);

/// One object, schema "quantcheck-bench/1": everything in the tables, and every single time.
std::string json_report(const Results& results);

/// A plot of the share of the limit against the size, of square layers.
std::string svg_plot(const Results& results);

/// What the judged and the compared layers come to: 1 if one fails, else 2 if of one there are no codes, else
/// 3 if one is undecided or degraded, else 0.
int exit_status_of(const Results& results);

/// A library's verdict for one layer: a line, also where it gave no codes; all that the judge says where it
/// does not conform.
std::string judged_text(const std::string& library, const JudgedResult& judged);

}  // namespace quantcheck::bench
