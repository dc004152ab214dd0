#include <quantcheck/proofs_check/text/printable.h>

#include <array>
#include <charconv>

namespace quantcheck::check {

namespace {

template <class Harmless>
std::string escaped(std::string_view text, Harmless harmless) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (harmless(byte)) {
      shown += c;
    } else {
      shown += {'\\', 'x', hex[byte / 16], hex[byte % 16]};
    }
  }
  return shown;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  const auto ascii = [](unsigned char byte) { return byte >= 0x20 && byte <= 0x7e; };
  return escaped(text.substr(0, limit), ascii) + (text.size() > limit ? "..." : "");
}

std::string without_controls(std::string_view text) {
  return escaped(text, [](unsigned char byte) { return byte >= 0x20 && byte != 0x7f; });
}

std::string in_quotes(std::string_view text) { return '"' + printable(text) + '"'; }

std::string shortest(double x) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x);
  return {buffer.data(), result.ptr};
}

}  // namespace quantcheck::check
