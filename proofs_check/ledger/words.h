// Numbers in words, for the messages of refuted claims.
#pragma once

#include <string>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/prime_field.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

/// The fraction, or where it has more than 24 characters a decimal of 15 digits followed by "...".
std::string shown(const reference::Rational& x);
/// The representative, 0 .. p - 1.
std::string shown(const reference::PrimeField& x);

/// A message such as "row 2: the loss is 1/4, the bound 1/5".
std::string in_row(Index row, const char* what, const reference::Rational& a, const char* other,
                   const reference::Rational& b);

/// The beginning of a message, such as "row 2, column 0: ".
std::string at(Index row, Index column);

/// The numbers with a space between each two.
template <class Range>
std::string joined(const Range& numbers) {
  std::string words;
  for (const auto& number : numbers) words += (words.empty() ? "" : " ") + std::to_string(number);
  return words;
}

}  // namespace quantcheck::check::ledger
