// Encoders that are right except for rounding, in every arithmetic and every manner. The judge may fail none
// of them.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/replay/emulated.h>

namespace quantcheck::test {

using namespace check;

namespace {

/// The choices in which implementations differ.
struct Manner {
  int rounding = 0;  // to the nearest integer, halves to even, up, or down
  int sum = 0;       // forwards, backwards, in pairs
  int error = 0;     // of x - beta y, of x / beta - y, or a root mean square
  bool by_reciprocal = false;
  bool halves_at_ties = false;
  bool last_at_ties = false;
  bool integer_decoder = false;
};

double number(double x) { return x; }
template <class T>
double number(T x) {
  return static_cast<double>(x);
}

template <class T>
using Values = std::array<T, 8>;
using Points = std::array<Code, 8>;  // twice the coordinates

/// Thrown where a number is so far from 0 that T has no halves there.
struct TooFar {};

/// NestQuant with the number type T.
template <class T>
struct Encoder {
  Manner manner;
  Code q;

  T rounded(T x) const {
    if (manner.rounding == 0) return T(std::nearbyint(number(x)));
    if (manner.rounding == 1) return T(std::floor(number(T(x + T(0.5)))));
    return T(std::ceil(number(T(x - T(0.5)))));
  }

  Values<T> nearest_d8(const Values<T>& x) const {
    Values<T> y;
    double sum = 0;
    for (std::size_t i = 0; i < 8; ++i) sum += number(y[i] = rounded(x[i]));
    if (std::fmod(sum, 2.0) == 0) return y;
    const auto distance = [&](std::size_t i) { return std::fabs(number(T(x[i] - y[i]))); };
    std::size_t moved = 0;
    for (std::size_t i = 1; i < 8; ++i)
      if (manner.last_at_ties ? distance(i) >= distance(moved) : distance(i) > distance(moved)) moved = i;
    y[moved] = y[moved] + T(number(x[moved]) < number(y[moved]) ? -1.0 : 1.0);
    return y;
  }

  T squared_distance(const Values<T>& a, const Values<T>& b) const {
    Values<T> s;
    for (std::size_t i = 0; i < 8; ++i) s[i] = T(a[i] - b[i]) * T(a[i] - b[i]);
    if (manner.sum == 2) return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    if (manner.sum == 1) std::reverse(s.begin(), s.end());
    T total = s[0];
    for (std::size_t i = 1; i < 8; ++i) total = total + s[i];
    return total;
  }

  Values<T> nearest(const Values<T>& x) const {
    const Values<T> integers = nearest_d8(x);
    Values<T> shifted = x;
    for (T& v : shifted) v = v - T(0.5);
    Values<T> halves = nearest_d8(shifted);
    for (T& v : halves) v = v + T(0.5);
    const double first = number(squared_distance(x, integers));
    const double second = number(squared_distance(x, halves));
    return first < second || (first == second && !manner.halves_at_ties) ? integers : halves;
  }

  Points decode(const Block<Code>& code) const {
    if (manner.integer_decoder) return reference::voronoi_point(code, q).twice;
    const E8Point member = reference::e8_point(code);
    Values<T> scaled;
    for (std::size_t i = 0; i < 8; ++i)
      scaled[i] = T(static_cast<double>(member.twice[i]) / 2) / T(static_cast<double>(q));
    const Values<T> multiple = nearest(scaled);
    Points points;
    for (std::size_t i = 0; i < 8; ++i)
      points[i] = member.twice[i] - q * std::lround(2 * number(multiple[i]));
    return points;
  }

  struct Encoded {
    Block<Code> code;
    Values<T> value;
    bool overload;
    double error;
  };

