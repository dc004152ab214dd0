#include <quantcheck/tests/support/float_nestquant.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace quantcheck::test {
namespace {

using Floats = std::array<float, 8>;
using Ints = std::array<int, 8>;

// The nearest point of D8. Ties are broken as rintf breaks them.
Floats d8(const Floats& x, NestedFault fault) {
  Floats y;
  float sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += y[i] = std::rint(x[i]);
  if (std::fmod(sum, 2.0F) == 0.0F) return y;
  std::size_t moved = 0;
  for (std::size_t i = 1; i < 8; ++i) {
    const bool farther = std::fabs(x[i] - y[i]) > std::fabs(x[moved] - y[moved]);
    if (fault == NestedFault::parity_in_first_coordinate) continue;
    if (farther != (fault == NestedFault::parity_in_nearest_coordinate)) moved = i;
  }
  y[moved] += x[moved] < y[moved] ? -1.0F : 1.0F;
  return y;
}

float squared_distance(const Floats& a, const Floats& b) {
  float sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

Floats nearest(const Floats& x, NestedFault fault) {
  const Floats integers = d8(x, fault);
  Floats shifted = x;
  for (float& v : shifted) v -= 0.5F;
  Floats halves = d8(shifted, fault);
  for (float& v : halves) v += 0.5F;
  if (fault == NestedFault::integers_only) return integers;
  const bool nearer = squared_distance(x, integers) < squared_distance(x, halves);
  return nearer != (fault == NestedFault::farther_coset) ? integers : halves;
}

// The code G^-1 y mod q. The columns of G are 2 e_1, e_{i+1} - e_i for i = 1 .. 6, and (1/2)^8.
Ints encode(const Floats& y, int q, NestedFault fault) {
  std::array<float, 8> c{};
  c[7] = 2 * y[7];
  c[6] = y[6] - y[7];
  for (std::size_t i = 5; i > 0; --i) c[i] = y[i] - y[7] + c[i + 1];
  c[0] = (y[0] - y[7] + c[1]) / 2;
  Ints code;
  for (std::size_t i = 0; i < 8; ++i) {
    const int integer = static_cast<int>(c[i]);
    code[i] = (integer % q + q) % q;
    if (fault == NestedFault::negative_remainder) code[i] = std::abs(integer % q);
    if (fault == NestedFault::clamped_coordinates) code[i] = std::clamp(integer, 0, q - 1);
  }
  return code;
}

Floats decode(const Ints& c, int q, NestedFault fault) {
  Floats y;
  const float half = static_cast<float>(c[7]) / 2;
  y[0] = static_cast<float>(2 * c[0] - c[1]) + half;
  for (std::size_t i = 1; i < 6; ++i) y[i] = static_cast<float>(c[i] - c[i + 1]) + half;
  y[6] = static_cast<float>(c[6]) + half;
  y[7] = half;
  Floats scaled;
  for (std::size_t i = 0; i < 8; ++i) scaled[i] = y[i] / static_cast<float>(q);
  const bool cheap = fault == NestedFault::cheaper_decoder;
  const Floats multiple =
      nearest(scaled, cheap ? NestedFault::parity_in_first_coordinate : NestedFault::none);
  for (std::size_t i = 0; i < 8; ++i) y[i] -= static_cast<float>(q) * multiple[i];
  return y;
}

struct Encoded {
  Ints code;
  Floats point;
  bool overload;
  float error;
};

Encoded encode_at(const Floats& x, float beta, int q, NestedFault fault) {
  Floats t;
  for (std::size_t i = 0; i < 8; ++i) t[i] = fault == NestedFault::values_not_divided ? x[i] : x[i] / beta;
  const Floats y = nearest(t, fault == NestedFault::cheaper_decoder ? NestedFault::none : fault);
  Encoded e{encode(y, q, fault), {}, false, 0};
  e.point = decode(e.code, q, fault);
  e.overload = e.point != y;
  if (fault == NestedFault::overload_by_lattice_flag) {
    Floats scaled;
    for (std::size_t i = 0; i < 8; ++i) scaled[i] = y[i] / static_cast<float>(q);
    e.overload = nearest(scaled, NestedFault::none) != Floats{};
  }
  if (fault == NestedFault::overload_not_tested) e.overload = false;
  Floats value;
  for (std::size_t i = 0; i < 8; ++i) value[i] = beta * e.point[i];
  e.error = squared_distance(x, value);
  return e;
}

struct Taken {
  Encoded encoded;
  Index beta;
};

Taken take_beta(const Floats& x, const std::array<float, 4>& beta, int q, bool first, NestedFault fault) {
  Taken best{encode_at(x, beta[0], q, fault), 0};
  for (Index p = 1; p < 4 && !(first && !best.encoded.overload); ++p) {
    const Encoded next = encode_at(x, beta[p], q, fault);
    if (first || next.error < best.encoded.error) best = {next, p};
  }
  return best;
}

class Normal {
 public:
  explicit Normal(std::uint64_t seed) : random_(seed) {}
  float operator()() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random_() >> 11) * 0x1p-53;
    return static_cast<float>(sum);
  }

