// The kernels that are timed on a layer, and the amount of arithmetic of each.
#pragma once

#include <string>

#include <quantcheck/optimized/target.h>

namespace quantcheck::bench {

/// The BLAS calls that are the limits (sgemm, dpotrf), and the parts of the quantizer. It makes symmetric
/// codes of 4 bits with a scale for each row.
enum class Kernel { sgemm, dpotrf, factorization, sweep, whole_job };

const char* name_of(Kernel kernel);

/// The half of a symmetric row-major matrix that LAPACK reads and replaces by the factor.
enum class Triangle { lower, upper };

inline constexpr Triangle both_triangles[] = {Triangle::lower, Triangle::upper};

const char* name_of(Triangle triangle);

/// The floating-point operations of one run. A sweep takes half as many as the product of the weights
/// (out x in) and a matrix (in x in). A factorization takes in^3 / 3.
double flops(Kernel kernel, Index out, Index in);

/// The name of a task for Google Benchmark. All factorizations of Hessians of one size share their name. The
/// tasks of dpotrf, one for each triangle, have the names of cholesky_name instead.
std::string task_name(Kernel kernel, Index out, Index in, int threads);
std::string task_name(Kernel kernel, Index out, Index in, int threads, optimized::Target target);

/// The name of a task that calls spotrf or dpotrf for an n x n matrix.
std::string cholesky_name(const std::string& call, Index n, Triangle triangle, int threads);

/// A name followed by the number of threads.
std::string with_threads(const std::string& name, int threads);

}  // namespace quantcheck::bench
