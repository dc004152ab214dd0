#include <quantcheck/proofs_check/ledger/figures/picture.h>

#include <cmath>

#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/svg.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/lattice/closest_vector.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::check::ledger {
namespace {

using reference::approximate;
using reference::Matrix;
using reference::Rational;

constexpr double panel_width = 420, panel_height = 340, margin = 20, panel_top = 104;
constexpr double unit = 92;  // units of the page for a distance of 1
constexpr double picture_width = 2 * panel_width + 3 * margin,
                 picture_height = panel_top + panel_height + 148;
constexpr int reach = 5;  // lattice points drawn on either side of the target
constexpr Index max_nodes = 10'000;

constexpr const char* cell_stroke = "fill=\"none\" stroke=\"#b9b9b9\" stroke-width=\"1\"";
constexpr const char* cell_fill =
    "fill=\"#1c7c3c\" fill-opacity=\"0.20\" stroke=\"#1c7c3c\" stroke-width=\"1.4\"";
constexpr const char* box_stroke =
    "fill=\"none\" stroke=\"#1f6fb4\" stroke-width=\"1\" stroke-opacity=\"0.75\"";
constexpr const char* box_fill =
    "fill=\"#1f6fb4\" fill-opacity=\"0.22\" stroke=\"#1f6fb4\" stroke-width=\"2\"";
constexpr const char* plane_stroke = "stroke=\"#1f6fb4\" stroke-width=\"1\" stroke-dasharray=\"2 5\"";
constexpr const char* way_stroke = "stroke=\"#c8371c\" stroke-width=\"1.8\"";

/// The nearest plane's result for one order, or the nearest point.
struct PlaneRun {
  Order order;
  PlanePoint chosen;  // the codes, by column
  Rational loss;
};

PlanePoint point(Code first, Code second) { return {Rational(first), Rational(second)}; }

Rational loss_of(const PlaneLayer& layer, const reference::Codes& codes) {
  const Order natural = reference::natural_order(2);
  return reference::loss(reference::error_of(layer.weight, codes, layer.grid, natural, 0), layer.hessian);
}

PlaneRun run(const PlaneLayer& layer, const Order& order) {
  const reference::Codes codes = reference::nearest_plane(
      layer.weight, reference::udu_fraction_free(reference::permuted(layer.hessian, order)), layer.grid,
      order, reference::decide_nearest(layer.grid, Rounding::half_even));
  return {order, point(codes(0, 0), codes(0, 1)), loss_of(layer, codes)};
}

PlaneRun nearest(const PlaneLayer& layer) {
  const Order natural = reference::natural_order(2);
  const auto found = reference::closest_vector(layer.weight, reference::udu_fraction_free(layer.hessian),
                                               layer.grid, natural, 0, max_nodes);
  if (!found) throw Error("the nearest point was not found");
  return {natural, point(found->codes[0], found->codes[1]), found->loss};
}

Matrix<Rational> in_steps(const PlaneLayer& layer) {
  Matrix<Rational> form = layer.hessian;
  for (Index i = 0; i < 2; ++i)
    for (Index j = 0; j < 2; ++j) form(i, j) *= layer.grid.scale_at(0, i) * layer.grid.scale_at(0, j);
  return form;
}

/// The map from the basis of the lattice to the page, with the target in the middle of the panel. Distances
/// are square roots of the loss.
class Page {
 public:
  Page(const PlaneLayer& layer, double left) : left_(left) {
    const reference::Udu<Rational> factor = reference::udu(in_steps(layer));
    skew_ = approximate(factor.numerator(0, 1) / factor.denominator(1));
    for (Index j = 0; j < 2; ++j) {
      length_[j] = std::sqrt(approximate(factor.pivot(j)));
      target_[j] = layer.weight(0, j) / layer.grid.scale_at(0, j);
    }
  }

  const PlanePoint& target() const { return target_; }

  // Whether anything drawn around a lattice point may show in the panel.
  bool shows(const PlanePoint& p) const {
    return std::fabs(x(p) - x(target_)) < panel_width / 2 + 1.2 * unit &&
           std::fabs(y(p) - y(target_)) < panel_height / 2 + 1.2 * unit;
  }

