#include <quantcheck/tests/support/judged.h>

#include <utility>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/quantize/quantized_case.h>
#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::test {

using optimized::Quantized;

check::Case case_of(const MatrixView<const float>& weight, const MatrixView<const double>& hessian,
                    const Quantized& result, Rounding rounding) {
  check::Layer layer;
  layer.out = result.out;
  layer.in = result.in;
  for (Index row = 0; row < layer.out; ++row)
    for (Index j = 0; j < layer.in; ++j) layer.weight.edit().push_back(static_cast<double>(weight(row, j)));
  for (Index i = 0; i < layer.in; ++i)
    for (Index j = 0; j < layer.in; ++j) layer.hessian.edit().push_back(hessian(i, j));
  check::Case c = check::quantized_case(std::move(layer), result, rounding);
  c.name = "optimized";
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j]) c.layer.hessian.edit()[j * c.layer.in + j] = 1;
  return c;
}

std::string objection(const check::Case& c) {
  const check::Judgement j = check::judge(c, check::as_declared(c));
  const bool conforms = j.verdict == check::RunVerdict::conforms && j.wrong == 0 && j.undecided == 0;
  return conforms ? "" : check::text_report({c, j, {}});
}

}  // namespace quantcheck::test
