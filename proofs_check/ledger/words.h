// How numbers are shown where something is refuted.
#pragma once

#include <string>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/prime_field.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

/// The fraction, or a decimal where that would be long.
std::string shown(const reference::Rational& x);
std::string shown(const reference::PrimeField& x);

/// "row 2: the loss is 1/4, the bound 1/5"
std::string in_row(Index row, const char* what, const reference::Rational& a, const char* other,
                   const reference::Rational& b);

/// "row 2, column 0: "
std::string at(Index row, Index column);

/// With spaces between them.
template <class Range>
std::string joined(const Range& numbers) {
  std::string words;
  for (const auto& number : numbers) words += (words.empty() ? "" : " ") + std::to_string(number);
  return words;
}

}  // namespace quantcheck::check::ledger
