#include <quantcheck/tests/support/plain_factor.h>

#include <algorithm>
#include <cmath>

namespace quantcheck::test {
namespace {

using optimized::Method;

constexpr Index stretch = 256;

struct Square {
  explicit Square(Index size_) : size(size_), entries(size_ * size_) {}
  double& operator()(Index i, Index j) { return entries[i * size + j]; }
  double operator()(Index i, Index j) const { return entries[i * size + j]; }

  Index size;
  std::vector<double> entries;
};

// One of the two factors of a product in a sum, and the place k of that product.
struct Term {
  Index k;
  double factor;
};

// The sum of the products of places first .. last - 1: a chain of fused multiply-adds that starts from 0.
double chain_of(const std::vector<Term>& terms, const double* row, Index first, Index last) {
  double sum = 0;
  for (const Term& term : terms)
    if (term.k >= first && term.k < last) sum = std::fma(row[term.k], term.factor, sum);
  return sum;
}

Index block_of(Index padded) { return padded >= 2048 ? 256 : padded >= 1024 ? 128 : 64; }

Square reversed(const MatrixView<const float>& hessian, const Order& order, double damping) {
  const Index in = hessian.rows;
  const Index padding = (16 - in % 16) % 16;
  Square h(in + padding);
  for (Index r = 0; r < padding; ++r) h(r, r) = 1;
  for (Index r = 0; r < in; ++r)
    for (Index k = 0; k < in; ++k)
      h(padding + r, padding + k) = static_cast<double>(hessian(order[in - 1 - r], order[in - 1 - k]));
  for (Index r = padding; r < h.size; ++r) h(r, r) += damping;
  return h;
}

// Replaces the lower triangle of the Hessian by L D, with D on the diagonal.
void factor_in_place(Square& h) {
  const Index block = block_of(h.size);
  for (Index j = 0; j < h.size; ++j) {
    std::vector<Term> terms;
    for (Index k = 0; k < j; ++k)
      if (h(j, k) != 0) terms.push_back({k, -(h(j, k) / h(k, k))});
    const Index begin = j / block * block;
    for (Index r = j; r < h.size; ++r) {
      const double* row = &h(r, 0);
      double sum = h(r, j);
      for (Index first = 0; first < begin; first += stretch)
        sum += chain_of(terms, row, first, std::min(first + stretch, begin));
      h(r, j) = sum + chain_of(terms, row, begin, j);
    }
  }
}

// U in processing order, with 0 on the diagonal.
Square upper(const Square& ld, Index in) {
  Square u(in);
  const Index last = ld.size - 1;
  for (Index i = 0; i < in; ++i)
    for (Index j = i + 1; j < in; ++j) u(i, j) = ld(last - i, last - j) / ld(last - j, last - j);
  return u;
}

// U^-1 with 0 on the diagonal.
Square inverse(const Square& u) {
  Square n(u.size);
  for (Index j = 0; j < u.size; ++j) {
    std::vector<Term> terms;
    for (Index k = 0; k < j; ++k)
      if (u(k, j) != 0) terms.push_back({k, -u(k, j)});
    const Index begin = j / stretch * stretch;
    for (Index i = 0; i < j; ++i) {
      const double* row = &n(i, 0);
      n(i, i) = 1;
      double sum = 0;
      for (Index first = 0; first < begin; first += stretch)
        sum += chain_of(terms, row, first, first + stretch);
      n(i, j) = sum + chain_of(terms, row, begin, j);
      n(i, i) = 0;
    }
  }
  return n;
}

}  // namespace

PlainFactor plain_factor(const MatrixView<const float>& hessian, const Order& order,
                         const Damping<double>& damping, Method method) {
  const Index in = hessian.rows;
  PlainFactor factor;
  double sum = 0;
  for (Index i = 0; i < in; ++i) sum += static_cast<double>(hessian(i, i));
  factor.damping = damping.relative * (sum / static_cast<double>(in)) + damping.absolute;
  Square h = reversed(hessian, order, factor.damping);
  factor_in_place(h);
  for (Index k = 0; k < in; ++k) factor.pivots.push_back(h(h.size - 1 - k, h.size - 1 - k));
  Square u = upper(h, in);
  if (method == Method::gptq) u = inverse(u);
  factor.entries.assign(u.entries.begin(), u.entries.end());
  return factor;
}

Order plain_min_pivot_order(const MatrixView<const float>& hessian, double damping) {
  const Index in = hessian.rows;
  Square schur(in);
  std::vector<double> pivot(in);
  for (Index i = 0; i < in; ++i) {
    for (Index j = 0; j < in; ++j) schur(i, j) = static_cast<double>(hessian(i, j));
    pivot[i] = schur(i, i) + damping;
  }
  std::vector<bool> eliminated(in);
  std::vector<std::vector<double>> columns, negatives;
  Order order(in);
  for (Index left = in; left > 0; --left) {
    Index p = -1;
    for (Index i = 0; i < in; ++i)
      if (!eliminated[i] && (p < 0 || pivot[i] <= pivot[p])) p = i;
    order[left - 1] = p;
    eliminated[p] = true;
    std::vector<double> column(in), negative(in);
    for (Index i = 0; i < in; ++i) {
      double c = schur(p, i);
      for (std::size_t q = 0; q < columns.size(); ++q) c += columns[q][p] * negatives[q][i];
      column[i] = eliminated[i] ? 0 : c;
      negative[i] = -(column[i] / pivot[p]);
    }
    for (Index i = 0; i < in; ++i)
      if (!eliminated[i]) pivot[i] += column[i] * negative[i];
    columns.push_back(column);
    negatives.push_back(negative);
    if (columns.size() < 64) continue;
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < in; ++j) {
        double sum = 0;
        for (std::size_t q = 0; q < 64; ++q) sum = std::fma(negatives[q][j], columns[q][i], sum);
        schur(i, j) += sum;
      }
    columns.clear();
    negatives.clear();
  }
  return order;
}

float panel_entry(const optimized::Buffer<float>& panels, Index i, Index j) {
  const Index panel = j / 8;
  return panels[32 * panel * (panel + 1) + i * 8 + j % 8];
}

}  // namespace quantcheck::test
