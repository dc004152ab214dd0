#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/judge/scale_evidence.h>
#include <quantcheck/proofs_check/report/findings.h>
#include <quantcheck/proofs_check/report/judgement_words.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/report/scale_words.h>
#include <quantcheck/proofs_check/report/summary.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/lines.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/known_levels.h>

namespace quantcheck::check {

namespace {

std::string range_words(const CodeRange& range) {
  if (!range.min && !range.max) return "unbounded codes";
  return "codes " + (range.min ? std::to_string(*range.min) : "") + ".." +
         (range.max ? std::to_string(*range.max) : "");
}

std::string grid_words(const Grid<double>& grid) {
  if (grid.levels.empty()) return range_words(grid.range) + (grid.offset.empty() ? "" : " with offsets");
  const auto is = [&](const auto& table) { return std::ranges::equal(grid.levels, table); };
  const std::string table = is(reference::e2m1_levels) ? "e2m1"
                            : is(reference::nf4_levels)
                                ? "NF4"
                                : format("a table of %td levels", std::ssize(grid.levels));
  return table + (grid.offset.empty() ? "" : " with offsets");
}

const char* order_words(OrderKind order) {
  if (order == OrderKind::natural) return "natural order";
  return order == OrderKind::act ? "act-order" : "explicit order";
}

std::string layer_words(const Case& c, const DeclaredFacts& facts) {
  std::string words = format("%td x %td (out x in), ", c.layer.out, c.layer.in) +
                      plural(c.grid.groups, "group") + ", " + grid_words(c.grid) + ", ";
  words += order_words(facts.order);
  if (facts.dead > 0) words += ", " + plural(facts.dead, "dead input");
  if (facts.dead_not_shown > 0)
    words +=
        format(" (of %td the hessian has GPTQ's 1 on its diagonal, which does not show that they were dead)",
               facts.dead_not_shown);
  return words + ", " + arithmetic_words(c);
}

std::string cause_words(const Report& report) {
  const auto& [cause, fits, may_be_luck, half, start] = report.diagnosis;
  if (!cause) return report.judgement.wrong >= dialect_evidence ? "none that is known was found to fit" : "";
  if (!fits) return cause->words;
  if (!may_be_luck) return "fits the box criterion " + cause->words;
  return "would be explained " + cause->words + "; that proves little, since it may fit by luck";
}

const char* half_words(Half half) {
  if (half == Half::grid) return "grid: scales, zeros, codes, groups or their layout";
  return half == Half::order ? "order: the columns were processed in another one"
                             : "hessian: the hessian, its damping or the feedback of errors";
}

// What to look at where no cause is named.
const char* advice_for(const std::optional<Half>& half) {
  if (half == Half::grid)
    return "compare scales, zeros, codes and groups to those of the quantizer: some decisions are wrong in the "
           "first column, whose target is the weight itself";
  if (half == Half::hessian)
    return "compare the hessian and its damping to those of the quantizer, then its feedback of errors: the first "
           "column is right in every row";
  return "replay that row up to that step: its earlier decisions are right by the codes as they are, so the "
         "target, the division by the scale or the clamp is not";
}

// Whether the scales are a mistake: those of a part of the columns, or too small for no rule's sake, where
// others lose less.
bool scales_to_mend(const Report& report) {
  if (!report.scales) return false;
  const ScaleFinding& scales = *report.scales;
  const std::optional<Interval>& loss = report.judgement.loss;
  const bool lose_less = scales.other && loss && scales.other->loss.high < loss->low;
  return scales.from_a_part() || (scales.clip() && lose_less);
}

Conclusion conclusion(const Report& report) {
  const Judgement& j = report.judgement;
  const std::string all = std::to_string(j.decisions.size());
  switch (j.verdict) {
    case RunVerdict::conforms:
      return {"all " + all + " decisions are those of " +
                  (report.subject.declared.rule == Rule::rtn ? "plain rounding" : "GPTQ (nearest plane)"),
              scales_to_mend(report)
                  ? "the codes are right for these scales; fit scales to all weights of each group, and "
                    "quantize again"
                  : next_of(report.findings)};
    case RunVerdict::degraded:
      return {"no decision is wrong, but " + reason_words(j.reason),
              j.advice.empty() ? "raise the damping, or quantize in a wider arithmetic and declare it"
                               : j.advice};
    case RunVerdict::fails:
      return {std::to_string(j.wrong) + " of " + all + " decisions are wrong, in " +
                  plural(j.wrong_rows, "row") + " and " + plural(j.wrong_columns, "column"),
              advice_for(report.diagnosis.half)};
    case RunVerdict::undecided:
      break;
  }
  return {
      std::to_string(j.undecided) + " of " + all + " decisions could not be told: " + reason_words(j.reason),
      j.advice.empty() ? "raise the damping, or declare the arithmetic that was really used" : j.advice};
}

std::string decision_counts(const Judgement& j) {
  std::string words = count_words(j);
  if (j.explained_by_stored_scale > 0)
    words +=
        format("; of the explained, %td by the rounding of the stored scale", j.explained_by_stored_scale);
  return words;
}

std::string stored_scale_words(const StoredScales& scales, Index outside) {
  return format(
      "moved by up to %.2g of the half unit that storing rounds by; %td decisions need it, "
      "at most %.3g are no surprise; the fit is worth %.3g bits, %g are needed",
      scales.moved, outside, scales.most_outside, scales.bits, evidence_needed);
}

std::string plain_rounding_words(const Judgement& j, int digits) {
  const double share = static_cast<double>(j.plain_rounding->same) / static_cast<double>(j.decisions.size());
  return "loses " + certain_words(j.plain_rounding->loss, digits) +
         format("; %.3g%% of the codes are its", 100 * share);
}

std::string where(const Decision& d) {
  return format("row %td, column %td (step %td)", d.row, d.column, d.step);
}

std::string distance_words(const Decision& d) {
  const char* unit = d.levels ? "gaps" : "scales";
  return std::isfinite(d.excess) ? format("%.3g %s", d.excess, unit)
                                 : format("2^%.1f %s", d.excess_log2, unit);
}

std::string first_wrong_words(const Decision& d) {
  const std::string target = where(d) + format(": target %.9g, at %.9g among the ", d.target, d.position);
  if (d.levels)
    return target +
           format("levels; code %td (%.9g), right code %td (%.9g); ", d.code, d.levels->front(), *d.expected,
                  d.levels->back()) +
           distance_words(d) + " beyond the cell";
  return target + format("codes; code %td, right code ", d.code) +
         (d.expected ? std::to_string(*d.expected) : "beyond 62 bits") + "; " + distance_words(d) +
         " beyond the box";
}

void add_scales(std::string& text, const Report& report) {
  if (!report.scales) return;
  line(text, "scales", scale_words(*report.scales));
  if (report.scales->declared) line(text, "declared rule", declared_scale_words(*report.scales));
  if (report.scales->other)
    line(text, "other scales",
         other_scale_words(*report.scales->other, report.scales->groups, report.digits));
}

}  // namespace

Summary summarize(const Report& report) {
  const Judgement& j = report.judgement;
  const Conclusion said = conclusion(report);
  return {report.subject.name,
          j.verdict,
          said.headline,
          j.wrong,
          j.decisions.size(),
          j.first_wrong ? first_wrong_words(*j.first_wrong) : "",
          cause_words(report),
          report.diagnosis.cause ? report.diagnosis.cause->advice : said.next,
          words_of(report.findings),
          report.diagnosis.half ? name_of(*report.diagnosis.half) : ""};
}

std::string text_report(const Report& report) {
  const Case& c = report.subject;
  const Judgement& j = report.judgement;
  const Summary said = summarize(report);
  std::string text = without_controls(c.name) + "\n";
  line(text, name_of(j.verdict), said.headline);
  line(text, "layer", layer_words(c, j.facts));
  line(text, "decisions", decision_counts(j));
  if (j.loss || j.ratio || j.outside > 0) {
    line(text, "clipped",
         plural(j.clipped, "decision") + (j.clipped > 0 ? ", so the bound need not hold" : ""));
    line(text, "loss", loss_words(j, report.digits));
    if (j.plain_rounding) line(text, "plain rounding", plain_rounding_words(j, report.digits));
  }
  add_scales(text, report);
  if (j.max_excess) {
    std::string words = distance_words(*j.max_excess) + " at " + where(*j.max_excess);
    if (j.resolution > 0) words += format("; rounding explains up to %.3g in places", j.resolution);
    line(text, "largest excess", words);
  }
  if (j.stored_scales)
    line(text, "stored scales", stored_scale_words(*j.stored_scales, j.explained_by_stored_scale));
  if (!said.first_wrong.empty()) line(text, "first wrong", said.first_wrong);
  if (report.diagnosis.start) line(text, "start", report.diagnosis.start->words);
  if (report.diagnosis.half) line(text, "half", half_words(*report.diagnosis.half));
  if (!said.cause.empty()) line(text, "cause", said.cause);
  for (const RecognisedFormat& found : c.recognised)
    line(text, "recognised", recognised_words(found, j.scales_as_stored));
  for (const Finding& found : report.findings) line(text, "finding", found.words);
  if (!c.ignored.empty()) line(text, "ignored", ignored_words(c.ignored));
  line(text, "next", said.next);
  return text;
}

}  // namespace quantcheck::check
