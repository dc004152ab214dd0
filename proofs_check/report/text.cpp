#include <cstdarg>
#include <cstdio>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/replay/replay_layer.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

__attribute__((format(printf, 1, 2))) std::string format(const char* pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  char buffer[512];
  std::vsnprintf(buffer, sizeof buffer, pattern, arguments);
  va_end(arguments);
  return buffer;
}

// One line of the report: a word, and what is to be said of it.
void line(std::string& text, const char* word, const std::string& what) {
  text += format("  %-15s ", word) + what + "\n";
}

std::string plural(Index count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string range_words(const CodeRange& range) {
  if (!range.min && !range.max) return "unbounded codes";
  return "codes " + (range.min ? std::to_string(*range.min) : "") + ".." +
         (range.max ? std::to_string(*range.max) : "");
}

const char* order_words(const Case& c) {
  const Order natural = reference::natural_order(c.in);
  if (c.order == natural) return "natural order";
  return c.order == reference::act_order(replay_hessian<double>(c, {natural, 0})) ? "act-order"
                                                                                  : "explicit order";
}

std::string layer_words(const Case& c) {
  Index dead = 0;
  for (const bool d : c.dead) dead += d;
  std::string words = format("%td x %td (out x in), ", c.out, c.in) + plural(c.grid.groups, "group") + ", " +
                      range_words(c.grid.range) + ", ";
  words += order_words(c);
  if (dead > 0) words += ", " + plural(dead, "dead input");
  words +=
      std::string(", ") + name_of(assumed_arithmetic(c)) + (c.arithmetic ? "" : " (assumed: none declared)");
  return words;
}

std::string headline(const Case& c, const Judgement& j) {
  const std::string all = std::to_string(c.out * c.in);
  switch (j.verdict) {
    case RunVerdict::conforms:
      return "all " + all + " decisions are those of GPTQ (nearest plane)";
    case RunVerdict::degraded:
      return "no decision is wrong, but not all can be told: " + j.reason;
    case RunVerdict::fails:
      return format("%td of %s decisions are wrong, in ", j.wrong, all.c_str()) +
             plural(j.wrong_rows, "row") + " and " + plural(j.wrong_columns, "column");
    case RunVerdict::undecided:
      break;
  }
  return format("%td of %s decisions could not be told: ", j.undecided, all.c_str()) + j.reason;
}

std::string decision_counts(const Judgement& j) {
  std::string words = format("%td exact, %td tie, %td explained by rounding, %td wrong, %td undecided",
                             j.exact, j.tie, j.explained, j.wrong, j.undecided);
  if (j.explained_by_stored_scale > 0)
    words +=
        format("; of the explained, %td by the rounding of the stored scale", j.explained_by_stored_scale);
  return words;
}

std::string where(const Decision& d) {
  return format("row %td, column %td (step %td)", d.row, d.column, d.step);
}

std::string next_step(const Report& report) {
  const Judgement& j = report.judgement;
  switch (j.verdict) {
    case RunVerdict::conforms:
      return "nothing to do";
    case RunVerdict::degraded:
      return "raise the damping, or quantize in a wider arithmetic and declare it";
    case RunVerdict::fails:
      if (report.cause) return report.cause->advice;
      return "replay that row up to that step: all decisions before it in this order are right, so the "
             "target, the "
             "division by the scale, or the clamp is not";
    case RunVerdict::undecided:
      if (report.cause) return report.cause->advice;
      break;
  }
  return j.outside > 0 ? "raise the damping, or declare the arithmetic the factor was really computed in"
                       : "nothing is known of this layer; a part of it within the limit can be judged";
}

}  // namespace

std::string text_report(const Report& report) {
  const Case& c = report.subject;
  const Judgement& j = report.judgement;
  std::string text = c.name + "\n";
  text += format("  %-15s ", name_of(j.verdict)) + headline(c, j) + "\n";
  line(text, "layer", layer_words(c));
  line(text, "decisions", decision_counts(j));
  if (j.loss && j.bound) {
    line(text, "clipped",
         plural(j.clipped, "decision") + (j.clipped > 0 ? ", so the bound need not hold" : ""));
    line(text, "loss", format("%.6g, %.4f of the bound %.6g", *j.loss, *j.loss / *j.bound, *j.bound));
  }
  if (j.max_excess) {
    std::string words = format("%.3g steps at ", j.max_excess->excess) + where(*j.max_excess);
    if (j.resolution > 0) words += format("; rounding explains up to %.3g in places", j.resolution);
    line(text, "largest excess", words);
  }
  if (j.first_wrong) {
    const Decision& d = *j.first_wrong;
    line(text, "first wrong",
         where(d) + format(": target %.9g, code %td, right code %td; %.3g steps beyond the box", d.target,
                           d.code, d.expected, d.excess));
  }
  if (report.cause)
    line(text, "cause", "fits the box criterion " + report.cause->words);
  else if (j.first_wrong)
    line(text, "cause", "none of the known dialects fits");
  for (const std::string& name : c.ignored) line(text, "ignored", name);
  line(text, "next", next_step(report));
  return text;
}

}  // namespace quantcheck::check
