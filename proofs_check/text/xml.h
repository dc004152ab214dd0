// Text in XML.
#pragma once

#include <string>

namespace quantcheck::check {

/// `text` with & < > and " as entities: as content, or as an attribute's value in double quotes.
std::string xml_escaped(const std::string& text);

}  // namespace quantcheck::check
