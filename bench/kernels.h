// The kernels that are timed on a layer, and how much arithmetic each is.
#pragma once

#include <string>

#include <quantcheck/optimized/target.h>

namespace quantcheck::bench {

/// The BLAS calls that are the limits, and the quantizer: 4 bits, symmetric, a scale for each row.
enum class Kernel { sgemm, dpotrf, factorization, sweep, whole_job };

const char* name_of(Kernel kernel);

/// Which half of a symmetric matrix, row by row, LAPACK reads and replaces by its factor.
enum class Triangle { lower, upper };

inline constexpr Triangle both_triangles[] = {Triangle::lower, Triangle::upper};

const char* name_of(Triangle triangle);

/// Floating-point operations of one run. A sweep takes half of what the product of as many weights and a
/// square matrix takes; a factorization in^3 / 3.
double flops(Kernel kernel, Index out, Index in);

/// The task's name to Google Benchmark; factorizations of as many inputs share theirs. dpotrf has
/// two of cholesky_name.
std::string task_name(Kernel kernel, Index out, Index in, int threads);
std::string task_name(Kernel kernel, Index out, Index in, int threads, optimized::Target target);

/// Of spotrf or dpotrf, n x n.
std::string cholesky_name(const std::string& call, Index n, Triangle triangle, int threads);

std::string with_threads(const std::string& name, int threads);

}  // namespace quantcheck::bench
