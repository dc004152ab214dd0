#include <quantcheck/proofs_check/diff/asked.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/lines.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/levels.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {
namespace {

using reference::exact;
using reference::Matrix;
using reference::Rational;

// The products of rationals that forming X^T X may take. They last some seconds.
constexpr double max_gram_products = 1e8;

// The share of a unit by which two float32 computations of one thing may differ.
constexpr double rounding_limit = 0x1p-18;

std::string and_words(const std::string& a, const std::string& b) { return "A " + a + ", B " + b; }

/// The differences of two matrices, entry by entry.
class Entries {
 public:
  Entries(const char* what, Index cols) : what_(what), cols_(cols) {}

  // Rounding may explain a difference that is a small share of `unit`, which is 0 where nothing was rounded.
  void compare(double a, double b, double unit = 0) { compare(a, b, unit, a == b); }

  // Compares entries that are rounded to double. Whether they are equal is known from the exact ones.
  void compare(double a, double b, double unit, bool equal) {
    if (!equal) {
      if (++different_ == 1)
        first_ =
            format("row %td, column %td: ", all_ / cols_, all_ % cols_) + and_words(shortest(a), shortest(b));
      largest_ = std::max(largest_, std::fabs(a - b));
      rounded_ = rounded_ && unit > 0 && std::fabs(a - b) <= rounding_limit * unit;
    }
    ++all_;
  }

  void report(Asked& asked) const {
    if (different_ > 0)
      (rounded_ ? asked.rounded : asked.otherwise)
          .push_back(
              std::string(what_) +
              format(": %td of %td entries differ, by up to %.3g; first ", different_, all_, largest_) +
              first_);
  }

 private:
  const char* what_;
  Index cols_;
  Index all_ = 0;
  Index different_ = 0;
  double largest_ = 0;
  bool rounded_ = true;
  std::string first_;
};

void compare_values(const char* what, Index cols, const std::vector<double>& a, const std::vector<double>& b,
                    Asked& asked) {
  Entries entries(what, cols);
  for (std::size_t k = 0; k < a.size(); ++k) entries.compare(a[k], b[k]);
  entries.report(asked);
}

void compare_weights(const Case& a, const Case& b, Asked& asked) {
  Entries entries("weight (dead inputs as 0)", a.layer.in);
  const auto weight = [](const Case& c, Index k) {
    return c.declared.dead[k % c.layer.in] ? 0.0 : c.layer.weight[k];
  };
  for (Index k = 0; k < a.layer.out * a.layer.in; ++k) entries.compare(weight(a, k), weight(b, k));
  entries.report(asked);
}

Matrix<Rational> gram_of(const Case& c) {
  Matrix<Rational> x(c.layer.samples, c.layer.in);
  for (Index k = 0; k < c.layer.samples * c.layer.in; ++k)
    x(k / c.layer.in, k % c.layer.in) = exact(c.layer.activations[k]);
  return reference::gram(x);
}

bool gram_is_short(const Case& c) {
  return static_cast<double>(c.layer.samples) * static_cast<double>(c.layer.in * c.layer.in) / 2.0 <=
         max_gram_products;
}

// The matrix that is factored for a case: the damped Hessian in exact numbers.
class Factored {
 public:
  explicit Factored(const Case& c)
      : c_(c), gram_(c.layer.hessian.empty() ? gram_of(c) : Matrix<Rational>()) {}

  Rational operator()(Index i, Index j) const {
    Rational h = c_.layer.hessian.empty() ? gram_(i, j) : exact(c_.layer.hessian[i * c_.layer.in + j]);
    if (i == j && c_.declared.dead[i] && h == 0) h = 1;
    return i == j ? Rational(h + c_.declared.damping) : h;
  }

