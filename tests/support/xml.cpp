#include <quantcheck/tests/support/xml.h>

#include <cctype>
#include <stdexcept>

namespace quantcheck::test {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view rest) : rest_(rest) {}

  XmlElement document() {
    if (rest_.starts_with("<?xml ")) rest_.remove_prefix(rest_.find("?>") + 2);
    skip_space();
    XmlElement root = element();
    skip_space();
    if (!rest_.empty()) fail("text after the root");
    return root;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(what + " at \"" + std::string(rest_.substr(0, 40)) + "\"");
  }

  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  void expect(std::string_view token) {
    if (!take(token)) fail("no " + std::string(token));
  }

  void skip_space() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_[0])) != 0) rest_.remove_prefix(1);
  }

  std::string name() {
    std::size_t length = 0;
    while (length < rest_.size() &&
           (std::isalnum(static_cast<unsigned char>(rest_[length])) != 0 || rest_[length] == '-'))
      ++length;
    if (length == 0) fail("no name");
    std::string result(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return result;
  }

  // Reads up to `end`, which stays to be read.
  std::string characters(char end) {
    std::string text;
    while (!rest_.empty() && rest_[0] != end) {
      if (rest_[0] == '<') fail("a bare <");
      if (rest_[0] == '&') {
        text += entity();
        continue;
      }
      const bool blank = rest_[0] == '\n' || rest_[0] == '\t';
      if (static_cast<unsigned char>(rest_[0]) < 0x20 && (!blank || end == '"')) fail("a control character");
      text += rest_[0];
      rest_.remove_prefix(1);
    }
    return text;
  }

  char entity() {
    if (take("&amp;")) return '&';
    if (take("&lt;")) return '<';
    if (take("&gt;")) return '>';
    if (take("&quot;")) return '"';
    if (take("&apos;")) return '\'';
    fail("no entity");
  }

  XmlElement element() {
    XmlElement result;
    expect("<");
    result.name = name();
    for (skip_space(); !rest_.starts_with(">") && !rest_.starts_with("/>"); skip_space()) {
      const std::string key = name();
      expect("=\"");
      if (!result.attributes.emplace(key, characters('"')).second) fail(key + " twice");
      expect("\"");
    }
    if (take("/>")) return result;
    expect(">");
    while (!take("</")) {
      if (rest_.empty()) fail(result.name + " is not closed");
      if (rest_[0] == '<')
        result.children.push_back(element());
      else
        result.text += characters('<');
    }
    expect(result.name + ">");
    return result;
  }

  std::string_view rest_;
};

}  // namespace

XmlElement parse_xml(std::string_view document) { return Parser(document).document(); }

}  // namespace quantcheck::test
