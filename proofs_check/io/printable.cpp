#include <quantcheck/proofs_check/io/printable.h>

#include <array>
#include <charconv>

namespace quantcheck::check {

std::string printable(std::string_view text, std::size_t limit) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string shown;
  for (const char c : text.substr(0, limit)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte <= 0x7e) {
      shown += c;
    } else {
      shown += {'\\', 'x', hex[byte / 16], hex[byte % 16]};
    }
  }
  return text.size() > limit ? shown + "..." : shown;
}

std::string in_quotes(std::string_view text) { return '"' + printable(text) + '"'; }

std::string shortest(double x) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x);
  return {buffer.data(), result.ptr};
}

}  // namespace quantcheck::check
