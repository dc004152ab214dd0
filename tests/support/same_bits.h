// Comparison of two results to the last bit.
#pragma once

#include <string>

#include <quantcheck/optimized/quantize.h>

namespace quantcheck::test {

/// The first difference in words; empty where there is none. Floating-point members are compared by their
/// bits.
std::string difference(const optimized::Factor& a, const optimized::Factor& b);
std::string difference(const optimized::Quantized& a, const optimized::Quantized& b);

/// The first difference between rows first .. first + part.out - 1 of `whole` and all of `part`.
std::string difference_of_rows(const optimized::Quantized& whole, Index first,
                               const optimized::Quantized& part);

}  // namespace quantcheck::test
