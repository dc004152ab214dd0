#include <quantcheck/proofs_check/io/cases/dead_inputs.h>

#include <cmath>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

[[noreturn]] void refuse_dead(const TensorView& declared, Index input, const std::string& tensor, Index row,
                              Index column, double value) {
  throw Error(tensor_place(declared) + element_place(declared.shape, input) + " declares input " +
              std::to_string(input) + " dead, but " + tensor + " is " + shortest(value) + " at row " +
              std::to_string(row) + ", column " + std::to_string(column) +
              (tensor == "hessian" && row == column
                   ? "; the diagonal of a dead input is 0, or the 1 that GPTQ puts there"
                   : "; a dead input has zeros there"));
}

void check_samples(const Case& c, const TensorView& declared, Index input) {
  for (Index sample = 0; sample < c.layer.samples; ++sample)
    if (const double x = c.layer.activations[sample * c.layer.in + input]; x != 0)
      refuse_dead(declared, input, "activations", sample, input, x);
}

// Whether d is what GPTQ puts on the diagonal of a dead input: 1, and in a Hessian that was stored damped
// 1 + lambda, where lambda = (m - lambda) / 100 for the mean m of the stored diagonal.
bool is_gptqs_one(const Case& c, double d) {
  if (d == 1) return true;
  if (c.declared.damping != 0) return false;
  double sum = 0;
  for (Index j = 0; j < c.layer.in; ++j) sum += c.layer.hessian[j * c.layer.in + j];
  const double damping = sum / static_cast<double>(c.layer.in) / 101;
  return std::fabs(d - (1 + damping)) <= 0x1p-20 * (1 + damping);
}

void check_row(const Case& c, const TensorView& declared, Index input) {
  for (Index j = 0; j < c.layer.in; ++j) {
    const double h = c.layer.hessian[input * c.layer.in + j];
    if (h != 0 && !(j == input && is_gptqs_one(c, h))) refuse_dead(declared, input, "hessian", input, j, h);
  }
}

}  // namespace

void check_dead_inputs(const Case& c, const TensorView& declared) {
  for (Index input = 0; input < c.layer.in; ++input) {
    if (!c.declared.dead[input]) continue;
    if (c.layer.hessian.empty())
      check_samples(c, declared, input);
    else
      check_row(c, declared, input);
  }
}

}  // namespace quantcheck::check
