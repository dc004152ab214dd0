#include <quantcheck/tests/support/judged.h>

#include <algorithm>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::test {

using optimized::Quantized;

check::Case case_of(const MatrixView<const float>& weight, const MatrixView<const double>& hessian,
                    const Quantized& result, Rounding rounding) {
  check::Case c;
  c.name = "optimized";
  c.out = result.out;
  c.in = result.in;
  for (Index row = 0; row < c.out; ++row)
    for (Index j = 0; j < c.in; ++j) c.weight.push_back(static_cast<double>(weight(row, j)));
  for (Index i = 0; i < c.in; ++i)
    for (Index j = 0; j < c.in; ++j) c.hessian.push_back(hessian(i, j));
  c.dead.assign(c.in, false);
  if (result.status.dead_inputs == DeadInputs::zero)
    for (const Index j : result.status.dead) {
      c.dead[j] = true;
      c.hessian[j * c.in + j] = 1;
    }
  c.codes.resize(c.out, c.in);
  std::copy(result.codes.begin(), result.codes.end(), c.codes.data());
  c.grid = {result.grid.groups,
            {result.grid.scale.begin(), result.grid.scale.end()},
            result.grid.zero,
            result.grid.group_index,
            result.grid.range};
  c.order = result.order;
  c.order_given = true;
  c.damping = reference::exact(result.status.damping);
  c.arithmetic = Arithmetic::fp32;
  c.rounding = rounding;
  return c;
}

std::string objection(const check::Case& c) {
  const check::Judgement j = check::judge(c, check::as_declared(c));
  const bool conforms = j.verdict == check::RunVerdict::conforms && j.wrong == 0 && j.undecided == 0;
  return conforms ? "" : check::text_report({c, j, {}});
}

}  // namespace quantcheck::test
