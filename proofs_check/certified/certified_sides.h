// The side of its boundary on which every decision of a case lies, certified for layers of any size.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/interval.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/decision_sides.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The numbers of decisions that each stage settled.
struct SettledBy {
  Index in_double = 0;  // from the residual in double
  Index uncoupled = 0;  // exactly, since no error before them is carried to them
  Index pairs = 0;      // from a column refined in pairs of doubles
  Index products = 0;   // from a column refined by exact products

  friend bool operator==(const SettledBy&, const SettledBy&) = default;
};

/// What is certified of all decisions of a case.
struct CertifiedSides : DecisionSides {
  SettledBy settled;  // with the open ones, all decisions
  // Without an upper end where there is a row of which nothing can be said in double.
  Interval loss;   // the sum over all rows of e H e^T
  Interval bound;  // 1/4 sum_j D_j s_j^2 over all rows
};

/// Certifies the decisions of a case in double; those that are left open, from a refined column of the Schur
/// complement, and then from exact products. A residual whose row has no error before it is found exactly
/// whatever the Hessian is. What is left open when the budget ends stays open. The factor is that of the case
/// under the hypothesis. Progress is told of rows and columns.
CertifiedSides certified_sides(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                               const Progress& progress, Budget& budget);

/// The same for plain rounding (plain_rounding_block), for which every residual is an error of its own. The
/// loss and its bound are left out.
CertifiedSides certified_plain_sides(const Case& c, const Hypothesis& hypothesis, const Progress& progress);

}  // namespace quantcheck::check