 private:
  std::mt19937_64 random_;
};

std::array<float, 4> divided(const NestedShape& shape) {
  std::array<float, 4> beta = shape.bhat;
  for (float& b : beta) b /= static_cast<float>(shape.q);
  return beta;
}

check::LatticeCase empty_case(const NestedShape& shape, const std::array<float, 4>& beta) {
  check::LatticeCase c;
  c.name = "nested";
  c.rows = shape.rows;
  c.cols = shape.cols;
  c.q = shape.q;
  c.mode = shape.first ? BetaChoice::first : BetaChoice::opt;
  c.arithmetic = Arithmetic::fp32;
  c.beta.assign(beta.begin(), beta.end());
  return c;
}

using FloatMatrix = std::vector<std::vector<float>>;

// The matrix that feeds the error of each lattice block back to the later ones, by elimination in blocks of
// eight columns from the last to the first. Above the diagonal, the columns of lattice block b hold S_ab
// S_bb^-1 for each earlier one, a.
FloatMatrix feedback(FloatMatrix s) {
  const Index n = std::ssize(s);
  FloatMatrix u(n, std::vector<float>(n));
  for (Index first = n - 8; first >= 0; first -= 8) {
    FloatMatrix pivot(8, std::vector<float>(16));
    for (Index i = 0; i < 8; ++i) {
      for (Index j = 0; j < 8; ++j) pivot[i][j] = s[first + i][first + j];
      pivot[i][8 + i] = 1;
    }
    for (Index j = 0; j < 8; ++j) {  // Gauss-Jordan elimination
      const float diagonal = pivot[j][j];
      for (float& v : pivot[j]) v /= diagonal;
      for (Index i = 0; i < 8; ++i) {
        if (i == j) continue;
        const float multiple = pivot[i][j];
        for (Index k = 0; k < 16; ++k) pivot[i][k] -= multiple * pivot[j][k];
      }
    }
    for (Index i = 0; i < first; ++i)
      for (Index j = 0; j < 8; ++j)
        for (Index k = 0; k < 8; ++k) u[i][first + j] += s[i][first + k] * pivot[k][8 + j];
    for (Index i = 0; i < first; ++i)
      for (Index j = 0; j < first; ++j)
        for (Index k = 0; k < 8; ++k) s[i][j] -= u[i][first + k] * s[first + k][j];
  }
  return u;
}

// X^T X of samples in which neighbouring inputs are alike, and with damping: the samples are too few to make
// it definite.
std::vector<double> correlated_hessian(Index n, double damping, Normal& normal) {
  std::vector<double> hessian(n * n);
  for (Index sample = 0; sample < n / 2; ++sample) {
    std::vector<float> x(n);
    float walk = 0;
    for (float& v : x) v = walk = 0.8F * walk + normal();
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j)
        hessian[i * n + j] += static_cast<double>(x[i]) * static_cast<double>(x[j]);
  }
  double trace = 0;
  for (Index i = 0; i < n; ++i) trace += hessian[i * n + i];
  for (Index i = 0; i < n; ++i) hessian[i * n + i] += damping * trace / static_cast<double>(n);
  for (double& h : hessian) h = static_cast<double>(static_cast<float>(h));
  return hessian;
}

}  // namespace

