#include <algorithm>
#include <array>
#include <cmath>

#include <quantcheck/proofs_check/ledger/figures/figures.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/svg.h>

namespace quantcheck::check::ledger {
namespace {

constexpr double left = 80, right = 560, top = 50, bottom = 480;
constexpr double width = 850, height = 540;
constexpr double first_rate = 2.8, last_rate = 5.2;
constexpr double least_distortion = 8e-4, greatest_distortion = 0.1;

constexpr std::array colours{"#c8371c", "#e08a1e", "#7d4fa3", "#1f6fb4",
                             "#5a5a5a", "#1c7c3c", "#8a8a8a", "#000000"};

// Rates are on a linear scale, distortions on a logarithmic one.
double x_of(double rate) { return left + (rate - first_rate) / (last_rate - first_rate) * (right - left); }
double y_of(double distortion) {
  const double span = std::log(greatest_distortion / least_distortion);
  return bottom - std::log(distortion / least_distortion) / span * (bottom - top);
}

std::string frame() {
  std::string svg;
  for (const double decade : {1e-3, 1e-2, 1e-1}) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double distortion = decade * digit;
      if (distortion > greatest_distortion * 1.001) continue;
      const double y = y_of(distortion);
      svg += svg_line(left, y, right, y, "stroke=\"#ddd\"");
      svg += svg_label(left - 8, y + 4, "end", format("%g", distortion));
    }
  }
  for (int halves = 6; halves <= 10; ++halves) {
    const double x = x_of(halves / 2.0);
    svg += svg_line(x, top, x, bottom, "stroke=\"#ddd\"");
    svg += svg_label(x, bottom + 20, "middle", format("%.1f", halves / 2.0));
  }
  svg +=
      format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#555\"/>\n",
             left, top, right - left, bottom - top);
  svg += svg_label((left + right) / 2, bottom + 44, "middle", "rate, bits a value");
  svg += svg_label(0, 0, "middle", "distortion: mean squared error of N(0, 1)",
                   format("transform=\"translate(22 %.0f) rotate(-90)\"", (top + bottom) / 2).c_str());
  return svg;
}

std::string stroke_of(const Series& series, const char* colour) {
  return format("fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"", colour) +
         (series.shape == Series::Shape::dashed ? " stroke-dasharray=\"6 4\"" : "");
}

std::string dot(double x, double y, const char* colour) {
  return format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n", x, y, colour);
}

std::string curve(const Series& series, const char* colour) {
  std::string svg;
  std::string points;
  for (const RatePoint& point : series.points) {
    const double x = x_of(point.rate);
    const double y = y_of(point.distortion);
    points += format("%.1f,%.1f ", x, y);
    if (series.shape == Series::Shape::points) svg += dot(x, y, colour);
  }
  if (series.shape == Series::Shape::points) return svg;
  return "<polyline points=\"" + points + "\" " + stroke_of(series, colour) + "/>\n";
}

// The series come in the order of their curves' right ends, from the greatest distortion to the least.
std::string legend(const std::vector<Series>& series) {
  std::string svg;
  double y = top + 14;
  for (std::size_t k = 0; k < series.size(); ++k, y += 24) {
    const char* colour = colours[k % colours.size()];
    if (series[k].shape == Series::Shape::points)
      svg += dot(right + 34, y - 4, colour);
    else
      svg += svg_line(right + 20, y - 4, right + 48, y - 4, stroke_of(series[k], colour));
    svg += svg_label(right + 56, y, "start", series[k].words);
  }
  return svg;
}

double worst(const Series& series) {  // the greatest factor by which it exceeds Shannon's bound
  double most = 0;
  for (const RatePoint& point : series.points)
    most = std::max(most, point.distortion * std::exp2(2 * point.rate));
  return most;
}

}  // namespace

std::string rate_distortion_svg(const std::vector<Series>& series) {
  std::vector<Series> sorted = series;
  std::ranges::stable_sort(sorted, std::ranges::greater(), worst);
  std::string svg = svg_head(width, height);
  svg += svg_label(left, 28, "start", "A Gaussian source: distortion by rate", "font-size=\"15\"");
  svg += frame();
  for (std::size_t k = 0; k < sorted.size(); ++k) svg += curve(sorted[k], colours[k % colours.size()]);
  return svg + legend(sorted) + "</svg>\n";
}

}  // namespace quantcheck::check::ledger
