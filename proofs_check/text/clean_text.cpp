#include <quantcheck/proofs_check/text/clean_text.h>

#include <cstddef>

namespace quantcheck::check {
namespace {

struct Character {
  char32_t value = 0;
  std::size_t bytes = 0;  // 0 where the text is not UTF-8
};

// The first character of a text that is not empty. By RFC 3629, section 4, there is no overlong form, no
// surrogate and nothing beyond U+10FFFF.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  auto value = static_cast<char32_t>(lead & (0x7f >> bytes));
  for (std::size_t k = 1; k < bytes; ++k) {
    const auto byte = static_cast<unsigned char>(text[k]);
    if ((byte & 0xc0) != 0x80) return {};
    value = (value << 6) | (byte & 0x3f);
  }
  const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  return overlong || surrogate || value > 0x10ffff ? Character{} : Character{value, bytes};
}

bool shows_as_itself(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
  const bool reorders = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  return !control && !reorders && c != 0xfffe && c != 0xffff;
}

}  // namespace

std::string clean_text(std::string_view text, bool lines) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string clean;
  while (!text.empty()) {
    const Character c = first_character(text);
    const std::size_t bytes = c.bytes == 0 ? 1 : c.bytes;
    const std::string_view these = text.substr(0, bytes);
    if (c.bytes > 0 && (shows_as_itself(c.value) || (lines && c.value == '\n'))) {
      clean += these;
    } else {
      for (const char byte : these)
        clean += {'\\', 'x', hex[static_cast<unsigned char>(byte) / 16],
                  hex[static_cast<unsigned char>(byte) % 16]};
    }
    text.remove_prefix(bytes);
  }
  return clean;
}

}  // namespace quantcheck::check
