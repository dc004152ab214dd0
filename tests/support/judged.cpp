#include <quantcheck/tests/support/judged.h>

#include <algorithm>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::test {

using optimized::DeadInputs;
using optimized::Quantized;

check::Case case_of(const MatrixView<const float>& weight, const MatrixView<const double>& hessian,
                    const Quantized& result, Rounding rounding) {
  check::Case c;
  c.name = "optimized";
  c.layer.out = result.out;
  c.layer.in = result.in;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index j = 0; j < c.layer.in; ++j) c.layer.weight.push_back(static_cast<double>(weight(row, j)));
  for (Index i = 0; i < c.layer.in; ++i)
    for (Index j = 0; j < c.layer.in; ++j) c.layer.hessian.push_back(hessian(i, j));
  c.declared.dead.assign(c.layer.in, false);
  if (result.status.dead_inputs == DeadInputs::zero)
    for (const Index j : result.status.dead) {
      c.declared.dead[j] = true;
      c.layer.hessian[j * c.layer.in + j] = 1;
    }
  c.codes.resize(c.layer.out, c.layer.in);
  std::copy(result.codes.begin(), result.codes.end(), c.codes.data());
  c.grid = {result.grid.groups,
            {result.grid.scale.begin(), result.grid.scale.end()},
            result.grid.zero,
            result.grid.group_index,
            result.grid.range};
  c.declared.order = result.order;
  c.declared.order_given = true;
  c.declared.damping = reference::exact(result.status.damping);
  c.arithmetic = Arithmetic::fp32;
  c.declared.rounding = rounding;
  return c;
}

std::string objection(const check::Case& c) {
  const check::Judgement j = check::judge(c, check::as_declared(c));
  const bool conforms = j.verdict == check::RunVerdict::conforms && j.wrong == 0 && j.undecided == 0;
  return conforms ? "" : check::text_report({c, j, {}});
}

}  // namespace quantcheck::test
