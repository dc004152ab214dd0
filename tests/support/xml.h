// A parser of as much XML as the tests need. A document that it refuses is not well-formed, or needs more
// than it knows.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace quantcheck::test {

struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;  // of this element alone, without its children's
  std::vector<XmlElement> children;
};

/// The root of a document of elements, attributes, text and the five predefined entities. Throws
/// std::runtime_error for anything else: a tag that is not closed or closed by another name, an attribute
/// that occurs twice, a bare '<', '&' or line's end in an attribute, an unknown entity, a byte below 0x20
/// other than a tab or a line's end, or text after the root.
XmlElement parse_xml(std::string_view document);

}  // namespace quantcheck::test
