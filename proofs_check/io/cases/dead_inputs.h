// The check that the inputs which a case declares dead are dead.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// A dead input was 0 in every sample, so its row of the undamped Hessian is 0, diagonal included. A diagonal
/// that is exactly the 1 that GPTQ puts there is taken as well, and where no damping is declared that 1 with
/// GPTQ's damping, a hundredth of the mean of the diagonal, to what float32 rounds. For anything else throws
/// Error naming the input and the entry. `declared` is the tensor `dead`. The case needs its Hessian or
/// activations, its flags and its damping.
void check_dead_inputs(const Case& c, const TensorView& declared);

}  // namespace quantcheck::check
