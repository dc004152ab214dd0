#include <quantcheck/bench/kernels.h>

namespace quantcheck::bench {

const char* name_of(Kernel kernel) {
  switch (kernel) {
    case Kernel::sgemm:
      return "sgemm";
    case Kernel::dpotrf:
      return "dpotrf";
    case Kernel::factorization:
      return "factorization";
    case Kernel::sweep:
      return "sweep";
    case Kernel::whole_job:
      break;
  }
  return "whole_job";
}

const char* name_of(Triangle triangle) { return triangle == Triangle::lower ? "lower" : "upper"; }

double flops(Kernel kernel, Index out, Index in) {
  const double square = static_cast<double>(in) * static_cast<double>(in);
  const double sweep = static_cast<double>(out) * square;
  const double factorization = static_cast<double>(in) * square / 3;
  switch (kernel) {
    case Kernel::sgemm:
      return 2 * sweep;
    case Kernel::dpotrf:
    case Kernel::factorization:
      return factorization;
    case Kernel::sweep:
      return sweep;
    case Kernel::whole_job:
      break;
  }
  return sweep + factorization;
}

std::string with_threads(const std::string& name, int threads) {
  return name + "/threads:" + std::to_string(threads);
}

std::string cholesky_name(const std::string& call, Index n, Triangle triangle, int threads) {
  return with_threads(call + "/" + name_of(triangle) + "/" + std::to_string(n), threads);
}

std::string task_name(Kernel kernel, Index out, Index in, int threads) {
  const bool of_the_hessian = kernel == Kernel::factorization;
  const std::string shape = (of_the_hessian ? "" : std::to_string(out) + "x") + std::to_string(in);
  return with_threads(std::string(name_of(kernel)) + "/" + shape, threads);
}

std::string task_name(Kernel kernel, Index out, Index in, int threads, optimized::Target target) {
  return task_name(kernel, out, in, threads) + "/" + std::string(name_of(target));
}

}  // namespace quantcheck::bench
