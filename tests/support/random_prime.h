// Random primes to compute modulo.
#pragma once

#include <cstdint>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

/// The first prime after a random number between 2^60 and 2^61.
inline std::uint64_t random_prime(check::Dice& dice) {
  reference::Integer prime = dice.between(Index{1} << 60, (Index{1} << 61) - 1);
  mpz_nextprime(prime.backend().data(), prime.backend().data());
  return static_cast<std::uint64_t>(prime);
}

}  // namespace quantcheck::test
