#include <quantcheck/bench/blas/openblas.h>

#include <cblas.h>
#include <unistd.h>

#include <cstdlib>
#include <set>
#include <sstream>

extern "C" {
void spotrf_(const char* triangle, const blasint* n, float* a, const blasint* stride, blasint* info);
void dpotrf_(const char* triangle, const blasint* n, double* a, const blasint* stride, blasint* info);
}

namespace quantcheck::bench {
namespace {

// The environment variable that holds the core of the first start. If it is set, this is the second start.
constexpr const char* core_at_first = "QUANTCHECK_BENCH_BLAS_CORE";

bool processor_has_avx512() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return false;
#endif
}

bool kernels_use_avx512(const std::string& core) {
  return std::set<std::string>{"SkylakeX", "Cooperlake", "Sapphirerapids"}.contains(core);
}

blasint to_blas(Index n) { return static_cast<blasint>(n); }

// LAPACK stores matrices by columns, so its upper triangle is the lower one of a row-major matrix.
const char* to_lapack(Triangle triangle) { return triangle == Triangle::lower ? "U" : "L"; }

void check_positive_definite(blasint info) {
  if (info != 0) throw Error("the Hessian is not positive definite: pivot " + std::to_string(info));
}

}  // namespace

void restart_with_best_blas(char** argv) {
  if (std::getenv(core_at_first)) return;
  const std::string core = openblas_get_corename();
  setenv(core_at_first, core.c_str(), 1);
  if (processor_has_avx512() && !kernels_use_avx512(core)) setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
  // Idle threads sleep after 2^20 ticks. dpotrf and sgemm are as fast as with 2^28.
  setenv("OPENBLAS_THREAD_TIMEOUT", "20", 0);
  execv("/proc/self/exe", argv);
}

BlasDescription describe_blas() {
  BlasDescription blas;
  std::string name;
  std::istringstream(openblas_get_config()) >> name >> blas.version;
  blas.core = openblas_get_corename();
  blas.avx512 = kernels_use_avx512(blas.core);
  const char* before = std::getenv(core_at_first);
  if (before && before != blas.core) blas.overridden = before;
  return blas;
}

void set_blas_threads(int threads) { openblas_set_num_threads(threads); }

void gemm(const float* a, const float* b, float* c, Index rows, Index inner, Index cols) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, to_blas(rows), to_blas(cols), to_blas(inner), 1.0F,
              a, to_blas(inner), b, to_blas(cols), 0.0F, c, to_blas(cols));
}

void gemm(const double* a, const double* b, double* c, Index rows, Index inner, Index cols) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, to_blas(rows), to_blas(cols), to_blas(inner), 1.0, a,
              to_blas(inner), b, to_blas(cols), 0.0, c, to_blas(cols));
}

void add_gram(const float* x, float* c, Index samples, Index n) {
  cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, to_blas(n), to_blas(samples), 1.0F, x, to_blas(n), 1.0F,
              c, to_blas(n));
}

void cholesky(float* a, Index n, Triangle triangle) {
  const blasint size = to_blas(n);
  blasint info = 0;
  spotrf_(to_lapack(triangle), &size, a, &size, &info);
  check_positive_definite(info);
}

void cholesky(double* a, Index n, Triangle triangle) {
  const blasint size = to_blas(n);
  blasint info = 0;
  dpotrf_(to_lapack(triangle), &size, a, &size, &info);
  check_positive_definite(info);
}

void multiply_by_lower(double* e, const double* l, Index rows, Index n) {
  cblas_dtrmm(CblasRowMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, to_blas(rows), to_blas(n),
              1.0, l, to_blas(n), e, to_blas(n));
}

}  // namespace quantcheck::bench