 private:
  const Case& c_;
  Matrix<Rational> gram_;
};

// Compares the dampings of two cases that have the same Hessian.
void compare_dampings(const Case& a, const Case& b, Asked& asked) {
  if (a.declared.damping == b.declared.damping) return;
  const double damping_a = reference::approximate(a.declared.damping);
  const double damping_b = reference::approximate(b.declared.damping);
  const bool rounded = std::fabs(damping_a - damping_b) <= rounding_limit * std::min(damping_a, damping_b);
  (rounded ? asked.rounded : asked.otherwise)
      .push_back("damping: " + and_words(shortest(damping_a), shortest(damping_b)));
}

void compare_hessians(const Case& a, const Case& b, Asked& asked) {
  if (a.layer.hessian == b.layer.hessian && a.layer.activations == b.layer.activations)
    return compare_dampings(a, b, asked);
  if (a.layer.has_hessian() != b.layer.has_hessian()) {
    asked.otherwise.emplace_back("hessian: only one of them has one");
    return;
  }
  if (!gram_is_short(a) || !gram_is_short(b)) {
    asked.otherwise.emplace_back("hessian: of activations, too many to compare what they amount to exactly");
    return;
  }
  const Factored factored_a(a);
  const Factored factored_b(b);
  std::vector<double> root(a.layer.in);
  for (Index i = 0; i < a.layer.in; ++i) root[i] = std::sqrt(reference::approximate(factored_a(i, i)));
  const bool stored = !a.layer.hessian.empty() && !b.layer.hessian.empty();
  Entries entries("hessian, damping included", a.layer.in);
  for (Index i = 0; i < a.layer.in; ++i)
    for (Index j = 0; j < a.layer.in; ++j) {
      const double unit = root[i] * root[j];
      if (stored && i != j) {
        // With thousands of inputs these entries are many, so they are not made exact.
        entries.compare(a.layer.hessian[i * a.layer.in + j], b.layer.hessian[i * a.layer.in + j], unit);
        continue;
      }
      const Rational h_a = factored_a(i, j);
      const Rational h_b = factored_b(i, j);
      entries.compare(reference::approximate(h_a), reference::approximate(h_b), unit, h_a == h_b);
    }
  entries.report(asked);
}

void compare_orders(const Case& a, const Case& b, Asked& asked) {
  const auto parted = std::ranges::mismatch(a.declared.order, b.declared.order);
  if (parted.in1 == a.declared.order.end()) return;
  asked.otherwise.push_back(
      format("order: at step %td ", parted.in1 - a.declared.order.begin()) +
      and_words(format("takes column %td", *parted.in1), format("column %td", *parted.in2)));
}

void compare_grids(const Case& a, const Case& b, Asked& asked) {
  Entries scales("scale", a.layer.in);
  Index ranges = 0;
  Index offsets = 0;
  const auto end = [](const std::optional<Code>& code, Code zero) {
    return code ? std::optional(*code - zero) : std::nullopt;
  };
  for (Index row = 0; row < a.layer.out; ++row)
    for (Index column = 0; column < a.layer.in; ++column) {
      const double scale = a.grid.scale_at(row, column);
      scales.compare(scale, b.grid.scale_at(row, column), std::fabs(scale));
      offsets += a.grid.offset_at(row, column) != b.grid.offset_at(row, column);
      const Code zero_a = a.grid.zero_at(row, column);
      const Code zero_b = b.grid.zero_at(row, column);
      ranges += end(a.grid.range.min, zero_a) != end(b.grid.range.min, zero_b) ||
                end(a.grid.range.max, zero_a) != end(b.grid.range.max, zero_b);
    }
  scales.report(asked);
  if (reference::distinct_levels(a.grid.levels) != reference::distinct_levels(b.grid.levels))
    asked.otherwise.emplace_back("levels: the tables differ");
  if (offsets > 0)
    asked.otherwise.push_back(
        format("offset: differs at %td of %td weights", offsets, a.layer.out * a.layer.in));
  if (ranges > 0)
    asked.otherwise.push_back(
        format("range of code - zero: differs at %td of %td weights", ranges, a.layer.out * a.layer.in));
}

}  // namespace

Asked compare_asked(const Case& a, const Case& b) {
  Asked asked;
  compare_weights(a, b, asked);
  compare_hessians(a, b, asked);
  compare_orders(a, b, asked);
  compare_grids(a, b, asked);
  return asked;
}

Asked compare_asked(const LatticeCase& a, const LatticeCase& b) {
  Asked asked;
  compare_values(a.hessian.empty() ? "values" : "weight", a.cols, a.values, b.values, asked);
  compare_values("hessian", a.cols, a.hessian, b.hessian, asked);
  if (!a.hessian.empty() && a.block_order != b.block_order)
    asked.otherwise.emplace_back("block_order: one takes the first block first, the other the last");
  if (a.beta.size() != b.beta.size())
    asked.otherwise.push_back(
        "betas: " + and_words(plural(std::ssize(a.beta), "beta"), plural(std::ssize(b.beta), "beta")));
  else
    compare_values("betas", std::ssize(a.beta), a.beta, b.beta, asked);
  if (a.mode != b.mode)
    asked.otherwise.emplace_back("mode: one takes the best beta, the other the first that round-trips");
  return asked;
}

}  // namespace quantcheck::check
