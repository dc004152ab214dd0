#include <quantcheck/proofs_check/replay/movement.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/proofs_check/replay/replay_layer.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/gptq_blocked.h>
#include <quantcheck/reference/quantizers/nearest_plane_blocked.h>

namespace quantcheck::check {

using reference::Ldl;
using reference::Matrix;
using reference::Udu;

namespace {

constexpr int jitters = 4;  // Hessians besides the stored one
constexpr Index block_sizes[] = {1, 16, 128};

// -1, 0 or 1 for entry (i, j) of Hessian number `version`, the first being the stored one; a fixed hash (the finalizer of splitmix64), so that every
// run sees the same.
int jitter(int version, Index i, Index j) {
  if (version == 0) return 0;
  std::uint64_t x = (static_cast<std::uint64_t>(version) << 48) ^ (static_cast<std::uint64_t>(i) << 24) ^ static_cast<std::uint64_t>(j);
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<int>((x ^ (x >> 31)) % 3) - 1;
}

/// Runs replays in the number type T and keeps the largest movement of each decision.
template <class T>
class Replayer {
 public:
  Replayer(const Case& c, const Hypothesis& hypothesis, const Matrix<double>& quotient, Movement& movement)
      : case_(c),
        hypothesis_(hypothesis),
        quotient_(quotient),
        movement_(movement),
        position_(reference::inverse_order(hypothesis.order)),
        weight_(replay_weight<T>(c)),
        grid_(reference::convert_grid<T>(hypothetical_grid(c, hypothesis), [](double s) { return T(s); })) {}

  /// Both forms with factors computed in F. Returns how many of the two factorizations failed.
  template <class F>
  int run(double roundoff, int version) {
    const Matrix<F> hessian = replay_hessian<F>(case_, hypothesis_, [&](Index i, Index j, const F& h) {
      return F(static_cast<double>(h) * (1.0 + roundoff * jitter(version, i, j)));
    });
    int failed = 0;
    try {
      const Udu<T> factor = replay_udu<T>(hessian, hypothesis_);
      for (Index block : block_sizes)
        record([&](auto&& decide) {
          reference::nearest_plane_blocked(weight_, factor, grid_, hypothesis_.order, block, decide);
        });
    } catch (const reference::NotPositiveDefinite&) {
      ++failed;
    }
    try {
      const Ldl<T> factor = replay_inverse_factor<T>(hessian, hypothesis_);
      for (Index block : block_sizes)
        record([&](auto&& decide) {
          reference::gptq_blocked(weight_, factor, grid_, hypothesis_.order, block, decide);
        });
    } catch (const reference::NotPositiveDefinite&) {
      ++failed;
    }
    return failed;
  }

 private:
  // Runs a sweep along the case's codes. One that leaves the format's range says nothing about rounding and is dropped.
  template <class Sweep>
  void record(Sweep sweep) {
    Matrix<double> moved(case_.out, case_.in);
    sweep([&](Index row, Index column, const T& target) {
      const Index k = position_[column];
      const double computed = static_cast<double>(target / grid_.scale_at(row, column));
      moved(row, k) = std::fabs(computed - quotient_(row, k));
      return case_.codes(row, column);
    });
    if (!moved.allFinite()) return;
    movement_.steps = movement_.steps.cwiseMax(moved);
    ++movement_.replays;
  }

  const Case& case_;
  const Hypothesis& hypothesis_;
  const Matrix<double>& quotient_;
  Movement& movement_;
  Order position_;
  Matrix<T> weight_;
  Grid<T> grid_;
};

template <class T>
void replay_in(const Case& c, const Hypothesis& hypothesis, double roundoff, const Matrix<double>& quotient,
               Movement& movement) {
  Replayer<T> replayer(c, hypothesis, quotient, movement);
  for (int version = 0; version <= jitters; ++version) {
    movement.unfactored += replayer.template run<T>(roundoff, version);
    replayer.template run<double>(roundoff, version);
  }
}

}  // namespace

double unit_roundoff(Arithmetic arithmetic) {
  switch (arithmetic) {
    case Arithmetic::exact:
      return 0.0;
    case Arithmetic::fp64:
      return 0x1p-53;
    case Arithmetic::fp32:
      return 0x1p-24;
    case Arithmetic::tf32:
    case Arithmetic::fp16:
      return 0x1p-11;
    case Arithmetic::bf16:
      break;
  }
  return 0x1p-8;
}

double storage_roundoff(Arithmetic arithmetic) {
  return unit_roundoff(arithmetic == Arithmetic::tf32 ? Arithmetic::fp32 : arithmetic);
}

Movement measure_movement(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                          const Matrix<double>& quotient) {
  const double u = unit_roundoff(arithmetic);
  Movement movement;
  movement.steps = ((quotient.array().abs() + 1.0) * u).matrix();
  const double roundoff = storage_roundoff(arithmetic);
  switch (arithmetic) {
    case Arithmetic::exact:
      break;
    case Arithmetic::fp64:
      replay_in<double>(c, hypothesis, roundoff, quotient, movement);
      break;
    case Arithmetic::fp32:
      replay_in<float>(c, hypothesis, roundoff, quotient, movement);
      break;
    case Arithmetic::tf32:
      replay_in<Tf32>(c, hypothesis, roundoff, quotient, movement);
      break;
    case Arithmetic::bf16:
      replay_in<Bf16>(c, hypothesis, roundoff, quotient, movement);
      break;
    case Arithmetic::fp16:
      replay_in<Fp16>(c, hypothesis, roundoff, quotient, movement);
      break;
  }
  return movement;
}

}  // namespace quantcheck::check
