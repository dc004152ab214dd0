#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/report/difference.h>
#include <quantcheck/proofs_check/report/judgement_words.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/lines.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check {
namespace {

const char* word_for(Verdict verdict) {
  switch (verdict) {
    case Verdict::exact:
      return "right";
    case Verdict::tie:
      return "right (a tie)";
    case Verdict::explained:
      return "right within rounding";
    case Verdict::wrong:
      return "wrong";
    case Verdict::undecided:
      break;
  }
  return "undecided";
}

const char* thing(const DifferenceReport& report) { return report.scalar != nullptr ? "code" : "block"; }

bool right(Verdict verdict) { return verdict != Verdict::wrong && verdict != Verdict::undecided; }

std::string share_words(const DifferenceReport& report) {
  const Difference& d = report.difference;
  if (d.different == 0) return "all " + plural(d.all, thing(report)) + " are the same";
  std::string words =
      format("%td of ", d.different) + plural(d.all, thing(report)) +
      format(" differ (%.2g%%)", 100.0 * static_cast<double>(d.different) / static_cast<double>(d.all));
  if (d.same_order) words += format(", in %td of ", std::ssize(d.partings)) + plural(d.rows, "row");
  return words;
}

std::string headline(const DifferenceReport& report) {
  switch (report.difference.outcome()) {
    case DiffOutcome::not_comparable:
      return "they were not asked the same; " + share_words(report);
    case DiffOutcome::same:
    case DiffOutcome::both_conform:
    case DiffOutcome::both_fail:
    case DiffOutcome::a_fails:
    case DiffOutcome::b_fails:
    case DiffOutcome::undecided:
      break;
  }
  return share_words(report);
}

// The words for how near the target is to half-way between the two codes, where they are neighbours.
std::string near_tie(const Decision& a, const Decision& b) {
  if (std::llabs((a.code - a.zero) - (b.code - b.zero)) != 1) return "";
  const double distance = std::min(std::fabs(a.excess), std::fabs(b.excess));
  if (distance == 0) return ", a tie";
  return format("%s%.2g of a scale from half-way", distance < 1.0 / 64.0 ? ", a near-tie: " : ", ", distance);
}

std::string where(const DifferenceReport& report, const Parting& parting) {
  return format("row %td, %s %td (step %td)", parting.row, report.scalar != nullptr ? "column" : "block",
                parting.place, parting.step);
}

std::string first_words(const DifferenceReport& report) {
  const Parting& first = report.difference.partings.front();
  std::string words = where(report, first) + ": ";
  const bool described = report.scalar != nullptr && report.scalar->first_a && report.scalar->first_b;
  std::string code_a;
  std::string code_b;
  if (described) {
    const Decision& a = *report.scalar->first_a;
    const Decision& b = *report.scalar->first_b;
    words += format("target %.9g, at %.12g among the codes", a.target, a.position);
    if (right(first.a) && right(first.b)) words += near_tie(a, b);
    words += "; ";
    code_a = format("code %td, ", a.code);
    code_b = format("code %td, ", b.code);
  }
  return words + "A: " + code_a + word_for(first.a) + "; B: " + code_b + word_for(first.b);
}

std::string parting_words(const DifferenceReport& report) {
  const PartingCounts counts = count_partings(report.difference);
  const Index rows = std::ssize(report.difference.partings);
  std::string words = plural(rows, "row") + (rows == 1 ? " parts: " : " part: ");
  words += format("in %td both are right there, in %td only A, in %td only B, in %td neither", counts.both,
                  counts.only_a, counts.only_b, counts.neither);
  if (counts.undecided > 0) words += format(", %td undecided", counts.undecided);
  return words;
}

std::string side_words(const AfterParting& side, const Difference& d) {
  std::string words = name_of(side.verdict);
  if (!side.reason.empty()) words += ": " + reason_words(side.reason);
  if (side.wrong == 0) return words;
  words += format(": %td wrong", side.wrong);
  if (!d.partings.empty())
    words += format(", %td of them at a parting or after it in its row", side.wrong_since);
  return words;
}

std::string next_words(const DifferenceReport& report) {
  const Difference& d = report.difference;
  switch (d.outcome()) {
    case DiffOutcome::both_fail:
      return "judge each with quantcheck verify, which names the first wrong decision and looks for the "
             "cause";
    case DiffOutcome::a_fails:
      return "judge A with quantcheck verify, which names the first wrong decision and looks for the cause";
    case DiffOutcome::b_fails:
      return "judge B with quantcheck verify, which names the first wrong decision and looks for the cause";
    case DiffOutcome::not_comparable:
      return "what was asked differently is why they differ: ask the same, then compare again";
    case DiffOutcome::same:
      return "nothing to do";
    case DiffOutcome::undecided:
      return "which of them is right is not known; where they part is where to look";
    case DiffOutcome::both_conform:
      break;
  }
  return "nothing to do: where two choices are as good, each took its own and followed its own path from "
         "there";
}

}  // namespace

const char* name_of(DiffOutcome outcome) {
  switch (outcome) {
    case DiffOutcome::both_fail:
      return "BOTH FAIL";
    case DiffOutcome::a_fails:
      return "A FAILS";
    case DiffOutcome::b_fails:
      return "B FAILS";
    case DiffOutcome::not_comparable:
      return "NOT COMPARABLE";
    case DiffOutcome::same:
      return "SAME";
    case DiffOutcome::undecided:
      return "UNDECIDED";
    case DiffOutcome::both_conform:
      break;
  }
  return "BOTH CONFORM";
}

std::string text_report(const DifferenceReport& report) {
  const Difference& d = report.difference;
  std::string text = "A " + without_controls(report.a) + "\nB " + without_controls(report.b) + "\n";
  line(text, name_of(d.outcome()), headline(report));
  for (const std::string& what : d.asked.otherwise) line(text, "asked", what);
  for (const std::string& what : d.asked.rounded) line(text, "rounded", what);
  if (!d.partings.empty()) {
    line(text, "first parting", first_words(report));
    line(text, "partings", parting_words(report));
  }
  line(text, "A", side_words(d.a, d));
  line(text, "B", side_words(d.b, d));
  line(text, "next", next_words(report));
  return text;
}

}  // namespace quantcheck::check
