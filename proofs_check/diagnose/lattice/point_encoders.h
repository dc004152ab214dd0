// Encoders of points of E8 that are wrong in ways of which some leave the lattice.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// A wrong encoder of points: in words, and as a function that gives twice the coordinates of what it takes for
/// the nearest point. These need not be those of a point of E8.
struct PointEncoder {
  std::string id;      // for programs: "no-parity", "one-coset:halves", ...
  std::string words;   // completes "the wrong blocks are those ..."
  std::string advice;  // what its author should look at
  reference::E8Point (*nearest)(const reference::Block<reference::Rational>& x);
};

/// The wrong encoders of lattice blocks (wrong_encoders.h), and those that do not repair the parity, in either
/// coset or in both.
std::vector<PointEncoder> point_encoders();

}  // namespace quantcheck::check
