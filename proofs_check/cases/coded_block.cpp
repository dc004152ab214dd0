#include <quantcheck/proofs_check/cases/coded_block.h>

#include <algorithm>

namespace quantcheck::check {

CodedBlock coded_block(const LatticeCase& c, const BlockPlace& place) {
  CodedBlock block;
  const Index position = place.row * c.blocks() + place.block;
  for (Index i = 0; i < lattice_block; ++i) block.code[i] = c.codes[position * lattice_block + i];
  block.beta_index = c.beta_index[position];
  block.columns = std::min(lattice_block, c.cols - place.block * lattice_block);
  if (!c.decoded.empty()) block.decoded = &c.decoded[place.row * c.cols + place.block * lattice_block];
  block.decoded_format = c.decoded_format;
  return block;
}

}  // namespace quantcheck::check
