#include <algorithm>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/report/findings.h>
#include <quantcheck/proofs_check/report/judgement_words.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/report/summary.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/lines.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check {
namespace {

std::string where(const BlockPlace& place) { return format("row %td, block %td", place.row, place.block); }

std::string word_of(double value) { return format("%.6g", value); }
std::string word_of(Code value) { return std::to_string(value); }

template <class Number>
std::string list(const Block<Number>& values) {
  std::string text;
  for (const Number& value : values) text += (text.empty() ? "" : " ") + word_of(value);
  return "(" + text + ")";
}

std::string layer_words(const LatticeCase& c) {
  std::string words = format("%td x %td ", c.rows, c.cols);
  words += c.hessian.empty() ? "values" : "weights, LDLQ";
  if (!c.hessian.empty())
    words += c.block_order == BlockOrder::first ? " first block first" : " last block first";
  words += ", E8, q = " + std::to_string(c.q) + ", " + plural(std::ssize(c.beta), "beta") + ", ";
  words += c.mode == BetaChoice::opt ? "opt-beta" : "first-beta";
  return words + ", " + arithmetic_words(c);
}

std::string wrong_words(const LatticeJudgement& j) {
  return format("%td not the code of a nearest point, %td decoded to another value, %td with another beta",
                j.wrong_codes, j.wrong_decoded, j.wrong_betas);
}

// The words for overloads. Of the places where first-beta should have gone on, which may be many, they name
// the first few.
std::string overload_words(const LatticeJudgement& j) {
  constexpr std::size_t shown = 3;
  std::string words = plural(j.overloaded, "block");
  if (j.overloaded > 0)
    words += std::string(j.overloaded == 1 ? " stands" : " stand") +
             " for another point than the nearest, so the bound need not hold";
  if (j.passed.empty()) return words;
  words += "; " + std::to_string(j.passed.size()) + " though a larger beta was left: ";
  for (std::size_t k = 0; k < std::min(shown, j.passed.size()); ++k)
    words += (k > 0 ? "; " : "") + where(j.passed[k]);
  if (j.passed.size() > shown) words += "; and " + std::to_string(j.passed.size() - shown) + " more";
  return words;
}

std::string error_words(const LatticeJudgement& j) {
  std::string words =
      j.squared_error ? format("%.4g per value", *j.squared_error) : "beyond the range of double";
  if (j.first_squared_error)
    words +=
        format("; %.4g if each block took the first beta that truly round-trips", *j.first_squared_error);
  return words;
}

std::string fault_words(const BlockFault& fault) {
  std::string words = where(fault.place) + ": target " + list(fault.target);
  if (fault.coded) {
    words += ", code " + list(fault.coded->code) + format(" at beta %td", fault.coded->beta_index);
    if (fault.point) words += ", which stands for " + list(*fault.point);
    if (fault.expected) {
      words += "; right ";
      if (fault.expected->code != fault.coded->code) words += "code " + list(fault.expected->code) + " ";
      words += format("at beta %td", fault.expected->beta_index);
    }
  } else if (fault.point) {
    words += ", point " + list(*fault.point);
  }
  if (fault.expected_point) words += ", a right one: " + list(*fault.expected_point);
  if (fault.finding.position.side == Side::outside)
    words += format("; %.3g scales beyond the cell", fault.finding.position.excess);
  return words;
}

// `things` are blocks or points, `right` is what all of them are if the run conforms, and `look` is what to
// look at in the first wrong one.
Conclusion conclusion(const LatticeJudgement& j, const std::vector<Finding>& findings, const char* things,
                      const char* right, const char* look) {
  const std::string all = std::to_string(j.blocks.size()) + " " + things;
  switch (j.verdict) {
    case RunVerdict::conforms:
      return {"all " + all + " are " + right, next_of(findings)};
    case RunVerdict::degraded:
      return {std::string("none of the ") + things + " is wrong, but " + reason_words(j.reason),
              "quantize in a wider arithmetic and declare it"};
    case RunVerdict::fails:
      return {std::to_string(j.wrong) + " of " + all + " are wrong, in " + plural(j.wrong_rows, "row"), look};
    case RunVerdict::undecided:
      break;
  }
  return {std::to_string(j.undecided) + " of " + all + " could not be told: " + reason_words(j.reason),
          j.advice.empty() ? "scale the values, or declare the arithmetic that was really used" : j.advice};
}

const char* what_to_look_at(const LatticeJudgement& j) {
  if (!j.first_wrong) return "";
  const BlockFinding& found = j.first_wrong->finding;
  if (found.code == Verdict::wrong)
    return "replay that block: its code is of another point than those nearest to the target over its beta";
  if (found.decoded == Verdict::wrong)
    return "replay that block's decoder: what it returns is not beta times a least point of the code's class";
  return "replay that block's choice of beta: code and decoded values are right at the beta it took";
}

std::string cause_words(const LatticeJudgement& j, const std::optional<LatticeCause>& cause) {
  if (!cause) return j.wrong >= dialect_evidence ? "none of the known faults was found to explain them" : "";
  return (cause->explains == j.wrong ? "the wrong ones are those "
                                     : std::to_string(cause->explains) + " of the wrong ones are those ") +
         cause->words;
}

void add_excess(std::string& text, const LatticeJudgement& j) {
  if (!j.farthest) return;
  std::string words = format("%.3g scales at ", j.max_excess) + where(*j.farthest);
  if (j.resolution > 0) words += format("; rounding explains up to %.3g in places", j.resolution);
  line(text, "largest excess", words);
}

template <class Subject>
Summary summary(const LatticeReport<Subject>& report, const Conclusion& said) {
  const LatticeJudgement& j = report.judgement;
  return {report.subject.name,
          j.verdict,
          said.headline,
          j.wrong,
          std::ssize(j.blocks),
          j.first_wrong ? fault_words(*j.first_wrong) : "",
          cause_words(j, report.cause),
          report.cause ? report.cause->advice : said.next,
          words_of(report.findings)};
}

template <class Subject>
void add_rest(std::string& text, const LatticeReport<Subject>& report, const Summary& said) {
  const LatticeJudgement& j = report.judgement;
  if (j.loss || j.ratio || j.outside > 0) line(text, "loss", loss_words(j, report.digits));
  line(text, "squared error", error_words(j));
  add_excess(text, j);
  if (!said.first_wrong.empty()) line(text, "first wrong", said.first_wrong);
  if (!said.cause.empty()) line(text, "cause", said.cause);
  for (const RecognisedFormat& found : report.subject.recognised)
    line(text, "recognised", recognised_words(found, false));
  for (const Finding& found : report.findings) line(text, "finding", found.words);
  if (!report.subject.ignored.empty()) line(text, "ignored", ignored_words(report.subject.ignored));
  line(text, "next", said.next);
}

}  // namespace