  double x(const PlanePoint& p) const {
    const double v = approximate(p[1] - target_[1]) + skew_ * approximate(p[0] - target_[0]);
    return left_ + panel_width / 2 + unit * length_[1] * v;
  }
  double y(const PlanePoint& p) const {
    return panel_top + panel_height / 2 - unit * length_[0] * approximate(p[0] - target_[0]);
  }

  std::string line(const PlanePoint& from, const PlanePoint& to, const char* stroke) const {
    return svg_line(x(from), y(from), x(to), y(to), stroke);
  }
  std::string circle(const PlanePoint& p, double radius, const char* style) const {
    return format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" ", x(p), y(p), radius) + style + "/>\n";
  }
  // The polygon `shape`, drawn around a lattice point.
  std::string polygon(const Polygon& shape, const PlanePoint& around, const char* style) const {
    std::string corners;
    for (const PlanePoint& corner : shape) {
      const PlanePoint p{corner[0] + around[0], corner[1] + around[1]};
      corners += format("%s%.1f,%.1f", corners.empty() ? "" : " ", x(p), y(p));
    }
    return "<polygon points=\"" + corners + "\" " + style + "/>\n";
  }

 private:
  double left_;
  double skew_ = 0;
  double length_[2] = {};
  PlanePoint target_;
};

std::vector<PlanePoint> lattice_points(const Page& page) {
  const auto centre = [&](int j) { return reference::to_code(reference::floor(page.target()[j])); };
  std::vector<PlanePoint> points;
  for (Code i = -reach; i <= reach; ++i)
    for (Code j = -reach; j <= reach; ++j)
      if (const PlanePoint p = point(centre(0) + i, centre(1) + j); page.shows(p)) points.push_back(p);
  return points;
}

// The point to which the first decision leads: the foot of the perpendicular from the target onto the line of
// the code decided.
PlanePoint foot(const PlaneLayer& layer, const PlaneRun& run, const PlanePoint& target) {
  const reference::Udu<Rational> factor = reference::udu(reference::permuted(in_steps(layer), run.order));
  const Index first = run.order[0];
  const Index second = run.order[1];
  PlanePoint result;
  result[first] = run.chosen[first];
  result[second] =
      target[second] + (target[first] - run.chosen[first]) * factor.numerator(0, 1) / factor.denominator(1);
  return result;
}

std::string codes_words(const PlanePoint& codes) {
  return "(" + codes[0].str() + ", " + codes[1].str() + ")";
}

// The lines among which the first decision chooses. On each of them the code decided first is fixed, and the
// other one varies.
std::string planes(const Page& page, const Order& order) {
  std::string svg;
  for (int k = -reach; k <= reach; ++k) {
    PlanePoint from = page.target();
    from[order[0]] = reference::floor(page.target()[order[0]]) + k;
    PlanePoint to = from;
    from[order[1]] -= 2 * reach;
    to[order[1]] += 2 * reach;
    svg += page.line(from, to, plane_stroke);
  }
  return svg;
}

std::string point_with_codes(const Page& page, const PlanePoint& p) {
  return page.circle(p, 2.5, "fill=\"#333\"") +
         svg_label(page.x(p), page.y(p) + 19, "middle", codes_words(p), "font-size=\"9\" fill=\"#555\"");
}

std::string drawing(const PlaneLayer& layer, const Page& page, const PlaneRun& run, const PlaneRun& best) {
  const Polygon cell = voronoi_cell(in_steps(layer));
  const Polygon box = nearest_plane_box(in_steps(layer), run.order);
  const std::vector<PlanePoint> points = lattice_points(page);
  std::string svg;
  for (const PlanePoint& p : points) svg += page.polygon(cell, p, cell_stroke);
  svg += page.polygon(cell, best.chosen, cell_fill);
  for (const PlanePoint& p : points) svg += page.polygon(box, p, box_stroke);
  svg += page.polygon(box, run.chosen, box_fill) + planes(page, run.order);
  for (const PlanePoint& p : points) svg += point_with_codes(page, p);
  const PlanePoint on_line = foot(layer, run, page.target());
  svg += page.line(page.target(), on_line, way_stroke) + page.line(on_line, run.chosen, way_stroke);
  svg += page.circle(run.chosen, 5, "fill=\"#1f6fb4\"");
  svg += page.circle(best.chosen, 9, "fill=\"none\" stroke=\"#1c7c3c\" stroke-width=\"2.2\"");
  return svg + page.circle(page.target(), 4.5, "fill=\"#c8371c\" stroke=\"white\" stroke-width=\"1\"");
}

