#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/diagnose/lattice/point_encoders.h>
#include <quantcheck/proofs_check/diagnose/lattice/suspect.h>
#include <quantcheck/proofs_check/diagnose/lattice/wrong_encoders.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check {
namespace {

using reference::Block;
using reference::E8Point;
using reference::Rational;

// A point of the case: its values, and twice the coordinates that were given for it where these are halves of
// integers.
struct GivenPoint {
  Block<Rational> x;
  std::optional<E8Point> given;
};

GivenPoint given_point(const E8Case& c, Index k) {
  GivenPoint result{{}, E8Point{}};
  for (Index i = 0; i < lattice_block; ++i) {
    result.x[i] = reference::exact(c.values[k * lattice_block + i]);
    const double twice = 2 * c.nearest[k * lattice_block + i];
    if (!(std::fabs(twice) < 0x1p53) || twice != std::trunc(twice))
      result.given.reset();
    else if (result.given)
      result.given->twice[i] = static_cast<Code>(twice);
  }
  return result;
}

Code squared_norm(const E8Point& point) { return reference::four_times_inner_product(point, point); }

// What limits the points of the whole file, as they are: the largest coordinate and the largest squared norm,
// doubled and quadrupled.
struct PointLimits {
  Code coordinate = 0;
  Code norm = 0;
};

PointLimits limits_of(const E8Case& c) {
  PointLimits limits;
  for (Index k = 0; k < c.points; ++k) {
    const GivenPoint point = given_point(c, k);
    if (!point.given) continue;
    for (const Code twice : point.given->twice)
      limits.coordinate = std::max(limits.coordinate, std::abs(twice));
    limits.norm = std::max(limits.norm, squared_norm(*point.given));
  }
  return limits;
}

E8Point clamped(E8Point point, Code most) {
  for (Code& twice : point.twice) twice = std::clamp(twice, -most, most);
  return point;
}

// Whether the point is the nearest; or that lies outside of the ball, and the point is one of E8 inside, where
// none of its neighbours in the ball is nearer.
bool is_nearest_in_ball(const GivenPoint& point, Code norm) {
  if (!point.given || !reference::in_e8(*point.given)) return false;
  const E8Point nearest = reference::nearest_e8<Rational>(point.x);
  if (*point.given == nearest) return true;
  if (squared_norm(nearest) <= norm) return false;
  const Rational own = squared_distance(point.x, *point.given);
  return std::ranges::none_of(reference::e8_minimal_vectors(), [&](const E8Point& step) {
    const E8Point other = *point.given + step;
    return squared_norm(other) <= norm && squared_distance(point.x, other) < own;
  });
}

bool is_doubled(const GivenPoint& point) {
  return point.given && *point.given == 2 * reference::nearest_e8<Rational>(point.x);
}

// A cause, and the question whether it explains a wrong point.
struct PointFault {
  LatticeCause cause;
  std::function<bool(const GivenPoint&)> explains;
};

// All known faults, those without a limit first.
std::vector<PointFault> point_faults(const PointLimits& limits) {
  std::vector<PointFault> faults;
  faults.push_back({{"doubled", "that hold twice the coordinates of the nearest point",
                     "store the coordinates themselves"},
                    is_doubled});
  for (const PointEncoder& each : point_encoders())
    faults.push_back({{each.id, each.words, each.advice},
                      [nearest = each.nearest](const GivenPoint& p) { return p.given == nearest(p.x); }});
  const double coordinate = static_cast<double>(limits.coordinate) / 2;
  const char* clamp_advice =
      "a clamped coordinate leaves the lattice, or the cell of its point: scale the values, or "
      "overload to a larger scale";
  faults.push_back({{"clamped", format("whose coordinates were clamped to %g", coordinate), clamp_advice},
                    [most = limits.coordinate](const GivenPoint& p) {
                      return p.given == clamped(reference::nearest_e8<Rational>(p.x), most);
                    }});
  faults.push_back(
      {{"ball",
        format(
            "whose nearest point lies outside a ball that all points given lie in, of squared norm %g, and "
            "which have the nearest inside",
            static_cast<double>(limits.norm) / 4),
        "say so where the points are used: a code that is limited to a ball is not the lattice's"},
       [norm = limits.norm](const GivenPoint& p) { return is_nearest_in_ball(p, norm); }});
  for (const PointEncoder& each : point_encoders())
    faults.push_back(
        {{each.id, each.words + format("; their coordinates were then clamped to %g", coordinate),
          each.advice},
         [nearest = each.nearest, most = limits.coordinate](const GivenPoint& p) {
           return p.given == clamped(nearest(p.x), most);
         }});
  return faults;
}

}  // namespace

std::optional<LatticeCause> diagnose(const E8Case& c, const LatticeJudgement& judgement) {
  if (judgement.wrong < dialect_evidence) return std::nullopt;
  std::vector<PointFault> faults = point_faults(limits_of(c));
  std::vector<Suspect> suspects(faults.size(), Suspect(judgement.wrong));
  for (Index k = 0; k < c.points; ++k) {
    // A fault has to make the right points as well: one coset alone and the farther one differ in these.
    if (judgement.blocks[k] == Verdict::tie) continue;
    const GivenPoint point = given_point(c, k);
    for (std::size_t i = 0; i < faults.size(); ++i)
      suspects[i].add([&] { return faults[i].explains(point); });
  }
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (!suspects[i].open() || suspects[i].explained() == 0) continue;
    faults[i].cause.explains = std::min(suspects[i].explained(), judgement.wrong);
    return std::move(faults[i].cause);
  }
  return std::nullopt;
}

}  // namespace quantcheck::check
