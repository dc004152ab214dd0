// The exact judge's verdict on an optimized result.
#pragma once

#include <string>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::test {

/// An optimized result as the case of a subject that computes in float32. `weight` is out x in; `hessian`
/// (in x in) is the undamped Hessian that was factored.
check::Case case_of(const MatrixView<const float>& weight, const MatrixView<const double>& hessian,
                    const optimized::Quantized& result, Rounding rounding);

/// An empty string where every decision is EXACT, TIE or EXPLAINED and the run CONFORMS; the judge's report
/// otherwise.
std::string objection(const check::Case& c);

}  // namespace quantcheck::test
