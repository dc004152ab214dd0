#include <quantcheck/proofs_check/ledger/seed.h>

#include <algorithm>
#include <vector>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

using reference::Integer;

Seed parse_seed(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x");
  const std::string_view digits = text.substr(hexadecimal ? 2 : 0);
  const std::string_view allowed = hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";
  const bool is_number = !digits.empty() && digits.find_first_not_of(allowed) == digits.npos;
  const bool may_fit = digits.size() <= 78;  // the number of decimal digits of 2^256 - 1
  Integer value = 0;
  if (is_number && may_fit)
    mpz_set_str(value.backend().data(), std::string(digits).c_str(), hexadecimal ? 16 : 10);
  if (!is_number || !may_fit || (value >> 256) != 0)
    throw Error("a seed is a whole number below 2^256, decimal or hexadecimal (0x...)");
  Seed seed;
  for (std::uint32_t& word : seed.words) {
    word = static_cast<std::uint32_t>(value & 0xffffffffU);
    value >>= 32;
  }
  return seed;
}

std::string to_string(const Seed& seed) {
  Integer value = 0;
  for (auto word = seed.words.rbegin(); word != seed.words.rend(); ++word) value = (value << 32) + *word;
  return "0x" + value.str(0, std::ios_base::hex);
}

std::mt19937_64 generator_of(const Seed& seed, std::string_view claim) {
  std::vector<std::uint32_t> material(seed.words.begin(), seed.words.end());
  for (const char c : claim) material.push_back(static_cast<unsigned char>(c));
  std::seed_seq sequence(material.begin(), material.end());
  return std::mt19937_64(sequence);
}

}  // namespace quantcheck::check::ledger
