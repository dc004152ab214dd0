#include <quantcheck/proofs_check/problems/length.h>

namespace quantcheck::check {
namespace {

Index bits(const reference::Integer& n) { return n == 0 ? 0 : static_cast<Index>(msb(n)) + 1; }

}  // namespace

Index length(const reference::Rational& x) {
  return (x < 0 ? 1 : 0) + bits(abs(numerator(x))) + bits(denominator(x) - 1);
}

}  // namespace quantcheck::check
