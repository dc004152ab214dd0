// The Voronoi codes of small nesting ratios, all of them.
#include <algorithm>
#include <cstdlib>
#include <map>

#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/e8/cell.h>
#include <quantcheck/proofs_check/ledger/e8/shells.h>
#include <quantcheck/proofs_check/ledger/nestquant/voronoi_claims.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/lattice/voronoi_code.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Block;
using reference::CellRepair;
using reference::E8Point;

constexpr Code small_ratios[] = {2, 3, 4};

std::string of_code(Code q, const Block<Code>& code, const E8Point& point) {
  return "q = " + std::to_string(q) + ", code " + joined(code) + ": the point " + joined(point.twice) +
         " / 2 ";
}

// Visits every code, counting them up as the digits of a number of which the first is the lowest. Ends where
// `visit` returns false.
template <class Visit>
void for_each_code(Code q, Visit&& visit) {
  for (Block<Code> code{};;) {
    if (!visit(code)) return;
    std::size_t i = 0;
    while (i < 8 && ++code[i] == q) code[i++] = 0;
    if (i == 8) return;
  }
}

Index index_of(const Block<Code>& code, Code q) {
  Index index = 0;
  for (std::size_t i = 8; i-- > 0;) {
    if (code[i] < 0 || code[i] >= q) throw Error("the code " + joined(code) + " is not in 0 .. q - 1");
    index = index * q + code[i];
  }
  return index;
}

using Encode = Block<Code> (*)(const E8Point& y, Code q);

// The false variant leaves negative residues, as C++'s % does for negative numbers.
Block<Code> truncated_residues(const E8Point& y, Code q) {
  Block<Code> code = reference::e8_coordinates(y);
  for (Code& c : code) c %= q;
  return code;
}

Outcome codes_come_back(Encode encode, CellRepair repair) {
  Cases cases;
  for (const Code q : small_ratios) {
    for_each_code(q, [&](const Block<Code>& code) {
      const E8Point point = reference::voronoi_point(code, q, repair);
      return cases.expect(encode(point, q) == code, [&] {
        return of_code(q, code, point) + "has the code " + joined(encode(point, q));
      });
    });
  }
  return std::move(cases).outcome();
}

// The least norm^2 of each class, found among all points of norm at most q.
std::vector<Index> least_norms(Code q) {
  constexpr Index none = -1;
  std::vector<Index> least(q * q * q * q * q * q * q * q, none);
  for_each_point_within(q * q, [&](const E8Point& point) {
    Index& norm = least[index_of(reference::voronoi_code(point, q), q)];
    const Index found = four_times_inner_product(point, point) / 4;
    if (norm == none || found < norm) norm = found;
  });
  return least;
}

Outcome norms_are_least(CellRepair repair) {
  Cases cases;
  for (const Code q : small_ratios) {
    const std::vector<Index> least = least_norms(q);
    for_each_code(q, [&](const Block<Code>& code) {
      const E8Point point = reference::voronoi_point(code, q, repair);
      const Index norm = least[index_of(code, q)];
      return cases.expect(four_times_inner_product(point, point) == 4 * norm, [&] {
        return of_code(q, code, point) + "has not the least norm^2 of its class, " + std::to_string(norm);
      });
    });
  }
  return std::move(cases).outcome();
}

using Histogram = std::map<Index, Index>;  // the number of codes for each norm^2

std::string words_of(const Histogram& histogram) {
  std::string words;
  for (const auto& [norm, count] : histogram)
    words += (words.empty() ? "" : ", ") + std::to_string(count) + " of norm^2 " + std::to_string(norm);
  return words;
}

Outcome norms_are_counted(CellRepair repair) {
  const std::map<Code, Histogram> expected{{2, {{0, 1}, {2, 120}, {4, 135}}},
                                           {3, {{0, 1}, {2, 240}, {4, 2160}, {6, 2240}, {8, 1920}}}};
  Cases cases;
  for (const auto& [q, counts] : expected) {
    Histogram found;
    for_each_code(q, [&, q = q](const Block<Code>& code) {
      const E8Point point = reference::voronoi_point(code, q, repair);
      ++found[four_times_inner_product(point, point) / 4];
      return true;
    });
    cases.expect(found == counts, [&, q = q] { return "q = " + std::to_string(q) + ": " + words_of(found); });
  }
  return std::move(cases).outcome();
}

using Largest = Code (*)(Code q);

Code largest_coordinate(Code q) { return q % 2 == 0 ? 2 * q : 2 * q - 1; }

// The false variant overlooks that q e_1 is a point of E8 where q is even.
Code largest_of_odd(Code q) { return 2 * q - 1; }

// A point of norm at most q that is decoded to itself and has the largest coordinate, with a minus sign.
E8Point long_point(Code q) {
  if (q % 2 == 0) return {{-2 * q, 0, 0, 0, 0, 0, 0, 0}};
  return {{1 - 2 * q, 1, 1, 1, 1, 1, 1, -1}};
}

