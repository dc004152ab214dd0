#include <quantcheck/proofs_check/diff/asked.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/report/format.h>
#include <quantcheck/proofs_check/report/lines.h>
#include <quantcheck/reference/hessian/prepare.h>

namespace quantcheck::check {
namespace {

using reference::exact;
using reference::Matrix;
using reference::Rational;

// Products of rationals that forming X^T X may take: some seconds.
constexpr double max_gram_products = 1e8;

std::string and_words(const std::string& a, const std::string& b) { return "A " + a + ", B " + b; }

/// Where two matrices differ, entry by entry.
class Entries {
 public:
  Entries(const char* what, Index cols) : what_(what), cols_(cols) {}

  void compare(double a, double b) { compare(a, b, a == b); }

  // Rounded to double: `equal` is known better.
  void compare(double a, double b, bool equal) {
    if (!equal) {
      if (++different_ == 1)
        first_ =
            format("row %td, column %td: ", all_ / cols_, all_ % cols_) + and_words(shortest(a), shortest(b));
      largest_ = std::max(largest_, std::fabs(a - b));
    }
    ++all_;
  }

  void report(std::vector<std::string>& asked) const {
    if (different_ > 0)
      asked.push_back(
          std::string(what_) +
          format(": %td of %td entries differ, by up to %.3g; first ", different_, all_, largest_) + first_);
  }

 private:
  const char* what_;
  Index cols_;
  Index all_ = 0;
  Index different_ = 0;
  double largest_ = 0;
  std::string first_;
};

void compare_values(const char* what, Index cols, const std::vector<double>& a, const std::vector<double>& b,
                    std::vector<std::string>& asked) {
  Entries entries(what, cols);
  for (std::size_t k = 0; k < a.size(); ++k) entries.compare(a[k], b[k]);
  entries.report(asked);
}

void compare_weights(const Case& a, const Case& b, std::vector<std::string>& asked) {
  Entries entries("weight (dead inputs as 0)", a.in);
  const auto weight = [](const Case& c, Index k) { return c.dead[k % c.in] ? 0.0 : c.weight[k]; };
  for (Index k = 0; k < a.out * a.in; ++k) entries.compare(weight(a, k), weight(b, k));
  entries.report(asked);
}

void compare_damping(const Case& a, const Case& b, std::vector<std::string>& asked) {
  if (a.damping != b.damping)
    asked.push_back("damping: " + and_words(shortest(reference::approximate(a.damping)),
                                            shortest(reference::approximate(b.damping))));
}

Matrix<Rational> gram_of(const Case& c) {
  Matrix<Rational> x(c.samples, c.in);
  for (Index k = 0; k < c.samples * c.in; ++k) x(k / c.in, k % c.in) = exact(c.activations[k]);
  return reference::gram(x);
}

bool gram_is_short(const Case& c) {
  return static_cast<double>(c.samples) * static_cast<double>(c.in * c.in) / 2.0 <= max_gram_products;
}

// The matrices factored.
void compare_hessians(const Case& a, const Case& b, std::vector<std::string>& asked) {
  if (a.hessian == b.hessian && a.activations == b.activations) return compare_damping(a, b, asked);
  if (!gram_is_short(a) || !gram_is_short(b)) {
    asked.emplace_back("hessian: of activations, too many to compare what they amount to exactly");
    return;
  }
  const Matrix<Rational> gram_a = a.hessian.empty() ? gram_of(a) : Matrix<Rational>();
  const Matrix<Rational> gram_b = b.hessian.empty() ? gram_of(b) : Matrix<Rational>();
  const auto factored = [](const Case& c, Index i, Index j, const Matrix<Rational>& gram) {
    const Rational h = c.hessian.empty() ? gram(i, j) : exact(c.hessian[i * c.in + j]);
    return i == j ? Rational(h + c.damping) : h;
  };
  const bool stored = !a.hessian.empty() && !b.hessian.empty();
  Entries entries("hessian, damping included", a.in);
  for (Index i = 0; i < a.in; ++i)
    for (Index j = 0; j < a.in; ++j) {
      if (stored && i != j) {  // of thousands of inputs these are many
        entries.compare(a.hessian[i * a.in + j], b.hessian[i * a.in + j]);
        continue;
      }
      const Rational h_a = factored(a, i, j, gram_a);
      const Rational h_b = factored(b, i, j, gram_b);
      entries.compare(reference::approximate(h_a), reference::approximate(h_b), h_a == h_b);
    }
  entries.report(asked);
}

void compare_orders(const Case& a, const Case& b, std::vector<std::string>& asked) {
  const auto parted = std::ranges::mismatch(a.order, b.order);
  if (parted.in1 == a.order.end()) return;
  asked.push_back(format("order: at step %td ", parted.in1 - a.order.begin()) +
                  and_words(format("takes column %td", *parted.in1), format("column %td", *parted.in2)));
}

void compare_grids(const Case& a, const Case& b, std::vector<std::string>& asked) {
  Entries scales("scale", a.in);
  Index ranges = 0;
  const auto end = [](const std::optional<Code>& code, Code zero) {
    return code ? std::optional(*code - zero) : std::nullopt;
  };
  for (Index row = 0; row < a.out; ++row)
    for (Index column = 0; column < a.in; ++column) {
      scales.compare(a.grid.scale_at(row, column), b.grid.scale_at(row, column));
      const Code zero_a = a.grid.zero_at(row, column);
      const Code zero_b = b.grid.zero_at(row, column);
      ranges += end(a.grid.range.min, zero_a) != end(b.grid.range.min, zero_b) ||
                end(a.grid.range.max, zero_a) != end(b.grid.range.max, zero_b);
    }
  scales.report(asked);
  if (ranges > 0)
    asked.push_back(format("range of code - zero: differs at %td of %td weights", ranges, a.out * a.in));
}

}  // namespace

std::vector<std::string> asked_differently(const Case& a, const Case& b) {
  std::vector<std::string> asked;
  compare_weights(a, b, asked);
  compare_hessians(a, b, asked);
  compare_orders(a, b, asked);
  compare_grids(a, b, asked);
  return asked;
}

std::vector<std::string> asked_differently(const LatticeCase& a, const LatticeCase& b) {
  std::vector<std::string> asked;
  compare_values(a.hessian.empty() ? "values" : "weight", a.cols, a.values, b.values, asked);
  compare_values("hessian", a.cols, a.hessian, b.hessian, asked);
  if (!a.hessian.empty() && a.block_order != b.block_order)
    asked.emplace_back("block_order: one takes the first block first, the other the last");
  if (a.beta.size() != b.beta.size())
    asked.push_back("betas: " +
                    and_words(plural(std::ssize(a.beta), "beta"), plural(std::ssize(b.beta), "beta")));
  else
    compare_values("betas", std::ssize(a.beta), a.beta, b.beta, asked);
  if (a.mode != b.mode)
    asked.emplace_back("mode: one takes the best beta, the other the first that round-trips");
  return asked;
}

}  // namespace quantcheck::check
