#include <quantcheck/proofs_check/io/cases/checked_tensors.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/io/formats/shared_bytes.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr Index tile = 64;  // rows and columns that are compared together

// An entry and its mirror image, and how far they differ.
struct Difference {
  double size = 0;
  Index row = 0;
  Index column = 0;
};

// The first of the largest |h_ij - h_ji| for the rows i of a tile and j < i. It goes tile by tile, so that
// the transposed side stays in the cache.
template <class Number>
Difference largest_difference(const Number& number, Index n, Index first_row) {
  Difference largest;
  for (Index j0 = 0; j0 <= first_row; j0 += tile)
    for (Index i = first_row; i < std::min(first_row + tile, n); ++i)
      for (Index j = j0; j < std::min(j0 + tile, i); ++j) {
        const double difference = std::fabs(number(i * n + j) - number(j * n + i));
        if (difference > largest.size) largest = {difference, i, j};
      }
  return largest;
}

// Throws Error if the largest |h_ij - h_ji| is not 0.
void check_symmetric(const TensorView& tensor, const StoredFloats& hessian, Index n) {
  std::vector<Difference> of_tiles(static_cast<std::size_t>((n + tile - 1) / tile));
  optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(of_tiles), [&](Index k) {
    of_tiles[k] = hessian.visit([&](const auto& number) { return largest_difference(number, n, k * tile); });
  });
  const Difference largest =
      *std::max_element(of_tiles.begin(), of_tiles.end(),
                        [](const Difference& a, const Difference& b) { return a.size < b.size; });
  if (largest.size == 0) return;
  throw Error(tensor_place(tensor) + "not symmetric: the largest |h_ij - h_ji| is " + shortest(largest.size) +
              ", at i = " + std::to_string(largest.row) + ", j = " + std::to_string(largest.column) +
              "; --triangle lower or --triangle upper takes that triangle for both");
}

// The numbers of one triangle on both sides, in the format that they are stored in.
StoredFloats mirrored(const TensorView& tensor, FloatFormat format, Index n, Triangle from) {
  const Index size = dtype_bits(tensor.dtype) / 8;
  std::vector<std::byte> bytes(tensor.bytes.begin(), tensor.bytes.end());
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < i; ++j) {
      std::byte* const lower = bytes.data() + (i * n + j) * size;
      std::byte* const upper = bytes.data() + (j * n + i) * size;
      std::copy_n(from == Triangle::lower ? lower : upper, size, from == Triangle::lower ? upper : lower);
    }
  }
  const SharedBytes kept(std::move(bytes));
  return {format, kept.bytes, kept.owner};
}

}  // namespace

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index extent : shape) text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "[" + text + "]";
}

const TensorView& required(const TensorBundle& file, const char* tensor) {
  const TensorView* found = file.find(tensor);
  if (found == nullptr) throw Error(file.name + ": no tensor " + in_quotes(tensor) + "; a case needs one");
  return *found;
}

void check_shape(const TensorView& tensor, const std::vector<Index>& shape, const char* meaning) {
  if (tensor.shape == shape) return;
  const bool transposed = shape.size() == 2 && tensor.shape == std::vector<Index>{shape[1], shape[0]};
  throw Error(tensor_place(tensor) + "the shape is " + shape_text(tensor.shape) + "; " + meaning + " = " +
              shape_text(shape) + " is needed" + (transposed ? ": it is transposed" : ""));
}

void check_rank(const TensorView& tensor, const char* meaning) {
  if (tensor.shape.size() != 2)
    throw Error(tensor_place(tensor) + "the shape is " + shape_text(tensor.shape) + "; " + meaning +
                " is needed");
}

void check_matrix(const TensorView& tensor, const char* meaning, const char* whole) {
  check_rank(tensor, meaning);
  if (tensor.shape[0] == 0 || tensor.shape[1] == 0)
    throw Error(tensor_place(tensor) + "the shape is " + shape_text(tensor.shape) + "; " + whole +
                " has at least one row and one column");
}

std::vector<std::int64_t> integers_below(const TensorView& tensor, const std::vector<Index>& shape,
                                         const char* meaning, std::int64_t end, const char* across) {
  check_shape(tensor, shape, meaning);
  std::vector<std::int64_t> values = integer_values(tensor, across);
  for (Index k = 0; k < std::ssize(values); ++k)
    if (values[k] < 0 || values[k] >= end)
      throw Error(tensor_place(tensor) + element_place(tensor.shape, k, across) + " is " +
                  std::to_string(values[k]) + ", outside 0.." + std::to_string(end - 1));
  return values;
}

std::string outside_range(Code code, const CodeRange& range) {
  return std::to_string(code) + ", outside " +
         (range.min ? "qmin = " + std::to_string(*range.min) : "no qmin") + ", " +
         (range.max ? "qmax = " + std::to_string(*range.max) : "no qmax");
}

std::vector<bool> flags(const TensorView& tensor, Index n) {
  TensorView integers = tensor;
  if (tensor.dtype == Dtype::boolean) integers.dtype = Dtype::u8;
  const std::vector<std::int64_t> values = integers_below(integers, {n}, "in", 2);
  return {values.begin(), values.end()};
}

StoredFloats symmetric_values(const TensorView& tensor, Index n, Triangle triangle) {
  check_shape(tensor, {n, n}, "in x in");
  if (tensor.dtype != Dtype::f64 && tensor.dtype != Dtype::f32)
    throw Error(tensor_place(tensor) + "the dtype is " + std::string(dtype_name(tensor.dtype)) +
                "; F64 or F32 is needed");
  StoredFloats values = stored_floats(tensor);
  if (triangle != Triangle::both) return mirrored(tensor, values.format(), n, triangle);
  check_symmetric(tensor, values, n);
  return values;
}

void refuse_narrow_floats(const TensorBundle& file, std::span<const std::string_view> known,
                          const std::string& why) {
  for (const TensorView& tensor : file.tensors) {
    const bool is_narrow = tensor.dtype == Dtype::f4 || tensor.dtype == Dtype::f8_e4m3 ||
                           tensor.dtype == Dtype::f8_e5m2 || tensor.dtype == Dtype::f8_e8m0;
    if (is_narrow && std::find(known.begin(), known.end(), tensor.name) != known.end())
      throw Error(tensor_place(tensor) + "the dtype is " + std::string(dtype_name(tensor.dtype)) + "; " +
                  why);
  }
}

void add_ignored(const TensorBundle& file, std::span<const std::string_view> known,
                 std::vector<std::string>& ignored) {
  for (const TensorView& tensor : file.tensors)
    if (std::find(known.begin(), known.end(), tensor.name) == known.end())
      ignored.push_back("tensor " + in_quotes(tensor.name));
}

}  // namespace quantcheck::check
