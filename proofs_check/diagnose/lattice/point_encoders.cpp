#include <quantcheck/proofs_check/diagnose/lattice/point_encoders.h>

#include <quantcheck/proofs_check/diagnose/lattice/wrong_encoders.h>

namespace quantcheck::check {

using reference::Block;
using reference::E8Point;
using reference::Rational;

namespace {

using Values = Block<Rational>;

E8Point nearer(const Values& x, const E8Point& a, const E8Point& b) {
  return squared_distance(x, b) < squared_distance(x, a) ? b : a;
}

E8Point unrepaired_integers(const Values& x) { return each_rounded(x, 0); }
E8Point unrepaired_halves(const Values& x) { return each_rounded(x, 1); }
E8Point unrepaired(const Values& x) { return nearer(x, unrepaired_integers(x), unrepaired_halves(x)); }

}  // namespace

std::vector<PointEncoder> point_encoders() {
  std::vector<PointEncoder> all;
  all.reserve(wrong_encoders.size() + 3);
  for (const WrongEncoder& each : wrong_encoders)
    all.push_back({each.id, each.words, each.advice, each.nearest});
  const char* repair = "repair the parity: a point of E8 has an even sum";
  all.push_back({"no-parity", "whose coordinates were rounded one by one, whatever the parity of their sum",
                 repair, unrepaired});
  all.push_back({"no-parity:integers", "whose coordinates were rounded to integers one by one", repair,
                 unrepaired_integers});
  all.push_back({"no-parity:halves", "whose coordinates were rounded to half-integers one by one", repair,
                 unrepaired_halves});
  return all;
}

}  // namespace quantcheck::check
