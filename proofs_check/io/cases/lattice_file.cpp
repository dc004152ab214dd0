#include <quantcheck/proofs_check/io/cases/lattice_file.h>

#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/cases/lattice_metadata.h>
#include <quantcheck/proofs_check/io/cases/recognised_format.h>
#include <quantcheck/proofs_check/io/cases/tensor_shapes.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::array<std::string_view, 6> values_tensors{"values", "codes",   "beta_index",
                                                         "betas",  "decoded", "norm"};
constexpr std::array<std::string_view, 7> ldlq_tensors{"weight", "hessian", "codes", "beta_index",
                                                       "betas",  "decoded", "norm"};
constexpr std::array<std::string_view, 2> e8_tensors{"values", "nearest"};

constexpr const char* wide_floats = "one of F64 F32 F16 BF16 is needed";

// Reads what is quantized: `values`, or `weight` with its Hessian.
void read_values(LatticeCase& c, const TensorBundle& file, Triangle triangle) {
  const TensorView* values = file.find("values");
  const TensorView* weight = file.find("weight");
  if ((values == nullptr) == (weight == nullptr))
    throw Error(c.name + (values == nullptr ? ": neither \"values\" nor" : ": both \"values\" and") +
                " \"weight\"; a lattice file has the one, or for LDLQ the other with a \"hessian\"");
  const TensorView& tensor = values != nullptr ? *values : *weight;
  check_lattice_shapes(file);
  c.rows = tensor.shape[0];
  c.cols = tensor.shape[1];
  c.values = float_values(tensor);
  if (weight == nullptr) {
    if (file.find("hessian") != nullptr)
      throw Error(c.name + ": a \"hessian\" beside \"values\"; what LDLQ quantizes is \"weight\"");
    return;
  }
  c.hessian = symmetric_values(required(file, "hessian"), c.cols, triangle).values();
}

void read_block_order(LatticeCase& c, const LatticeMetadata& metadata) {
  if (c.hessian.empty()) {
    if (metadata.block_order) c.ignored.push_back("metadata \"block_order\"");
    return;
  }
  if (!metadata.block_order)
    throw Error(c.name +
                ": no metadata \"block_order\"; with a hessian say \"first\" or \"last\": the block "
                "that is quantized first");
  c.block_order = *metadata.block_order;
}

void read_betas(LatticeCase& c, const TensorBundle& file) {
  const TensorView& tensor = required(file, "betas");
  if (tensor.shape.size() != 1 || tensor.shape[0] == 0)
    throw Error(tensor_place(tensor) + "a vector of at least one beta is needed");
  c.beta = float_values(tensor);
  for (std::size_t p = 0; p < c.beta.size(); ++p)
    if (!(c.beta[p] > (p == 0 ? 0.0 : c.beta[p - 1])))
      throw Error(tensor_place(tensor) + "entry " + std::to_string(p) + " is " + shortest(c.beta[p]) +
                  "; betas have to be positive and ascending");
}

void read_codes(LatticeCase& c, const TensorBundle& file) {
  c.codes = integers_below(required(file, "codes"), {c.rows, lattice_block * c.blocks()},
                           "rows x cols, cols rounded up to a multiple of 8,", c.q);
  const auto index = integers_below(required(file, "beta_index"), {c.rows, c.blocks()}, "rows x blocks of 8",
                                    std::ssize(c.beta), "block");
  c.beta_index.assign(index.begin(), index.end());
}

void read_optional(LatticeCase& c, const TensorBundle& file, const LatticeMetadata& metadata) {
  if (const TensorView* decoded = file.find("decoded")) {
    c.decoded = float_values(*decoded);
    c.decoded_format = rounded_format(*decoded, c.decoded, metadata.decoded_format, c.recognised);
  }
  if (const TensorView* norm = file.find("norm")) {
    c.norm = float_values(*norm);
    for (std::size_t row = 0; row < c.norm.size(); ++row)
      if (c.norm[row] < 0)
        throw Error(tensor_place(*norm) + "entry " + std::to_string(row) + " is " + shortest(c.norm[row]) +
                    "; a norm is not negative");
  }
}

}  // namespace

LatticeCase parse_lattice_case(const TensorBundle& file, Triangle triangle) {
  LatticeMetadata metadata = parse_lattice_metadata(file.metadata, file.name);
  refuse_narrow_floats(file, values_tensors, wide_floats);
  refuse_narrow_floats(file, ldlq_tensors, wide_floats);
  LatticeCase c;
  static_cast<Described&>(c) = std::move(metadata.described);
  c.q = metadata.q;
  c.mode = metadata.mode;
  read_values(c, file, triangle);
  read_block_order(c, metadata);
  read_betas(c, file);
  read_codes(c, file);
  read_optional(c, file, metadata);
  if (c.hessian.empty()) {
    add_ignored(file, values_tensors, c.ignored);
  } else {
    add_ignored(file, ldlq_tensors, c.ignored);
  }
  return c;
}

E8Case parse_e8_case(const TensorBundle& file) {
  E8Case c;
  static_cast<Described&>(c) = parse_e8_metadata(file.metadata, file.name);
  refuse_narrow_floats(file, e8_tensors, wide_floats);
  const TensorView& values = required(file, "values");
  check_matrix(values, "n x 8", "an e8 file");
  c.points = values.shape[0];
  check_shape(values, {c.points, lattice_block}, "n x 8");
  const TensorView& nearest = required(file, "nearest");
  check_shape(nearest, {c.points, lattice_block}, "n x 8");
  c.values = float_values(values);
  c.nearest = float_values(nearest);
  add_ignored(file, e8_tensors, c.ignored);
  return c;
}

}  // namespace quantcheck::check
