#include <quantcheck/proofs_check/io/cases/checked_tensors.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index extent : shape) text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "[" + text + "]";
}

// Finds the largest |h_ij - h_ji|, tile by tile so that the transposed side stays in the cache, and throws
// Error if it is not 0.
void check_symmetric(const TensorView& tensor, const std::vector<double>& hessian, Index n) {
  constexpr Index tile = 64;
  double largest = 0;
  Index worst_row = 0;
  Index worst_column = 0;
  for (Index i0 = 0; i0 < n; i0 += tile) {
    for (Index j0 = 0; j0 <= i0; j0 += tile) {
      for (Index i = i0; i < std::min(i0 + tile, n); ++i) {
        for (Index j = j0; j < std::min(j0 + tile, i); ++j) {
          const double difference = std::fabs(hessian[i * n + j] - hessian[j * n + i]);
          if (difference <= largest) continue;
          largest = difference;
          worst_row = i;
          worst_column = j;
        }
      }
    }
  }
  if (largest == 0) return;
  throw Error(tensor_place(tensor) + "not symmetric: the largest |h_ij - h_ji| is " + shortest(largest) +
              ", at i = " + std::to_string(worst_row) + ", j = " + std::to_string(worst_column) +
              "; --triangle lower or --triangle upper takes that triangle for both");
}

void mirror(std::vector<double>& hessian, Index n, Triangle from) {
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < i; ++j) {
      double& lower = hessian[i * n + j];
      double& upper = hessian[j * n + i];
      (from == Triangle::lower ? upper : lower) = from == Triangle::lower ? lower : upper;
    }
  }
}

}  // namespace

const TensorView& required(const TensorBundle& file, const char* tensor) {
  const TensorView* found = file.find(tensor);
  if (found == nullptr) throw Error(file.name + ": no tensor " + in_quotes(tensor) + "; a case needs one");
  return *found;
}

void check_shape(const TensorView& tensor, const std::vector<Index>& shape, const char* meaning) {
  if (tensor.shape != shape)
    throw Error(tensor_place(tensor) + "the shape is " + shape_text(tensor.shape) + "; " + meaning + " = " +
                shape_text(shape) + " is needed");
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

std::vector<double> symmetric_values(const TensorView& tensor, Index n, Triangle triangle) {
  check_shape(tensor, {n, n}, "in x in");
  if (tensor.dtype != Dtype::f64 && tensor.dtype != Dtype::f32)
    throw Error(tensor_place(tensor) + "the dtype is " + std::string(dtype_name(tensor.dtype)) +
                "; F64 or F32 is needed");
  std::vector<double> values = float_values(tensor);
  if (triangle == Triangle::both) {
    check_symmetric(tensor, values, n);
  } else {
    mirror(values, n, triangle);
  }
  return values;
}

void add_ignored(const TensorBundle& file, std::span<const std::string_view> known,
                 std::vector<std::string>& ignored) {
  for (const TensorView& tensor : file.tensors)
    if (std::find(known.begin(), known.end(), tensor.name) == known.end())
      ignored.push_back("tensor " + in_quotes(tensor.name));
}

}  // namespace quantcheck::check
