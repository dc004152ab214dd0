// OpenBLAS, the yardstick: a description of the kernels that it runs, and the calls that are timed or used to
// build layers.
#pragma once

#include <string>

#include <quantcheck/bench/kernels.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// The version and the kernels of OpenBLAS, and whether the program was restarted to change the latter.
struct BlasDescription {
  std::string version;
  std::string core;        // the processor whose kernels run
  bool avx512 = false;     // whether those use AVX-512
  std::string overridden;  // the processor whose kernels ran before the restart, if it was another
};

/// Starts the program anew, once, with settings that OpenBLAS reads when it is loaded. Has to be called first
/// in main.
///
/// If the processor has AVX-512, but the kernels that OpenBLAS chose do not use it, be it by the environment
/// or because the processor is younger than the library, kernels that use it are chosen. Idle threads sleep
/// after half a millisecond rather than a tenth of a second, in which they would take a core from the task
/// that is timed next.
void restart_with_best_blas(char** argv);

/// The description of OpenBLAS as it runs in this process.
BlasDescription describe_blas();

/// Sets the number of threads of all later calls.
void set_blas_threads(int threads);

/// Computes C = A B. A is rows x inner, B is inner x cols, and all are row-major without padding.
void gemm(const float* a, const float* b, float* c, Index rows, Index inner, Index cols);
void gemm(const double* a, const double* b, double* c, Index rows, Index inner, Index cols);

/// Adds the upper triangle of X^T X to that of C (n x n), for X (samples x n).
void add_gram(const float* x, float* c, Index samples, Index n);

/// Factors a symmetric matrix A = L L^T (n x n) in place. L replaces the lower triangle of A, or L^T the
/// upper one. Throws Error where A is not positive definite.
void cholesky(float* a, Index n, Triangle triangle);
void cholesky(double* a, Index n, Triangle triangle);

/// Replaces E (rows x n) by E L, for a lower triangular L (n x n).
void multiply_by_lower(double* e, const double* l, Index rows, Index n);

}  // namespace quantcheck::bench
