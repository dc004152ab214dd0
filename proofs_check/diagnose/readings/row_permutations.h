// Permutations of the rows of a layer that programs apply, and may forget to apply to everything.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// A permutation of rows: row r takes what is stored at row from[r].
struct RowPermutation {
  std::string id;     // for programs
  std::string words;  // completes "the scales of row i are stored ..."
  std::vector<Index> from;
};

/// The regular permutations of so many rows that are not the identity: one row on or back, reversed; the halves
/// exchanged (gate and up); halves and thirds interleaved, as in a fused gate-up or qkv projection, and the
/// inverses; and inside heads of 64 and 128 rows the interleaving of rotary embeddings.
std::vector<RowPermutation> regular_permutations(Index rows);

/// What a permutation is, in words: the name of a regular one; runs of rows that moved together, where these
/// are few; or the first rows of it.
std::string permutation_words(const std::vector<Index>& from);

}  // namespace quantcheck::check
