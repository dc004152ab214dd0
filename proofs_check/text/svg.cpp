#include <quantcheck/proofs_check/text/svg.h>

#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/xml.h>

namespace quantcheck::check {
std::string svg_head(double width, double height) {
  return format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" "
      "font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
      width, height);
}

std::string svg_line(double x1, double y1, double x2, double y2, const std::string& stroke) {
  return format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" ", x1, y1, x2, y2) + stroke + "/>\n";
}

std::string svg_label(double x, double y, const char* anchor, const std::string& words, const char* more) {
  return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>", x, y, anchor, more) +
         xml_escaped(words) + "</text>\n";
}

}  // namespace quantcheck::check
