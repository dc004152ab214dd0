#include <quantcheck/reference/nestquant/hadamard.h>

#include <array>
#include <bit>
#include <string>
#include <vector>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {
namespace {

// The Legendre symbol modulo the odd prime p: 1 if x is a square, -1 if not, 0 for a multiple of p.
Code legendre(Code x, Code p) {
  if (x % p == 0) return 0;
  for (Code root = 1; root < p; ++root)
    if ((root * root - x) % p == 0) return 1;
  return -1;
}

// Paley's matrix I + S of order p + 1, for a prime p = 3 modulo 4. S is skew: its first row is of ones, its
// first column of minus ones, its diagonal 0, and all else is S_ij = legendre(i - j).
Matrix<Code> paley(Code p) {
  Matrix<Code> h(p + 1, p + 1);
  for (Index i = 0; i <= p; ++i)
    for (Index j = 0; j <= p; ++j) {
      if (i == j)
        h(i, j) = 1;
      else
        h(i, j) = i == 0 ? 1 : j == 0 ? -1 : legendre(i - j + p, p);
    }
  return h;
}

// Four symmetric circulants A, B, C, D of order n with A^2 + B^2 + C^2 + D^2 = 4 n I, whose entries are
// signs. Entry (i, j) depends only on the class of i - j modulo n. It is 1 for i = j. The other classes are
// the orbits under multiplication by -1 and by `multiplier`, numbered in the order of their least elements,
// and the entry is -1 where the bit of that number is set in the circulant's word of `minus`.
struct Williamson {
  Index n;
  Index multiplier;
  std::array<unsigned, 4> minus;
};

// These were found by search. The tests check the property that they are for, H H^T = m I.
constexpr std::array<Williamson, 4> williamson_circulants{{
    {3, 1, {0, 1, 1, 1}},
    {5, 1, {1, 2, 3, 3}},
    {7, 1, {1, 1, 3, 4}},
    {43, 6, {7, 46, 52, 98}},
}};

std::vector<Index> orbit_numbers(Index n, Index multiplier) {
  std::vector<Index> number(static_cast<std::size_t>(n), -1);
  Index orbits = 0;
  for (Index least = 1; least < n; ++least) {
    if (number[least] >= 0) continue;
    for (Index x = least; number[x] < 0; x = x * multiplier % n) number[x] = number[n - x] = orbits;
    ++orbits;
  }
  return number;
}

Matrix<Code> williamson(const Williamson& circulants) {
  const auto& [n, multiplier, minus] = circulants;
  const std::vector<Index> orbit = orbit_numbers(n, multiplier);
  // Williamson's array has the rows of circulants A B C D; -B A -D C; -C D A -B; -D -C B A.
  constexpr Index which[4][4] = {{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 3, 0, 1}, {3, 2, 1, 0}};
  constexpr Code sign[4][4] = {{1, 1, 1, 1}, {-1, 1, -1, 1}, {-1, 1, 1, -1}, {-1, -1, 1, 1}};
  Matrix<Code> h(4 * n, 4 * n);
  for (Index i = 0; i < 4 * n; ++i)
    for (Index j = 0; j < 4 * n; ++j) {
      const Index difference = (i % n - j % n + n) % n;
      const bool negative = difference != 0 && (minus[which[i / n][j / n]] >> orbit[difference] & 1) != 0;
      h(i, j) = negative ? -sign[i / n][j / n] : sign[i / n][j / n];
    }
  return h;
}

Matrix<Code> base_matrix(Index m) {
  if (m == 1) return Matrix<Code>::Constant(1, 1, Code{1});
  for (const Williamson& circulants : williamson_circulants)
    if (m == 4 * circulants.n) return williamson(circulants);
  return paley(m - 1);
}

}  // namespace

Index hadamard_base(Index n) {
  for (const Index m : {1, 12, 20, 28, 108, 172})
    if (n > 0 && n % m == 0 && std::has_single_bit(static_cast<std::size_t>(n / m))) return m;
  throw Error("no Hadamard matrix of order " + std::to_string(n) +
              " here; 2^k, or m 2^k for m = 12, 20, 28, 108, 172, is needed");
}

Matrix<Code> hadamard(Index n) {
  const Matrix<Code> base = base_matrix(hadamard_base(n));
  const Index power = n / base.rows();
  Matrix<Code> h(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const auto common = static_cast<std::size_t>(i % power) & static_cast<std::size_t>(j % power);
      h(i, j) = std::popcount(common) % 2 == 0 ? base(i / power, j / power) : -base(i / power, j / power);
    }
  return h;
}

}  // namespace quantcheck::reference
