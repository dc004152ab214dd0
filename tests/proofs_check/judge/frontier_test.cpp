// Faults that the judge sees, and those that no judge can see: faults in a float32 GPTQ, from well to badly
// conditioned Hessians, by the arithmetic that is declared. docs/verdicts.md has the tables. A test that
// fails prints the row that would be true.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <span>
#include <sstream>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/text/arithmetic_names.h>
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

constexpr std::array all_declared{Arithmetic::fp64, Arithmetic::fp32, Arithmetic::tf32, Arithmetic::fp16,
                                  Arithmetic::bf16};
constexpr std::array used_and_coarsest{Arithmetic::fp32, Arithmetic::bf16};

constexpr std::array conditions{1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

std::string_view name_of_fault(Fault fault) {
  for (const auto& [known, name] : fault_names)
    if (known == fault) return name;
  return "none";
}

// The verdicts, a letter for each condition.
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

// The row of the table that begins with the fault and the number of inputs.
std::string row_of_table(Fault fault, std::size_t in, std::span<const Arithmetic> declared) {
  std::string row = "| " + std::string(name_of_fault(fault)) + " | " + std::to_string(in) + " |";
  for (const Arithmetic each : declared) row += " " + letters(fault, each, in) + " |";
  return row;
}

void expect_documented(const std::string& row) {
  std::ifstream file(QUANTCHECK_SOURCE_DIR "/docs/verdicts.md");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find(row + "\n"), std::string::npos) << row;
}

std::string name_of_test(const testing::TestParamInfo<Fault>& each) {
  return std::string(name_of_fault(each.param));
}

class FrontierOf64Inputs : public testing::TestWithParam<Fault> {};

TEST_P(FrontierOf64Inputs, IsWhereTheDocumentsSay) {
  expect_documented(row_of_table(GetParam(), 64, all_declared));
}

INSTANTIATE_TEST_SUITE_P(Faults, FrontierOf64Inputs, testing::ValuesIn(faults), name_of_test);

// The arithmetic that was used is declared, and the coarsest one. Exact arithmetic takes eight times as long
// here.
class FrontierOf128Inputs : public testing::TestWithParam<Fault> {};

TEST_P(FrontierOf128Inputs, IsWhereTheDocumentsSay) {
  expect_documented(row_of_table(GetParam(), 128, used_and_coarsest));
}

INSTANTIATE_TEST_SUITE_P(Faults, FrontierOf128Inputs, testing::ValuesIn(faults), name_of_test);

}  // namespace
}  // namespace quantcheck::test
