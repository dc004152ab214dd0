#include <quantcheck/proofs_check/text/xml.h>

namespace quantcheck::check {

std::string xml_escaped(const std::string& text) {
  std::string xml;
  for (const char c : text) {
    if (c == '&')
      xml += "&amp;";
    else if (c == '<')
      xml += "&lt;";
    else if (c == '>')
      xml += "&gt;";
    else if (c == '"')
      xml += "&quot;";
    else
      xml += c;
  }
  return xml;
}

}  // namespace quantcheck::check
