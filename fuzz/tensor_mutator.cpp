// A mutator of safetensors files. Three of four mutations leave the header as it is, so that the file is
// still read, and the mutation reaches the code behind the reader.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  std::uint64_t header = 0;
  for (std::size_t i = 0; i < 8 && size >= 8; ++i) header |= std::uint64_t{data[i]} << (8 * i);
  if (seed % 4 == 0 || size < 8 || header >= size - 8) return LLVMFuzzerMutate(data, size, max_size);

  // The tensors keep their length. A shorter mutation leaves the rest of them as it was.
  std::uint8_t* tensors = data + 8 + header;
  std::vector<std::uint8_t> mutated(tensors, data + size);
  const std::size_t length = LLVMFuzzerMutate(mutated.data(), mutated.size(), mutated.size());
  std::copy_n(mutated.begin(), length, tensors);
  return size;
}
