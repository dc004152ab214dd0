#include <quantcheck/optimized/nested_matrix.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

// With at most so many values, no size below overflows.
constexpr Index most_values = Index{1} << 48;

void check_shape(Index rows, Index cols) {
  if (rows < 1 || cols < 1 || rows > most_values / 8 || cols > most_values / 8 ||
      rows > most_values / (cols + 7))
    throw Error("nested codes of a matrix that is " + std::to_string(rows) + " x " + std::to_string(cols));
}

void check_scheme(const ScaledCodes<float>& scheme) {
  if (scheme.q < 2 || scheme.q > 256)
    throw Error("a nesting ratio of " + std::to_string(scheme.q) + "; 2 .. 256 can be packed");
  if (scheme.beta.empty() || scheme.beta.size() > 16)
    throw Error(std::to_string(scheme.beta.size()) + " betas; 1 .. 16 can be packed");
  float before = 0;
  for (const float beta : scheme.beta) {
    if (!(beta > before) || beta < 0x1p-40F || beta > 0x1p40F)
      throw Error("betas that do not ascend within 2^-40 .. 2^40");
    before = beta;
  }
}

void check_size(const char* what, std::size_t size, Index expected) {
  if (size != static_cast<std::size_t>(expected))
    throw Error(std::string(what) + ": " + std::to_string(size) + " bytes, " + std::to_string(expected) +
                " are needed");
}

void check_norms(const std::vector<float>& norms, Index rows) {
  if (static_cast<Index>(norms.size()) != rows)
    throw Error(std::to_string(norms.size()) + " norms of " + std::to_string(rows) + " rows");
  for (Index row = 0; row < rows; ++row)
    if (!std::isfinite(norms[row]) || std::signbit(norms[row]))
      throw Error("the norm of row " + std::to_string(row) + " is negative or not finite");
}

[[noreturn]] void refuse_matrix_code(Index row, Index column, int code, Code q) {
  throw Error("the code at " + place(row, column) + " is " + std::to_string(code) +
              ", with a nesting ratio of " + std::to_string(q));
}

[[noreturn]] void refuse_index(Index row, Index block, int index, std::size_t betas, const char* where = "") {
  throw Error("row " + std::to_string(row) + ", block " + std::to_string(block) + ": beta " +
              std::to_string(index) + " of " + std::to_string(betas) + where);
}

// The index of the first value that is not below the limit, or the number of values.
Index first_too_large(std::span<const std::uint8_t> values, std::size_t limit) {
  return std::find_if(values.begin(), values.end(), [limit](std::uint8_t value) { return value >= limit; }) -
         values.begin();
}

std::uint8_t bits(const std::uint32_t* words, Index position, int width) {
  const Index in_a_word = 32 / width;
  return static_cast<std::uint8_t>(words[position / in_a_word] >> position % in_a_word * width &
                                   ((1U << width) - 1));
}

void set_bits(std::uint32_t* words, Index position, int width, std::uint8_t value) {
  const Index in_a_word = 32 / width;
  words[position / in_a_word] |= std::uint32_t{value} << position % in_a_word * width;
}

void read_words(std::span<const std::uint8_t> bytes, std::uint32_t* words) {
  for (std::size_t i = 0; i < bytes.size(); i += 4)
    *words++ = std::uint32_t{bytes[i]} | std::uint32_t{bytes[i + 1]} << 8 |
               std::uint32_t{bytes[i + 2]} << 16 | std::uint32_t{bytes[i + 3]} << 24;
}

std::vector<std::uint8_t> bytes_of(const Buffer<std::uint32_t>& words) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(4 * words.size());
  for (const std::uint32_t word : words)
    for (int shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>(word >> shift & 255));
  return bytes;
}

}  // namespace

NestedMatrix::NestedMatrix(Index rows, Index cols, ScaledCodes<float> scheme, std::vector<float> norms)
    : rows_(rows), cols_(cols), scheme_(std::move(scheme)), norms_(std::move(norms)) {
  check_shape(rows, cols);
  check_scheme(scheme_);
  check_norms(norms_, rows);
}

Index NestedMatrix::index_words() const {
  const Index in_a_word = 32 / index_bits();
  return (blocks() + in_a_word - 1) / in_a_word;
}

