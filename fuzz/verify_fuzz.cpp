// The whole of `quantcheck verify` on files of any bytes: reading, judging, diagnosing and reporting.
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/findings.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/reference/error.h>

using namespace quantcheck;
using namespace quantcheck::check;
using fuzz::require;

namespace {

void check_counts(const auto& j, Index decisions, std::optional<Arithmetic> arithmetic) {
  require(j.exact + j.tie + j.explained + j.wrong + j.undecided == decisions, "the counts do not add up");
  require((j.wrong > 0) == (j.verdict == RunVerdict::fails), "wrong decisions and the verdict disagree");
  require((j.wrong > 0) == j.first_wrong.has_value(), "a first wrong decision of none, or none of some");
  require(j.explained == 0 || arithmetic != Arithmetic::exact, "exact arithmetic explains a decision");
}

// The names in a file may be "nan". Without them only the judge's own words are left.
void check_words(const auto& report, auto& ignored) {
  require(!json_report(report).empty(), "an empty report");
  ignored.clear();
  require(text_report(report).find("nan") == std::string::npos, "a report speaks of nan");
}

void verify(Case& c) {
  if (c.layer.in > 12 || c.layer.out > 12 || c.layer.samples > 24)
    return;  // Larger cases are too slow for exact arithmetic under sanitizers.
  const Judgement j = judge(c, as_declared(c));
  check_counts(j, c.layer.out * c.layer.in, c.arithmetic);
  require(j.explained <= j.outside, "more decisions are explained than are outside");
  const Diagnosis diagnosis = diagnose(c, j);
  check_words(Report{c, j, diagnosis, 6, findings_of(c, j)}, c.ignored);
}

template <class Lattice>
void verify_lattice(Lattice& c, Index blocks) {
  const LatticeJudgement j = judge(c);
  check_counts(j, blocks, c.arithmetic);
  require(std::ssize(j.blocks) == blocks, "not every block has a finding");
  require((j.outside > 0) == j.farthest.has_value(), "a farthest block without one outside, or none with");
  const std::optional<LatticeCause> cause = diagnose(c, j);
  check_words(LatticeReport<Lattice>{c, j, cause, 6, findings_of(c, j)}, c.ignored);
}

void verify(LatticeCase& c) {
  if (c.cols > 24 || c.rows * c.blocks() > 16 || c.beta.size() > 6) return;
  verify_lattice(c, c.rows * c.blocks());
  if (c.hessian.empty()) return;
  // What is certified in double, rationals find.
  const LatticeJudgement certified = judge(c);
  const LatticeJudgement exactly = judge(c, {}, {.exact = true});
  if (exactly.reason == spent_reason) return;
  require(certified.blocks == exactly.blocks, "the judges find other verdicts");
  require(certified.squared_error == exactly.squared_error, "the judges find other errors");
}

void verify(E8Case& c) {
  if (c.points > 16) return;
  verify_lattice(c, c.points);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::byte> bytes(size);
  if (size > 0) std::memcpy(bytes.data(), data, size);
  std::optional<Subject> parsed;
  try {
    parsed = parse_subject(std::move(bytes), "fuzz", Triangle::both);
  } catch (const Error&) {
    return 0;
  }
  std::visit([](auto& c) { verify(c); }, *parsed);
  return 0;
}
