// OpenBLAS, the yardstick: which kernels it runs, and the calls that are timed or build layers.
#pragma once

#include <string>

#include <quantcheck/bench/kernels.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// What OpenBLAS says of itself, and what was done about it.
struct BlasDescription {
  std::string version;
  std::string core;        // the processor whose kernels run
  bool avx512 = false;     // whether those use AVX-512
  std::string overridden;  // the processor whose kernels ran before the restart, if it was another
};

/// Starts the program anew, once, with the settings that OpenBLAS reads when it is loaded: kernels that use
/// AVX-512 where the processor has it and those chosen, by the environment or because the processor is
/// younger than the library, do without; and idle threads that sleep after half a millisecond rather than a
/// tenth of a second, in which they would take a core from what is timed next. To be called first in main.
void restart_with_best_blas(char** argv);

BlasDescription describe_blas();

void set_blas_threads(int threads);

/// C = A B, everything row-major without padding: A is rows x inner, B inner x cols.
void gemm(const float* a, const float* b, float* c, Index rows, Index inner, Index cols);
void gemm(const double* a, const double* b, double* c, Index rows, Index inner, Index cols);

/// The upper triangle of C (n x n) += X^T X, for X (samples x n).
void add_gram(const float* x, float* c, Index samples, Index n);

/// A = L L^T of a symmetric matrix (n x n), of which L replaces the lower triangle, or L^T the upper one.
/// Throws Error where A is not positive definite.
void cholesky(float* a, Index n, Triangle triangle);
void cholesky(double* a, Index n, Triangle triangle);

/// E = E L for a lower triangular L (n x n) and E (rows x n).
void multiply_by_lower(double* e, const double* l, Index rows, Index n);

}  // namespace quantcheck::bench
