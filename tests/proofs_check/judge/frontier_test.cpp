// What the judge sees, and what no judge can: faults in a float32 GPTQ, from well to badly conditioned
// Hessians, by the arithmetic that is declared. docs/verdicts.md has the table; QUANTCHECK_FRONTIER=128
// prints that of 128 inputs.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <quantcheck/proofs_check/io/arithmetic_names.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

constexpr std::array faults{Fault::none,
                            Fault::plain_rounding,
                            Fault::error_lost_across_blocks,
                            Fault::error_scaled,
                            Fault::inverse_instead_of_factor,
                            Fault::transposed_factor,
                            Fault::order_not_applied,
                            Fault::undamped_hessian,
                            Fault::damping_5_percent_off,
                            Fault::clipped_error_dropped,
                            Fault::zero_point_off_by_one,
                            Fault::factor_in_bf16,
                            Fault::one_code_flipped};

constexpr std::array conditions{1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

std::string_view name_of_fault(Fault fault) {
  for (const auto& [known, name] : fault_names)
    if (known == fault) return name;
  return "none";
}

// A letter for each condition.
std::string letters(Fault fault, Arithmetic declared, std::size_t in) {
  std::string found;
  for (const double condition : conditions) {
    const FloatLayer layer =
        random_layer({.out = 8, .in = in, .condition = condition, .act_order = true}, 21);
    check::Case c = case_of(layer, quantize(layer, 16, fault, {5, in / 2}));
    c.arithmetic = declared;
    found += *check::name_of(check::judge(c, check::as_declared(c)).verdict);
  }
  return found;
}

class Frontier : public testing::TestWithParam<Fault> {};

TEST_P(Frontier, IsWhereTheDocumentsSay) {
  const char* asked = std::getenv("QUANTCHECK_FRONTIER");
  const auto in = static_cast<std::size_t>(asked != nullptr ? std::atoi(asked) : 64);
  std::string row = "| " + std::string(name_of_fault(GetParam())) + " |";
  for (const Arithmetic declared :
       {Arithmetic::fp64, Arithmetic::fp32, Arithmetic::tf32, Arithmetic::fp16, Arithmetic::bf16})
    row += " " + letters(GetParam(), declared, in) + " |";
  if (asked != nullptr) return static_cast<void>(std::printf("%s\n", row.c_str()));
  std::ifstream file(QUANTCHECK_SOURCE_DIR "/docs/verdicts.md");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find(row + "\n"), std::string::npos) << row;
}

INSTANTIATE_TEST_SUITE_P(Faults, Frontier, testing::ValuesIn(faults),
                         [](const auto& each) { return std::string(name_of_fault(each.param)); });

}  // namespace
}  // namespace quantcheck::test