  Encoded encode(const Values<T>& x, T beta) const {
    const T reciprocal = T(1.0) / beta;
    Values<T> t;
    for (std::size_t i = 0; i < 8; ++i) t[i] = manner.by_reciprocal ? x[i] * reciprocal : x[i] / beta;
    const Values<T> y = nearest(t);
    E8Point point;
    for (std::size_t i = 0; i < 8; ++i) {
      if (!(std::fabs(number(y[i])) < 0x1p52)) throw TooFar();
      point.twice[i] = std::lround(2 * number(y[i]));
    }
    if (!reference::in_e8(point)) throw TooFar();
    Encoded e{reference::voronoi_code(point, q), {}, false, 0};
    const Points decoded = decode(e.code);
    e.overload = decoded != point.twice;
    Values<T> z;
    for (std::size_t i = 0; i < 8; ++i) {
      z[i] = T(static_cast<double>(decoded[i]) / 2);
      e.value[i] = beta * z[i];
    }
    e.error =
        number(manner.error == 1 ? squared_distance(t, z) * (beta * beta) : squared_distance(x, e.value));
    if (manner.error == 2) e.error = number(T(std::sqrt(number(T(e.error) / T(8.0)))));
    return e;
  }
};

std::mt19937_64 random_source;
double uniform() { return static_cast<double>(random_source() >> 11) * 0x1p-53; }
Code below(Code n) { return static_cast<Code>(random_source() % static_cast<std::uint64_t>(n)); }

double normal() {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform();
  return sum;
}

/// A case of values of a random kind and about `size`. Nothing where the numbers of T do not reach that far.
template <class T>
std::optional<LatticeCase> coded_case(Arithmetic arithmetic, FloatFormat format, double size) try {
  LatticeCase c;
  c.name = "sound";
  c.rows = 6;
  c.cols = std::array<Index, 4>{8, 16, 13, 3}[below(4)];
  c.q = std::array<Code, 10>{2, 3, 4, 7, 14, 16, 63, 100, 255, 256}[below(10)];
  c.mode = below(2) == 0 ? BetaChoice::opt : BetaChoice::first;
  c.arithmetic = arithmetic;
  c.decoded_format = format;
  const Encoder<T> encoder{
      {static_cast<int>(below(3)), static_cast<int>(below(3)), static_cast<int>(below(3)), below(2) == 0,
       below(2) == 0, below(2) == 0, below(2) == 0},
      c.q};
  // Values anywhere; on faces, edges and holes of cells, scaled by a power of two or by some beta; or close
  // to those.
  const Code kind = below(4);
  std::vector<T> betas;
  double beta = (2.5 + uniform()) / static_cast<double>(c.q) * size;
  for (Code p = 0; p <= below(8); ++p, beta *= 1.2 + uniform()) {
    betas.push_back(T(kind == 1 ? std::exp2(std::round(std::log2(beta))) : beta));
    const double rounded = number(betas.back());
    if (!(rounded > (c.beta.empty() ? 0 : c.beta.back())) || std::isinf(rounded)) return std::nullopt;
    c.beta.push_back(rounded);
  }
  for (Index row = 0; row < c.rows; ++row) {
    for (Index b = 0; b < c.blocks(); ++b) {
      const Index columns = std::min<Index>(8, c.cols - 8 * b);
      Values<T> x;
      for (Index i = 0; i < columns; ++i) {
        double value = std::round(4 * normal()) / 4 * c.beta[below(std::ssize(c.beta))];
        if (kind == 0) value = normal() * size;
        if (kind == 3) value *= 1 + static_cast<double>(below(5) - 2) * 0x1p-11;
        c.values.push_back(number(x[i] = T(value)));
      }
      for (Index i = columns; i < 8; ++i) x[i] = T(0.0);
      auto best = encoder.encode(x, betas[0]);
      c.beta_index.push_back(0);
      for (Index p = 1; p < std::ssize(betas); ++p) {
        const bool first = c.mode == BetaChoice::first;
        if (first && !best.overload) break;
        const auto next = encoder.encode(x, betas[p]);
        if (!first && !(next.error < best.error)) continue;
        best = next;
        c.beta_index.back() = p;
      }
      c.codes.insert(c.codes.end(), best.code.begin(), best.code.end());
      for (Index i = 0; i < columns; ++i) c.decoded.push_back(number(best.value[i]));
    }
  }
  const auto finite = [](double v) { return std::isfinite(v); };
  if (!std::ranges::all_of(c.values, finite) || !std::ranges::all_of(c.decoded, finite)) return std::nullopt;
  if (below(3) == 0) c.decoded.clear();
  return c;
} catch (const TooFar&) {
  return std::nullopt;
}

// Tests 400 cases of sizes 2^low to 2^high, half of them near 1.
template <class T>
void none_fails(Arithmetic arithmetic, FloatFormat format, int low, int high) {
  random_source.seed(17);  // the same cases, whatever ran before
  Index conform = 0;
  for (int k = 0; k < 400; ++k) {
    const int exponent = k % 2 == 0 ? 0 : low + static_cast<int>(below(high - low + 1));
    const auto c = coded_case<T>(arithmetic, format, std::exp2(exponent));
    if (!c) continue;
    const LatticeJudgement j = judge(*c);
    EXPECT_EQ(j.wrong, 0) << "case " << k << ": q " << c->q << ", size 2^" << exponent << ", "
                          << c->beta.size() << " betas, first wrong in row " << j.first_wrong->place.row
                          << ", block " << j.first_wrong->place.block;
    conform += j.verdict == RunVerdict::conforms;
  }
  EXPECT_GT(conform, 200);
}

TEST(SoundEncoders, PassInDouble) { none_fails<double>(Arithmetic::fp64, FloatFormat::f64, -1060, 1015); }
TEST(SoundEncoders, PassInSingle) { none_fails<float>(Arithmetic::fp32, FloatFormat::f32, -140, 124); }
TEST(SoundEncoders, PassInBfloat) { none_fails<Bf16>(Arithmetic::bf16, FloatFormat::bf16, -130, 124); }
TEST(SoundEncoders, PassInHalf) { none_fails<Fp16>(Arithmetic::fp16, FloatFormat::f16, -16, 13); }

}  // namespace
}  // namespace quantcheck::test
