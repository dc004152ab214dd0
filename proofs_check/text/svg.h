// Pieces of a plot in SVG.
#pragma once

#include <string>

namespace quantcheck::check {

/// The beginning of a drawing of this width and height, with a white background; "</svg>\n" ends it.
std::string svg_head(double width, double height);

/// A line from (x1, y1) to (x2, y2); `stroke` holds further attributes of its element.
std::string svg_line(double x1, double y1, double x2, double y2, const std::string& stroke);

/// Words at the point (x, y), where their start, middle or end lies if `anchor` is "start", "middle" or
/// "end"; `more` holds further attributes of their element.
std::string svg_label(double x, double y, const char* anchor, const std::string& words,
                      const char* more = "");

}  // namespace quantcheck::check