std::string panel(const PlaneLayer& layer, const PlaneRun& run, const PlaneRun& best, int number) {
  const double left = margin + number * (panel_width + margin);
  const Page page(layer, left);
  const std::string clip = format("panel%d", number);
  const std::string frame = format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"", left,
                                   panel_top, panel_width, panel_height);
  std::string svg = "<clipPath id=\"" + clip + "\">" + frame + "/></clipPath>\n";
  svg += svg_label(left, panel_top - 44, "start",
                   format("Column %td is decided first, column %td second", run.order[0], run.order[1]),
                   "font-size=\"14\" font-weight=\"bold\"");
  svg += svg_label(
      left, panel_top - 26, "start",
      "GPTQ chooses codes " + codes_words(run.chosen) + format(": loss %.4f", approximate(run.loss)));
  svg += svg_label(left, panel_top - 10, "start",
                   run.chosen == best.chosen ? std::string("That is the nearest point.")
                                             : "The nearest point is " + codes_words(best.chosen) +
                                                   format(": loss %.4f", approximate(best.loss)));
  svg += "<g clip-path=\"url(#" + clip + ")\">\n" + drawing(layer, page, run, best) + "</g>\n";
  return svg + frame + " fill=\"none\" stroke=\"#555\"/>\n";
}

std::string legend() {
  const double left = margin + 12;
  const double right = margin + picture_width / 2;
  double y = panel_top + panel_height + 30;
  std::string svg;
  const auto entry = [&](double x, const std::string& sign, const char* words) {
    svg += sign + svg_label(x + 24, y + 4, "start", words);
  };
  const auto patch = [&](double x, const char* style) {
    return format("<rect x=\"%.1f\" y=\"%.1f\" width=\"18\" height=\"14\" ", x - 9, y - 7) + style + "/>\n";
  };
  const auto dot = [&](double x, double radius, const char* style) {
    return format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" ", x, y, radius) + style + "/>\n";
  };
  entry(left, dot(left, 4.5, "fill=\"#c8371c\""), "the target: the row of weights");
  entry(right, svg_line(right - 9, y, right + 9, y, way_stroke),
        "the two decisions: to the nearest line, then along it");
  y += 24;
  entry(left, dot(left, 2.5, "fill=\"#333\""), "lattice points: what pairs of codes stand for");
  entry(right, dot(right, 5, "fill=\"#1f6fb4\""), "the point that the nearest plane (GPTQ) chooses");
  y += 24;
  entry(left, patch(left, box_fill), "the box of the point chosen: every target in it leads there");
  entry(right, dot(right, 8, "fill=\"none\" stroke=\"#1c7c3c\" stroke-width=\"2.2\""),
        "the nearest point: the least loss of all codes");
  y += 24;
  entry(left, patch(left, cell_fill), "the Voronoi cell of the nearest point");
  entry(right, svg_line(right - 9, y, right + 9, y, plane_stroke),
        "the lines: on each, the code decided first is the same");
  y += 24;
  entry(left, patch(left, cell_stroke), "Voronoi cells: the targets that are nearest to each point");
  entry(right, patch(right, box_stroke), "boxes: the targets that GPTQ leads to each point");
  return svg;
}

}  // namespace

PlaneLayer shown_layer() {
  PlaneLayer layer;
  layer.hessian.resize(2, 2);
  layer.hessian << Rational(5, 4), Rational(3, 4), Rational(3, 4), Rational(1);
  layer.weight.resize(1, 2);
  layer.weight << Rational(31, 8), Rational(113, 32);
  layer.grid = {1, {Rational(1)}, {0}, {0, 0}, {}};
  return layer;
}

std::string box_picture(const PlaneLayer& layer) {
  const PlaneRun best = nearest(layer);
  std::string svg = svg_head(picture_width, picture_height);
  svg += svg_label(margin, 26, "start",
                   "One row of a layer with two inputs: distances in the plane are square roots of the loss",
                   "font-size=\"15\"");
  svg += panel(layer, run(layer, {0, 1}), best, 0);
  svg += panel(layer, run(layer, {1, 0}), best, 1);
  return svg + legend() + "</svg>\n";
}

}  // namespace quantcheck::check::ledger
