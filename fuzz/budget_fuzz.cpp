// The judge's budget on files of at most 4 KB. Whatever the numbers of a file are, it is judged or left
// undecided within the budget, which is a fiftieth of the usual one here. An input that takes longer exceeds
// the fuzzer's time limit.
#include <cstdint>
#include <cstring>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/reference/error.h>

using namespace quantcheck;
using namespace quantcheck::check;

namespace {

constexpr double budget_times = 0.02;
constexpr std::size_t longest = 4096;

void judge_within(const Case& c) {
  const Judgement j = judge(c, as_declared(c), {}, {budget_times});
  fuzz::require(j.decisions.size() == c.layer.out * c.layer.in, "not every decision has a verdict");
  diagnose(c, j, {}, budget_times);
}
void judge_within(const LatticeCase& c) {
  diagnose(c, judge(c, {}, check::JudgeOptions{budget_times}), budget_times);
}
void judge_within(const E8Case& c) { diagnose(c, judge(c)); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > longest) return 0;
  std::vector<std::byte> bytes(size);
  if (size > 0) std::memcpy(bytes.data(), data, size);
  try {
    std::visit([](const auto& c) { judge_within(c); },
               parse_subject(std::move(bytes), "fuzz", Triangle::both));
  } catch (const Error&) {  // The file is refused.
  }
  return 0;
}
