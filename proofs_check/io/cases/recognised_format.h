// Numbers of a 16-bit format that are stored in a wider one.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The 16-bit format that these numbers were rounded to before they were stored as F32 or F64, where the
/// numbers show it: every one is a number of the format, they have at least four significands, and of these at
/// least a quarter ends in the last bit that the format has.
///
/// Of numbers that were rounded half end in the last bit. Numbers that were chosen, such as powers of two,
/// 0.75, or those of an 8-bit format, end before it: they were not rounded, and nothing is said of them.
/// Float32 numbers that nobody rounded are float16 numbers with a chance of 2^-13 each.
///
/// float16 is tried first. Numbers that are of both formats end at least three bits before the last bit of
/// float16, so that they are taken as bfloat16 numbers: of those rounded to float16, one in eight ends so
/// early. Only where float16 is subnormal may both be found. Then float16 is taken, the format that scales are
/// mostly stored in.
std::optional<FloatFormat> recognised_format(std::span<const double> numbers, FloatFormat stored);

/// What the numbers of a tensor were rounded to: the format that is declared for it, or recognised_format, which
/// is then added to `recognised`, or the format of the tensor. Throws Error, naming the place, for a number that
/// is not of the declared format. `across` is what the second index counts.
FloatFormat rounded_format(const TensorView& tensor, std::span<const double> numbers,
                           const std::optional<FloatFormat>& declared,
                           std::vector<RecognisedFormat>& recognised, const char* across = "column");

}  // namespace quantcheck::check
