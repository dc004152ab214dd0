// Text escaped for XML.
#pragma once

#include <string>

namespace quantcheck::check {

/// `text` with entities for & < > and ", so that it can be content or an attribute's value in double quotes.
std::string xml_escaped(const std::string& text);

}  // namespace quantcheck::check
