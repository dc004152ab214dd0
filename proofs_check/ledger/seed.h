// The seed from which every random choice of the ledger comes.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace quantcheck::check::ledger {

/// A seed of 256 bits, the least significant word first.
struct Seed {
  std::array<std::uint32_t, 8> words{};
};

/// Reads a whole number below 2^256, in decimal or, after 0x, hexadecimal. Throws Error for anything else.
Seed parse_seed(std::string_view text);

/// The seed in hexadecimal, in the form that parse_seed reads.
std::string to_string(const Seed& seed);

/// The random generator of one claim, made from all bits of the seed and the claim's name. Its output is
/// defined by the C++ standard. The output of the standard distributions is not, so they are not used on it.
std::mt19937_64 generator_of(const Seed& seed, std::string_view claim);

}  // namespace quantcheck::check::ledger
