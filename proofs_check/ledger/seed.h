// The seed from which every random choice of the ledger comes.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace quantcheck::check::ledger {

/// 256 bits, the least significant word first.
struct Seed {
  std::array<std::uint32_t, 8> words{};
};

/// A whole number below 2^256, decimal or (after 0x) hexadecimal. Throws Error for anything else.
Seed parse_seed(std::string_view text);

/// Hexadecimal, as parse_seed reads it.
std::string to_string(const Seed& seed);

/// The generator of one claim: from all bits of the seed and the claim's name. Its output is defined by the
/// C++ standard; std's distributions are not, so they are not used on it.
std::mt19937_64 generator_of(const Seed& seed, std::string_view claim);

}  // namespace quantcheck::check::ledger
