#include <quantcheck/proofs_check/ledger/words.h>

#include <cstdio>

namespace quantcheck::check::ledger {

using reference::Rational;

std::string shown(const Rational& x) {
  constexpr std::size_t short_enough = 24;
  std::string fraction = x.str();
  if (fraction.size() <= short_enough) return fraction;
  char text[64];
  std::snprintf(text, sizeof text, "%.15g...", reference::approximate(x));
  return text;
}

std::string shown(const reference::PrimeField& x) { return std::to_string(x.representative()); }

std::string in_row(Index row, const char* what, const Rational& a, const char* other, const Rational& b) {
  return "row " + std::to_string(row) + ": " + what + " is " + shown(a) + ", " + other + " " + shown(b);
}

std::string at(Index row, Index column) {
  return "row " + std::to_string(row) + ", column " + std::to_string(column) + ": ";
}

}  // namespace quantcheck::check::ledger
