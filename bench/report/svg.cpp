#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <quantcheck/bench/report/report.h>
#include <quantcheck/bench/report/words.h>
#include <quantcheck/proofs_check/text/svg.h>

namespace quantcheck::bench {
namespace {

using check::svg_label;
using check::svg_line;

constexpr double left = 70, right = 560, top = 50, bottom = 380;
constexpr double width = 830, height = 440;

// The look of a kernel's curves.
struct Style {
  Kernel kernel;
  const char* colour;
  const char* words;
};
constexpr std::array styles{
    Style{Kernel::factorization, "#1f6fb4", "factorization, of dpotrf's rate"},
    Style{Kernel::sweep, "#c8371c", "sweep, of sgemm's rate"},
    Style{Kernel::whole_job, "#1c7c3c", "whole job, of both"},
};

// The axes: sizes on a logarithmic scale, shares from 0 to `most`.
struct Axes {
  std::set<Index> sizes;
  std::set<int> threads;
  double most = 1;

  double x(Index size) const {
    const double first = std::log2(static_cast<double>(*sizes.begin()));
    const double span = std::log2(static_cast<double>(*sizes.rbegin())) - first;
    const double along = span > 0 ? (std::log2(static_cast<double>(size)) - first) / span : 0.5;
    return left + 25 + along * (right - left - 50);
  }
  double y(double share) const { return bottom - share / most * (bottom - top); }
};

bool plotted(const KernelResult& result) { return result.out == result.in && result.limit_seconds; }

Axes axes_of(const Results& results) {
  Axes axes;
  double most = 1;
  for (const KernelResult& result : results.kernels) {
    if (!plotted(result)) continue;
    axes.sizes.insert(result.in);
    axes.threads.insert(result.threads);
    most = std::max(most, *result.share());
  }
  axes.most = std::ceil(most * 5) / 5;
  return axes;
}

std::string stroke_of(const Style& style, bool most_threads) {
  return format("fill=\"none\" stroke=\"%s\" stroke-width=\"2\"", style.colour) +
         (most_threads ? "" : " stroke-dasharray=\"5 4\"");
}

std::string frame(const Axes& axes) {
  std::string svg;
  for (int tenths = 0; tenths <= std::lround(axes.most * 10); tenths += 2) {
    const double y = axes.y(tenths / 10.0);
    svg += svg_line(left, y, right, y, tenths == 10 ? "stroke=\"#555\"" : "stroke=\"#ddd\"");
    svg += svg_label(left - 8, y + 4, "end", format("%.1f", tenths / 10.0));
  }
  for (const Index size : axes.sizes) {
    svg += svg_line(axes.x(size), bottom, axes.x(size), bottom + 5, "stroke=\"#555\"");
    svg += svg_label(axes.x(size), bottom + 20, "middle", std::to_string(size));
  }
  svg += svg_label((left + right) / 2, bottom + 44, "middle", "inputs = outputs of the layer");
  svg += svg_label(0, 0, "middle", "share of the limit",
                   format("transform=\"translate(22 %.0f) rotate(-90)\"", (top + bottom) / 2).c_str());
  return svg;
}

std::string curve(const Results& results, const Axes& axes, const Style& style, int threads) {
  std::string points;
  std::string dots;
  for (const KernelResult& result : results.kernels) {
    if (!plotted(result) || result.kernel != style.kernel || result.threads != threads) continue;
    const double x = axes.x(result.in);
    const double y = axes.y(*result.share());
    points += format("%.1f,%.1f ", x, y);
    dots += format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n", x, y, style.colour);
  }
  return "<polyline points=\"" + points + "\" " + stroke_of(style, threads == *axes.threads.rbegin()) +
         "/>\n" + dots;
}

std::string legend(const Axes& axes) {
  std::string svg;
  double y = top + 10;
  for (auto threads = axes.threads.rbegin(); threads != axes.threads.rend(); ++threads) {
    svg += svg_label(right + 20, y, "start", threads_words(*threads), "font-weight=\"bold\"");
    y += 22;
    for (const Style& style : styles) {
      svg +=
          svg_line(right + 20, y - 4, right + 48, y - 4, stroke_of(style, threads == axes.threads.rbegin()));
      svg += svg_label(right + 54, y, "start", style.words);
      y += 22;
    }
    y += 10;
  }
  return svg;
}

}  // namespace

std::string svg_plot(const Results& results) {
  const Axes axes = axes_of(results);
  std::string svg = check::svg_head(width, height);
  svg += svg_label(left, 24, "start", "GPTQ in 4 bits: share of the limit, by size", "font-size=\"15\"");
  svg += svg_label(left, 40, "start", machine_words(results) + "; " + blas_words(results.blas),
                   "font-size=\"10\"");
  if (!axes.sizes.empty()) {
    svg += frame(axes);
    for (const int threads : axes.threads)
      for (const Style& style : styles) svg += curve(results, axes, style, threads);
    svg += legend(axes);
  }
  return svg + "</svg>\n";
}

}  // namespace quantcheck::bench