check::LatticeCase nested_case(const NestedShape& shape, std::uint64_t seed, NestedFault fault) {
  const std::array<float, 4> beta = divided(shape);
  check::LatticeCase c = empty_case(shape, fault == NestedFault::betas_not_divided ? shape.bhat : beta);
  Normal normal(seed);
  const bool first = shape.first != (fault == NestedFault::other_mode);
  for (Index row = 0; row < c.rows; ++row) {
    for (Index b = 0; b < c.blocks(); ++b) {
      const Index columns = std::min<Index>(8, c.cols - 8 * b);
      Floats x{};
      for (Index i = 0; i < columns; ++i) c.values.push_back(static_cast<double>(x[i] = normal()));
      if (columns < 8 && fault == NestedFault::tail_dropped) x = {};
      auto [best, taken] = take_beta(x, beta, shape.q, first, fault);
      for (Index i = 0; i < columns; ++i) {
        float point = best.point[i];
        if (fault == NestedFault::half_integers_truncated) point = std::trunc(point);
        const float scale = fault == NestedFault::decoded_without_beta ? 1.0F : beta[taken];
        c.decoded.push_back(static_cast<double>(scale * point));
      }
      if (fault == NestedFault::codes_reversed) std::reverse(best.code.begin(), best.code.end());
      if (fault == NestedFault::one_code_flipped && row == 5 && b == 3)
        best.code[2] = (best.code[2] + 1) % shape.q;
      c.codes.insert(c.codes.end(), best.code.begin(), best.code.end());
      if (fault == NestedFault::beta_index_too_large) taken = std::min<Index>(taken + 1, 3);
      if (fault == NestedFault::beta_index_too_small) taken = std::max<Index>(taken - 1, 0);
      c.beta_index.push_back(taken);
    }
  }
  return c;
}

check::LatticeCase ldlq_case(const NestedShape& shape, BlockOrder order, std::uint64_t seed, LdlqFault fault,
                             double damping) {
  const std::array<float, 4> beta = divided(shape);
  check::LatticeCase c = empty_case(shape, beta);
  c.block_order = order;
  Normal normal(seed);
  const Index n = c.cols;
  c.hessian = correlated_hessian(n, damping, normal);
  for (Index k = 0; k < c.rows * n; ++k) c.values.push_back(static_cast<double>(normal()));
  c.codes.resize(c.values.size());
  c.decoded.resize(c.values.size());
  c.beta_index.resize(c.rows * c.blocks());

  const bool backwards = (order == BlockOrder::last) != (fault == LdlqFault::other_block_order);
  std::vector<Index> column(n);  // the column that each step processes
  for (Index k = 0; k < n; ++k) column[k] = backwards ? (n / 8 - 1 - k / 8) * 8 + k % 8 : k;
  FloatMatrix hessian(n, std::vector<float>(n));
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) hessian[i][j] = static_cast<float>(c.hessian[column[i] * n + column[j]]);
  const FloatMatrix u = feedback(hessian);

  for (Index row = 0; row < c.rows; ++row) {
    std::vector<float> error(n);
    for (Index first = 0; first < n; first += 8) {
      Floats target{};
      const Index reach = fault == LdlqFault::last_error_dropped ? first - 1 : first;
      for (Index j = 0; j < 8; ++j) {
        target[j] = static_cast<float>(c.values[row * n + column[first + j]]);
        float sum = 0;
        for (Index i = 0; i < reach; ++i) sum += error[i] * u[i][first + j];
        if (fault == LdlqFault::update_sign_flipped) sum = -sum;
        if (fault != LdlqFault::no_feedback) target[j] += sum;
      }
      const auto [best, taken] = take_beta(target, beta, shape.q, shape.first, NestedFault::none);
      for (Index j = 0; j < 8; ++j) {
        const Index place = row * n + column[first + j];
        const float decoded = beta[taken] * best.point[j];
        error[first + j] = static_cast<float>(c.values[place]) - decoded;
        c.decoded[place] = static_cast<double>(decoded);
        c.codes[place] = best.code[j];
      }
      c.beta_index[row * c.blocks() + column[first] / 8] = taken;
    }
  }
  return c;
}

}  // namespace quantcheck::test
