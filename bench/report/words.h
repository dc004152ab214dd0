// Pieces of text that the reports share.
#pragma once

#include <string>

#include <quantcheck/bench/results.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::bench {

using check::format;

/// "512 x 512"
std::string shape_words(Index out, Index in);

/// "1 thread", "2 threads"
std::string threads_words(int threads);

/// Three digits or more: "0.742", "12.3", "1380".
std::string milliseconds(double seconds);

/// "0.93", or "-" where the limit was not measured.
std::string share_words(const KernelResult& result);

/// "factorization", "sweep", "whole job"
std::string kernel_words(Kernel kernel);

/// The processor, OpenBLAS and which kernels of it ran, and how.
std::string machine_words(const Results& results);
std::string blas_words(const BlasDescription& blas);

/// How it was timed, and what was quantized.
std::string setting_words(const Results& results);

/// A line for each: what makes the figures mean less, several threads over one, other targets, the accuracy.
std::vector<std::string> remarks(const Results& results);

}  // namespace quantcheck::bench
