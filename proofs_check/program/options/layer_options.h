// The options that say what a layer is and how its codes are made: one text for every command that has them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/number/rational.h>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace quantcheck::check::program {

// Headings that --help has for several commands.
inline constexpr const char* scale_group = "Scales and groups";
inline constexpr const char* method_group = "How the codes are made";

/// The values of these options.
struct LayerOptions {
  // "FILE" or "FILE:NAME" for each tensor, by what a case calls it: "weight", "group_index".
  std::map<std::string, std::string> tensors;
  // --tensor: the tensor to take of every FILE that has several.
  std::optional<std::string> tensor;
  Triangle triangle = Triangle::both;

  std::optional<Code> qmin;
  std::optional<Code> qmax;
  std::optional<int> bits;  // 2 .. 8
  bool symmetric = false;
  bool asymmetric = false;
  std::optional<Index> group_size;

  std::optional<std::string> order;            // natural, act, gar, min-pivot, or a file as in `tensors`
  std::optional<reference::Rational> damping;  // absolute, not negative
  std::optional<reference::Rational> relative_damping;  // times the mean of the diagonal, not negative
  std::optional<Arithmetic> arithmetic;
  std::optional<Rounding> rounding;
};

/// Adds an option that takes FILE or FILE:NAME, which goes to options.tensors[role]. Its name is the role's,
/// with hyphens.
CLI::Option* add_tensor(CLI::App& command, LayerOptions& options, const char* role, const char* help,
                        const char* group);

/// Adds --triangle.
CLI::Option* add_triangle(CLI::App& command, Triangle& triangle);
/// Adds --weight, --hessian or --activations, --triangle, and --tensor.
void add_layer_tensors(CLI::App& command, LayerOptions& options);
/// Adds --scale, --zero, --group-index, and --group-size.
void add_scale_options(CLI::App& command, LayerOptions& options);
/// Adds --qmin and --qmax and, in place of them, --bits with --symmetric or --asymmetric.
void add_range_options(CLI::App& command, LayerOptions& options);
/// Adds --order, --absolute-damping, --relative-damping, --arithmetic, and --rounding.
void add_method_options(CLI::App& command, LayerOptions& options);

/// Reads the files that options.tensors names, and that of --order where it is one, each once. The tensors
/// come under the case's names for them, in a bundle called `name`. Throws Error as read_tensors and
/// pick_tensor do, and where --order is neither a name nor a file that is there, or --tensor applies to no
/// file.
TensorBundle read_given_tensors(const LayerOptions& options, const std::string& name);

/// The range of codes. Symmetric codes of b bits are -2^(b-1) .. 2^(b-1) - 1, asymmetric ones 0 .. 2^b - 1.
/// Throws Error for --qmin above --qmax, and for --bits without --symmetric or --asymmetric.
CodeRange range_of(const LayerOptions& options);

/// Whether --order is one of the names that need no file.
bool order_is_named(const LayerOptions& options);

}  // namespace quantcheck::check::program
