// The judge's verdict on a kernel's codes for a layer that is small enough to be decided exactly.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/drive/judged_layers.h>
#include <quantcheck/proofs_check/drive/kernel_process.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check::drive {

/// The codes as a case, and what the judge finds in them.
struct JudgedCodes {
  Case subject;
  Judgement judgement;
  Diagnosis diagnosis;
  // The number of codes that are not those of optimized::quantize on the same grid and in the same order.
  Index different_codes = 0;
};

/// The answer of a kernel for one layer, and its judgement.
struct JudgedAnswer {
  std::string complaint;             // what there was in place of codes; empty where there are codes
  std::optional<JudgedCodes> codes;  // none where there is a complaint
};

/// Has the kernel quantize a layer with this weight (out x in) and this Hessian (in x in, exactly symmetric,
/// undamped), both without padding, and judges its codes. The damping, the grid and the order are those of
/// optimized::factorize and optimized::quantize. The case is named after the kernel and the layer.
JudgedAnswer judge_layer(KernelProcess& kernel, const JudgedLayer& layer, MatrixView<const float> weight,
                         MatrixView<const float> hessian, int threads, const Progress& progress);

}  // namespace quantcheck::check::drive
