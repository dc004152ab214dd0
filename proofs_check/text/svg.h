// Pieces of a plot in SVG.
#pragma once

#include <string>

namespace quantcheck::check {

/// The opening of a white drawing of that size; "</svg>\n" closes it.
std::string svg_head(double width, double height);

/// From (x1, y1) to (x2, y2); `stroke` are attributes.
std::string svg_line(double x1, double y1, double x2, double y2, const std::string& stroke);

/// Words at (x, y), "start", "middle" or "end" of them; `more` are attributes.
std::string svg_label(double x, double y, const char* anchor, const std::string& words,
                      const char* more = "");

}  // namespace quantcheck::check