Outcome coordinates_are_at_most(Largest largest) {
  Cases cases;
  const reference::Rational radius = covering_radius_squared();
  cases.expect(radius == 1, [&] { return "the covering radius is the root of " + radius.str(); });
  for (const Code q : small_ratios) {
    for_each_code(q, [&](const Block<Code>& code) {
      const E8Point point = reference::voronoi_point(code, q);
      return cases.expect(std::ranges::all_of(point.twice, [&](Code c) { return std::abs(c) <= largest(q); }),
                          [&] { return of_code(q, code, point) + "is too long"; });
    });
  }
  for (Code q = 2; q <= 256; ++q) {
    const Block<Code> code = reference::voronoi_code(long_point(q), q);
    const E8Point point = reference::voronoi_point(code, q);
    cases.expect(point.twice[0] == -largest(q),
                 [&] { return of_code(q, code, point) + "does not reach the bound"; });
  }
  return std::move(cases).outcome();
}

Outcome products_are_multiples_of(Code four_times) {
  constexpr Code q = 2;
  Cases cases;
  std::vector<E8Point> points;
  for_each_code(q, [&](const Block<Code>& code) {
    points.push_back(reference::voronoi_point(code, q));
    return true;
  });
  for (const E8Point& a : points)
    for (const E8Point& b : points) {
      const Code product = four_times_inner_product(a, b);
      cases.expect(product % four_times == 0 && std::abs(product) <= 4 * q * q, [&] {
        return "<" + joined(a.twice) + ", " + joined(b.twice) + "> = " + std::to_string(product);
      });
    }
  return std::move(cases).outcome();
}

}  // namespace

std::vector<Claim> voronoi_class_claims() {
  const char* const codes = "arXiv 2502.09720, Algorithms 1 and 2";
  const char* const forney = "J. H. Conway, N. J. A. Sloane, IEEE Trans. Inf. Theory 29 (1983), 820-824";
  const auto nearest = reference::farthest<Code>;
  return {
      computed(
          {.id = "voronoi/bijection",
           .statement = "Each of the q^8 codes is the code of the point that it decodes to, so that they are "
                        "distinct points: q = 2, 3, 4",
           .source = codes,
           .variant = "with the residues that C++'s % leaves"},
          Method::exhaustive, [=] { return codes_come_back(reference::voronoi_code, nearest); },
          [=] { return codes_come_back(truncated_residues, nearest); }),
      computed(
          {.id = "voronoi/least-norm",
           .statement = "Each code decodes to a point of least norm in its class modulo q E8: q = 2, 3, 4, "
                        "compared with all points of the ball",
           .source = forney,
           .variant = "with NestQuantM's decoder"},
          Method::exhaustive, [=] { return norms_are_least(nearest); },
          [] { return norms_are_least(reference::first_coordinate); }),
      computed(
          {.id = "voronoi/norms",
           .statement = "The norms^2 of the codes of q = 2 are 0, 2 (120 times), 4 (135); of q = 3 they are "
                        "0, 2 (240), 4 (2160), 6 (2240), 8 (1920)",
           .source = "this project",
           .variant = "with NestQuantM's decoder"},
          Method::exhaustive, [=] { return norms_are_counted(nearest); },
          [] { return norms_are_counted(reference::first_coordinate); }),
      computed(
          {.id = "voronoi/cheaper-decoder",
           .statement = "With NestQuantM's decoder, too, each code is that of the point that it decodes to: "
                        "q = 2, 3, 4",
           .source = "arXiv 2502.09720, NestQuantM",
           .variant = "with the residues that C++'s % leaves"},
          Method::exhaustive,
          [] { return codes_come_back(reference::voronoi_code, reference::first_coordinate); },
          [] { return codes_come_back(truncated_residues, reference::first_coordinate); }),
      computed(
          {.id = "voronoi/range",
           .statement = "No point is farther than 1 from E8, so that a decoded point y is not longer than q, "
                        "its doubled "
                        "coordinates are at most 2 q, for odd q 2 q - 1, and 4 <y, y'> is at most 4 q^2; for "
                        "each q = 2 "
                        ".. 256 that many is reached, by the first coordinate",
           .source = "this project",
           .variant = "at most 2 q - 1, for even q, too"},
          Method::proved_for_all, [] { return coordinates_are_at_most(largest_coordinate); },
          [] { return coordinates_are_at_most(largest_of_odd); }),
      computed(
          {.id = "voronoi/inner-product",
           .statement = "The inner product of two decoded points is an integer, a quarter of that of the "
                        "doubled coordinates: all pairs of codes of q = 2",
           .source = "arXiv 2502.09720, Algorithm 4",
           .variant = "an even integer"},
          Method::exhaustive, [] { return products_are_multiples_of(4); },
          [] { return products_are_multiples_of(8); }),
  };
}

}  // namespace quantcheck::check::ledger
