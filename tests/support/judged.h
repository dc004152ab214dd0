// The exact judge's word on an optimized result.
#pragma once

#include <string>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::test {

/// A result as the case of an implementation that computes in float32. `hessian` is the undamped one that was
/// factored.
check::Case case_of(const MatrixView<const float>& weight, const MatrixView<const double>& hessian,
                    const optimized::Quantized& result, Rounding rounding);

/// Empty if every decision is EXACT, TIE or EXPLAINED and the run CONFORMS; else the judge's report.
std::string objection(const check::Case& c);

}  // namespace quantcheck::test