Summary summarize(const LatticeReport<LatticeCase>& report) {
  const LatticeJudgement& j = report.judgement;
  return summary(report, conclusion(j, report.findings, "blocks",
                                    "right: nearest points, at a beta the rule allows", what_to_look_at(j)));
}

Summary summarize(const LatticeReport<E8Case>& report) {
  const LatticeJudgement& j = report.judgement;
  const bool outside_lattice = j.first_wrong && j.first_wrong->finding.decoded == Verdict::wrong;
  return summary(report,
                 conclusion(j, report.findings, "points", "nearest points of E8",
                            outside_lattice ? "that point is not in E8: look at the repair of the parity"
                                            : "compare that point with the right one"));
}

std::string text_report(const LatticeReport<LatticeCase>& report) {
  const LatticeJudgement& j = report.judgement;
  const Summary said = summarize(report);
  std::string text = without_controls(report.subject.name) + "\n";
  line(text, name_of(j.verdict), said.headline);
  line(text, "layer", layer_words(report.subject));
  line(text, "blocks", count_words(j));
  if (j.wrong > 0) line(text, "wrong", wrong_words(j));
  line(text, "overloaded", overload_words(j));
  add_rest(text, report, said);
  return text;
}

std::string text_report(const LatticeReport<E8Case>& report) {
  const Summary said = summarize(report);
  std::string text = without_controls(report.subject.name) + "\n";
  line(text, name_of(report.judgement.verdict), said.headline);
  line(text, "values",
       plural(report.subject.points, "point") + " of 8 coordinates, E8, " + arithmetic_words(report.subject));
  line(text, "points", count_words(report.judgement));
  add_rest(text, report, said);
  return text;
}

}  // namespace quantcheck::check
