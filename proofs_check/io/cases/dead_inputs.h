// The check that the inputs which a case declares dead are dead.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// Throws Error, naming the input and the entry, unless every input that the case declares dead is dead. A
/// dead input was 0 in every sample, so its row of the undamped Hessian is 0, diagonal included. Two other
/// values are taken on the diagonal: exactly the 1 that GPTQ puts there; and, where no damping is declared,
/// that 1 with GPTQ's damping (a hundredth of the mean of the diagonal) added, up to a relative 2^-20 for
/// what float32 rounds. `declared` is the tensor `dead`. The case needs its Hessian or activations, its flags
/// and its damping.
void check_dead_inputs(const Case& c, const TensorView& declared);

}  // namespace quantcheck::check
