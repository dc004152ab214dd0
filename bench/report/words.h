// The pieces of text that the reports share.
#pragma once

#include <string>

#include <quantcheck/bench/results.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::bench {

using check::format;

/// A shape, as "512 x 512".
std::string shape_words(Index out, Index in);

/// A number of threads, as "1 thread" or "2 threads".
std::string threads_words(int threads);

/// Seconds in milliseconds with three digits or more, as "0.742", "12.30" or "1380".
std::string milliseconds(double seconds);

/// The share of the limit, as "0.93", or "-" where the limit was not measured.
std::string share_words(const KernelResult& result);

/// The name of a kernel, as "factorization", "sweep" or "whole job".
std::string kernel_words(Kernel kernel);

/// The processor and its number of threads.
std::string machine_words(const Results& results);

/// The version of OpenBLAS, and the processor whose kernels it ran.
std::string blas_words(const BlasDescription& blas);

/// The way in which tasks were timed, and the options of the quantizer.
std::string setting_words(const Results& results);

/// Remarks of a line each: warnings of what makes the figures less reliable, the speed of several threads
/// over one, the other targets, and the accuracy.
std::vector<std::string> remarks(const Results& results);

}  // namespace quantcheck::bench