std::uint8_t NestedMatrix::code(Index row, Index column) const {
  if (row < 0 || row >= rows_ || column < 0 || column >= 8 * blocks())
    throw Error("there is no code at " + place(row, column));
  return bits(words() + row * blocks() * words_of_block(), column, 4 * static_cast<int>(words_of_block()));
}

std::uint8_t NestedMatrix::index(Index row, Index block) const {
  if (row < 0 || row >= rows_ || block < 0 || block >= blocks())
    throw Error("there is no index of row " + std::to_string(row) + ", block " + std::to_string(block));
  return bits(indices() + row * index_words(), block, index_bits());
}

void NestedMatrix::check_contents() const {
  for (Index row = 0; row < rows_; ++row) {
    for (Index column = 0; column < 8 * blocks(); ++column)
      if (code(row, column) >= scheme_.q) refuse_matrix_code(row, column, code(row, column), scheme_.q);
    const Index in_words = index_words() * 32 / index_bits();
    for (Index block = 0; block < in_words; ++block) {
      const std::uint8_t beta = bits(indices() + row * index_words(), block, index_bits());
      const std::size_t betas = scheme_.beta.size();
      if (block >= blocks() && beta != 0) refuse_index(row, block, beta, betas, ", beyond the last block");
      if (block < blocks() && beta >= betas) refuse_index(row, block, beta, betas);
    }
  }
}

NestedMatrix NestedMatrix::pack(Index rows, Index cols, ScaledCodes<float> scheme,
                                std::span<const std::uint8_t> codes, std::span<const std::uint8_t> indices,
                                std::vector<float> norms) {
  const DefaultEnvironment environment;
  NestedMatrix matrix(rows, cols, std::move(scheme), std::move(norms));
  const Index blocks = matrix.blocks();
  check_size("codes", codes.size(), rows * blocks * 8);
  check_size("indices of betas", indices.size(), rows * blocks);
  const Index word_count = matrix.words_of_block() * blocks;
  const int width = 4 * static_cast<int>(matrix.words_of_block());
  const Code q = matrix.scheme_.q;
  const std::size_t betas = matrix.scheme_.beta.size();
  if (const Index k = first_too_large(codes, static_cast<std::size_t>(q)); k < std::ssize(codes))
    refuse_matrix_code(k / (8 * blocks), k % (8 * blocks), codes[k], q);
  if (const Index k = first_too_large(indices, betas); k < std::ssize(indices))
    refuse_index(k / blocks, k % blocks, indices[k], betas);
  matrix.words_ = Buffer<std::uint32_t>(rows * word_count);
  matrix.indices_ = Buffer<std::uint32_t>(rows * matrix.index_words());
  std::fill_n(matrix.words_.data(), matrix.words_.size(), 0U);
  std::fill_n(matrix.indices_.data(), matrix.indices_.size(), 0U);
  for (Index row = 0; row < rows; ++row) {
    for (Index i = 0; i < 8 * blocks; ++i)
      set_bits(matrix.words_.data() + row * word_count, i, width, codes[row * 8 * blocks + i]);
    for (Index b = 0; b < blocks; ++b)
      set_bits(matrix.indices_.data() + row * matrix.index_words(), b, matrix.index_bits(),
               indices[row * blocks + b]);
  }
  return matrix;
}

NestedMatrix NestedMatrix::from_bytes(Index rows, Index cols, ScaledCodes<float> scheme,
                                      std::span<const std::uint8_t> codes,
                                      std::span<const std::uint8_t> indices, std::vector<float> norms) {
  const DefaultEnvironment environment;
  NestedMatrix matrix(rows, cols, std::move(scheme), std::move(norms));
  const Index words = rows * matrix.blocks() * matrix.words_of_block();
  const Index index_words = rows * matrix.index_words();
  check_size("packed codes", codes.size(), 4 * words);
  check_size("packed indices of betas", indices.size(), 4 * index_words);
  matrix.words_ = Buffer<std::uint32_t>(words);
  matrix.indices_ = Buffer<std::uint32_t>(index_words);
  read_words(codes, matrix.words_.data());
  read_words(indices, matrix.indices_.data());
  matrix.check_contents();
  return matrix;
}

PackedBytes NestedMatrix::bytes() const { return {bytes_of(words_), bytes_of(indices_)}; }

}  // namespace quantcheck::optimized
