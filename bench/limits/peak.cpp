#include <quantcheck/bench/limits/peak.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace quantcheck::bench {
namespace {

// The number of independent chains. Twelve are enough to hide a latency of four cycles, or of six, on two
// units.
constexpr int chains = 12;

// Keeps the result of a loop from being optimized away.
template <class Vector>
void keep(const Vector& vector) {
  asm volatile("" : : "m"(vector));
}

// Defines a loop of multiply-adds. It is a macro, since a template cannot pass the instruction set on to the
// functions that it calls.
#define QUANTCHECK_PEAK_LOOP(name, set, Vector, broadcast, multiply_add) \
  __attribute__((target(set))) void name(Index rounds) {                 \
    const Vector factor = broadcast(0.5);                                \
    const Vector term = broadcast(1.0);                                  \
    Vector sums[chains];                                                 \
    for (auto& sum : sums) sum = broadcast(2.5);                         \
    for (Index round = 0; round < rounds; ++round)                       \
      for (auto& sum : sums) sum = multiply_add(sum, factor, term);      \
    for (const auto& sum : sums) keep(sum);                              \
  }

// A multiply-add counts as two operations.
template <class Real>
constexpr double flops_of_a_round(int bytes) {
  return 2.0 * chains * bytes / static_cast<int>(sizeof(Real));
}

#if defined(__x86_64__)
QUANTCHECK_PEAK_LOOP(avx512_f32, "avx512f", __m512, _mm512_set1_ps, _mm512_fmadd_ps)
QUANTCHECK_PEAK_LOOP(avx512_f64, "avx512f", __m512d, _mm512_set1_pd, _mm512_fmadd_pd)
QUANTCHECK_PEAK_LOOP(avx2_f32, "avx2,fma", __m256, _mm256_set1_ps, _mm256_fmadd_ps)
QUANTCHECK_PEAK_LOOP(avx2_f64, "avx2,fma", __m256d, _mm256_set1_pd, _mm256_fmadd_pd)

bool has_avx512() { return __builtin_cpu_supports("avx512f"); }
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#endif

// The loop for other processors: a multiplication and an addition, which the compiler vectorizes.
constexpr int portable_bytes = 64;
template <class Real>
void portable(Index rounds) {
  constexpr int size = chains * portable_bytes / static_cast<int>(sizeof(Real));
  Real sums[size];
  for (Real& sum : sums) sum = Real(2.5);
  for (Index round = 0; round < rounds; ++round)
    for (Real& sum : sums) sum = sum * Real(0.5) + Real(1);
  keep(sums);
}

}  // namespace

PeakLoop peak_loop_f32() {
#if defined(__x86_64__)
  if (has_avx512()) return {"AVX-512", avx512_f32, flops_of_a_round<float>(64)};
  if (has_avx2()) return {"AVX2", avx2_f32, flops_of_a_round<float>(32)};
#endif
  return {"portable", portable<float>, flops_of_a_round<float>(portable_bytes)};
}

PeakLoop peak_loop_f64() {
#if defined(__x86_64__)
  if (has_avx512()) return {"AVX-512", avx512_f64, flops_of_a_round<double>(64)};
  if (has_avx2()) return {"AVX2", avx2_f64, flops_of_a_round<double>(32)};
#endif
  return {"portable", portable<double>, flops_of_a_round<double>(portable_bytes)};
}

}  // namespace quantcheck::bench
