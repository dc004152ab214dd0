// The judge's finding on one lattice block.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/exact/side.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check {

using reference::Block;
using reference::E8Point;

/// What the judge finds of a lattice block.
struct BlockFinding {
  Verdict code = Verdict::exact;     // whether it is the class of a nearest point of x / beta
  Verdict decoded = Verdict::exact;  // whether it is beta times a point of least norm in the class
  // The verdict of judge_beta; exact, because it was not asked for, where one of the others is wrong or
  // undecided.
  Verdict beta = Verdict::exact;
  CellPosition position;              // of x / beta beside `nearest`
  double allowed = 0;                 // the excess that rounding explains; 0 where it was not measured
  bool unresolved = false;            // explained, but by rounding that hides faults
  const char* reason = "";            // why something is undecided
  E8Point nearest;                    // the point of the class that is nearest to x / beta
  std::optional<E8Point> stands_for;  // what it is decoded to, over beta; none if that is no point of E8

  /// Whether the code stands for another point than the one that it was made of.
  bool overloads() const { return stands_for && *stands_for != nearest; }
  /// The verdict on the block: the worst of the three.
  Verdict verdict() const { return worse(code, worse(decoded, beta)); }
};

}  // namespace quantcheck::check
