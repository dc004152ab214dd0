// Dialects: known ways to differ from what a case declares, in what is done or in how its data are read.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/diagnose/cause.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// Those rows of a case, with its data read in another way.
using Reading = std::function<Case(const Case& c, std::span<const Index> rows)>;

/// A dialect: a cause, what it means to the judge, and the reading of the case where that is not as it is
/// stored.
struct Dialect : Cause {
  /// The cause alone.
  Cause cause() const { return static_cast<const Cause&>(*this); }

  Hypothesis hypothesis;
  Reading reading = {};
  bool other_hessian = false;  // whether the reading changes the Hessian, and nothing else
};

/// The dialects of what is done that differ from what the case declares, the likelier first: plain rounding,
/// a range of codes that was not declared, error not carried across blocks of columns, other orders, common
/// dampings, and zero points off by one or by what the first step shows. `block` is a number of columns that error may not have been carried
/// across; 0 where none is to be tried beside the usual ones.
std::vector<Dialect> known_dialects(const Case& c, Index block);

/// Plain rounding alone.
Dialect plain_rounding_dialect(const Case& c);

/// The declared method with another damping, lambda.
Dialect of_damping(const Case& c, std::string id, std::string words, const reference::Rational& damping);

/// The min-pivot order, which is not among the known dialects because finding it takes as long as factoring
/// the Hessian; nothing where double precision does not factor that, or the order is the declared one.
std::vector<Dialect> min_pivot_dialect(const Case& c);

/// The declared method with an inverse of the Hessian that was not made symmetric. Its hypothesis is what the
/// case declares.
Dialect general_inverse(const Case& c);

}  // namespace quantcheck::check
