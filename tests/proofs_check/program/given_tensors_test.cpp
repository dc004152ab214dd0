// `quantcheck verify` with tensors that options name, and with files that have no metadata.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/case_file.h>
#include <quantcheck/proofs_check/io/lattice_file.h>
#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/proofs_check/io/tensor_source.h>
#include <quantcheck/proofs_check/io/tensor_values.h>
#include <quantcheck/reference/number/parse.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/tests/proofs_check/io/npy_file.h>
#include <quantcheck/tests/proofs_check/io/zip_file.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/float_nestquant.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::check {
namespace {

using test::Finished;

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string npy_of(const TensorView& tensor) {
  const std::string name(dtype_name(tensor.dtype));
  std::string shape = "(";
  for (const Index extent : tensor.shape) shape += std::to_string(extent) + ", ";
  const std::string descr = "<" + std::string(1, static_cast<char>(std::tolower(name[0]))) +
                            std::to_string(dtype_bits(tensor.dtype) / 8);
  return text_of(tests::npy(descr, shape + ")", text_of(tensor.bytes)));
}

class GivenTensors : public test::ProgramTest {
 protected:
  void save(const std::string& file, const std::string& bytes) const {
    std::ofstream(folder_ / file, std::ios::binary) << bytes;
  }
  void save(const std::string& file, const OwnedTensor& tensor) const { save(file, npy_of(tensor.view())); }

  // Each tensor of the case as NAME.npy, all of them as case.npz, and in bare.safetensors without metadata.
  void scatter(const std::vector<std::byte>& case_bytes) const {
    const TensorBundle file = parse_safetensors(case_bytes, "c");
    std::vector<tests::ZipEntry> members;
    for (const TensorView& tensor : file.tensors) {
      save(tensor.name + ".npy", npy_of(tensor));
      members.push_back(tests::zip_entry(tensor.name + ".npy", npy_of(tensor), members.size() % 2 == 1));
    }
    save("case.npz", text_of(tests::zip_file(members)));
    write_safetensors((folder_ / "bare.safetensors").string(), {}, file.tensors);
    write_file((folder_ / "case.safetensors").string(), case_bytes);
  }

  // Status 2, one line that has the words, and nothing on standard output.
  void expect_refusal(const std::string& arguments, const std::string& words) const {
    const Finished outcome = run("verify " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments << "\n" << outcome.out;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_NE(outcome.err.find(words), std::string::npos) << arguments << "\nsays: " << outcome.err;
    const bool usage = outcome.err.find("Run with --help") != std::string::npos;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), usage ? 2 : 1) << outcome.err;
  }

  // The report; an empty object where there is none.
  nlohmann::json verdict(const std::string& arguments) const {
    const Finished outcome = run("verify --json " + arguments);
    EXPECT_EQ(outcome.err, "") << arguments;
    return outcome.out.empty() ? nlohmann::json() : nlohmann::json::parse(outcome.out);
  }
};

// One decision is wrong, so that a verdict says more than that all is well.
Case sample() {
  const test::LayerShape shape{4, 8, 4, 100, true};
  const test::FloatLayer layer = test::random_layer(shape, 3);
  return test::case_of(layer, test::quantize(layer, 4, test::Fault::one_code_flipped, {2, 5}));
}

std::string damping_of(const Case& c) { return "--damping " + reference::format_number(c.damping) + " "; }

const std::string codes = "--codes codes.npy ";
const std::string layer = "--weight weight.npy --hessian hessian.npy ";
const std::string grid = "--scale scale.npy --zero zero.npy ";
const std::string range = "--qmin 0 --qmax 15 ";
const std::string order = "--order order.npy ";
const std::string fp32 = "--arithmetic fp32 ";

TEST_F(GivenTensors, EveryWayGivesTheSameVerdict) {
  const Case c = sample();
  scatter(serialize_case(c));
  nlohmann::json expected = verdict("case.safetensors");
  EXPECT_EQ(expected["verdict"], "FAILS");
  const std::string settings = damping_of(c) + fp32;
  const auto expect_same = [&](const std::string& arguments, const std::string& name) {
    nlohmann::json found = verdict(arguments);
    EXPECT_EQ(found["file"], name) << arguments;
    found["file"] = expected["file"];
    EXPECT_EQ(found, expected) << arguments;
  };
  expect_same(codes + layer + grid + range + order + settings, "codes.npy");
  expect_same(codes + layer + grid + "--bits 4 --asymmetric --group-size 4 --order act " + settings,
              "codes.npy");
  expect_same("case.npz " + range + settings, "case.npz");
  expect_same("bare.safetensors " + range + settings, "bare.safetensors");
  expect_same("--codes case.npz:codes --weight bare.safetensors:weight --hessian case.npz:hessian " + grid +
                  range + order + settings,
              "case.npz:codes");
  expect_same("--codes codes.npy --weight bare.safetensors --tensor weight --hessian hessian.npy " + grid +
                  range + order + settings,
              "codes.npy");
  // A file that says how its codes were made, and a tensor it lacks.
  TensorBundle without = read_tensors((folder_ / "case.safetensors").string());
  std::erase_if(without.tensors, [](const TensorView& tensor) { return tensor.name == "hessian"; });
  write_safetensors((folder_ / "without.safetensors").string(), without.metadata, without.tensors);
  expect_same("without.safetensors --hessian hessian.npy", "without.safetensors");
}

TEST_F(GivenTensors, DampingIsAbsoluteOrRelative) {
  Case c = sample();
  scatter(serialize_case(c));
  const std::string rest = codes + layer + grid + range + order + fp32;
  reference::Rational trace = 0;
  for (Index j = 0; j < c.in; ++j) trace += reference::exact(c.hessian[j * c.in + j]);
  // 1/8 of the mean, and as much in absolute terms.
  c.damping = trace / (8 * c.in);
  write_case(c, (folder_ / "eighth.safetensors").string());
  nlohmann::json expected = verdict("eighth.safetensors");
  expected["file"] = "codes.npy";
  EXPECT_EQ(verdict(rest + "--relative-damping 0.125"), expected);
  EXPECT_EQ(verdict(rest + "--relative-damping 0x1p-4 --damping " + reference::format_number(c.damping / 2)),
            expected);
  EXPECT_NE(verdict(rest + "--damping 0.125"), expected);
}

TEST_F(GivenTensors, OrdersByNameAreThoseOfTheReference) {
  Case c = sample();
  c.arithmetic = Arithmetic::exact;
  reference::Matrix<reference::Rational> damped(c.in, c.in);
  for (Index i = 0; i < c.in; ++i)
    for (Index j = 0; j < c.in; ++j)
      damped(i, j) =
          reference::exact(c.hessian[i * c.in + j]) + (i == j ? c.damping : reference::Rational(0));
  const std::vector<std::pair<std::string, Order>> orders{{"natural", reference::natural_order(c.in)},
                                                          {"act", reference::act_order(damped)},
                                                          {"min-pivot", reference::min_pivot_order(damped)}};
  for (const auto& [name, permutation] : orders) {
    c.order = permutation;
    scatter(serialize_case(c));
    nlohmann::json expected = verdict("case.safetensors");
    expected["file"] = "codes.npy";
    EXPECT_EQ(verdict(codes + layer + grid + range + damping_of(c) + "--arithmetic exact --order " + name),
              expected)
        << name;
  }
}

TEST_F(GivenTensors, ActivationsOfEveryFloatTypeAreExact) {
  Case c = sample();
  c.samples = 16;
  for (Index k = 0; k < c.samples * c.in; ++k)
    c.activations.push_back(static_cast<double>(k * k * 7 % 41 - 20) / 16 + (k % c.in == k / c.in ? 3 : 0));
  c.hessian.assign(c.in * c.in, 0);
  for (Index k = 0; k < c.samples; ++k)
    for (Index i = 0; i < c.in; ++i)
      for (Index j = 0; j < c.in; ++j)
        c.hessian[i * c.in + j] += c.activations[k * c.in + i] * c.activations[k * c.in + j];  // exact
  const std::vector<double> activations = std::exchange(c.activations, {});
  scatter(serialize_case(c));
  const std::string rest = codes + grid + range + "--order act --relative-damping 0.01 " + fp32;
  const nlohmann::json expected = verdict(rest + layer);
  EXPECT_FALSE(expected["loss"].is_null());
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::f32, FloatFormat::f64}) {
    save("x.npy", float_tensor("", {c.samples, c.in}, activations, format));
    EXPECT_EQ(verdict(rest + "--weight weight.npy --activations x.npy"), expected);
  }
}

TEST_F(GivenTensors, DequantizedWeightsStandForCodes) {
  const Case c = sample();
  scatter(serialize_case(c));
  std::vector<double> values;
  for (Index row = 0; row < c.out; ++row)
    for (Index j = 0; j < c.in; ++j)
      values.push_back(static_cast<double>(static_cast<float>(c.grid.scale_at(row, j)) *
                                           static_cast<float>(c.codes(row, j) - c.grid.zero_at(row, j))));
  save("d.npy", float_tensor("", {c.out, c.in}, values, FloatFormat::f32));
  const std::string rest = layer + grid + range + order + damping_of(c) + fp32;
  nlohmann::json expected = verdict(codes + rest);
  expected["file"] = "d.npy";
  EXPECT_EQ(verdict("--dequantized d.npy " + rest), expected);
  values[11] += 1e-4;
  save("d.npy", float_tensor("", {c.out, c.in}, values, FloatFormat::f64));
  expect_refusal("--dequantized d.npy " + rest, "d.npy: tensor \"dequantized\": row 1, column 3 is ");
}

TEST_F(GivenTensors, JudgesLatticeCodes) {
  const LatticeCase c = test::nested_case({}, 1, test::NestedFault::one_code_flipped);
  scatter(serialize_lattice_case(c));
  nlohmann::json expected = verdict("case.safetensors");
  EXPECT_EQ(expected["verdict"], "FAILS");
  const std::string settings = "--q 14 --mode opt --arithmetic fp32 ";
  for (const std::string file : {"case.npz", "bare.safetensors"}) {
    expected["file"] = file;
    EXPECT_EQ(verdict(file + " " + settings), expected);
  }
  expected["file"] = "codes.npy";
  EXPECT_EQ(
      verdict(codes +
              "--values values.npy --betas betas.npy --beta-index beta_index.npy --decoded decoded.npy " +
              settings),
      expected);
  expect_refusal(codes + "--values values.npy --beta-index beta_index.npy " + settings,
                 "--betas is needed too");
  expect_refusal("case.npz --mode opt", "--q is needed: the nesting ratio");
  expect_refusal("case.npz --q 14", "--mode is needed, opt or first");
  expect_refusal("case.npz --q 1 --mode opt", "2..1048576 is needed");
  expect_refusal("case.npz --qmin 0 " + settings, "--qmin: lattice codes have nothing of the kind");
  expect_refusal("case.npz --zero codes.npy " + settings, "--zero: such a case has no tensor of the kind");

  const LatticeCase ldlq = test::ldlq_case({16, 32}, BlockOrder::first, 2);
  scatter(serialize_lattice_case(ldlq));
  expected = verdict("case.safetensors");
  expected["file"] = "case.npz";
  EXPECT_EQ(verdict("case.npz --block-order first --q 14 --mode opt --arithmetic fp32"), expected);
  expect_refusal("case.npz --q 14 --mode opt", "\"block_order\"");
}

TEST_F(GivenTensors, JudgesPointsOfE8) {
  save("v.npy", float_tensor("", {1, 8}, std::vector<double>{0.75, 1, 0, 0, 0, 0, 0, 0}, FloatFormat::f32));
  save("n.npy", float_tensor("", {1, 8}, std::vector<double>{1, 1, 0, 0, 0, 0, 0, 0}, FloatFormat::f16));
  EXPECT_EQ(verdict("--values v.npy --nearest n.npy")["verdict"], "CONFORMS");
  EXPECT_EQ(verdict("--values v.npy --nearest n.npy")["file"], "n.npy");
  expect_refusal("--nearest n.npy", "--values is needed too");
  expect_refusal("--nearest n.npy --values v.npy --q 3", "--q: points of E8 have nothing of the kind");
}

TEST_F(GivenTensors, ABadTensorIsNamedWithItsFileAndPlace) {
  const Case c = sample();
  scatter(serialize_case(c));
  const std::map<std::string, std::string> options{{"weight", "--weight"}, {"hessian", "--hessian"},
                                                   {"codes", "--codes"},   {"scale", "--scale"},
                                                   {"zero", "--zero"},     {"order", "--order"}};
  // The sound command with one tensor replaced.
  const auto with = [&](const std::string& replaced, const std::string& file) {
    std::string arguments = range + fp32;
    for (const auto& [name, option] : options)
      arguments += option + " " + (name == replaced ? file : name + ".npy") + " ";
    return arguments;
  };
  EXPECT_EQ(run("verify " + with("", "")).status, 1);
  const auto refuse = [&](const std::string& name, const OwnedTensor& tensor, const std::string& words) {
    save("bad.npy", tensor);
    expect_refusal(with(name, "bad.npy"), "bad.npy: tensor \"" + name + "\": " + words);
  };
  const auto floats = [](std::vector<Index> shape, double value = 1) {
    Index count = 1;
    for (const Index extent : shape) count *= extent;
    return float_tensor("", std::move(shape), std::vector<double>(static_cast<std::size_t>(count), value),
                        FloatFormat::f32);
  };
  const auto integers = [](std::vector<Index> shape, std::vector<std::int64_t> values) {
    return integer_tensor("", std::move(shape), values);
  };
  const auto spoilt = [&](std::vector<Index> shape, std::size_t at, std::uint32_t bits) {
    OwnedTensor tensor = floats(std::move(shape));
    for (std::size_t k = 0; k < 4; ++k) tensor.bytes[4 * at + k] = static_cast<std::byte>(bits >> (8 * k));
    return tensor;
  };
  constexpr std::uint32_t infinite = 0x7f800000;
  constexpr std::uint32_t not_a_number = 0x7fc00000;
  refuse("weight", floats({4, 8, 1}), "the shape is [4, 8, 1]; out x in is needed");
  refuse("weight", floats({0, 8}), "the shape is [0, 8]; a layer has at least one row and one column");
  refuse("weight", floats({4, 0}), "a layer has at least one row and one column");
  refuse("weight", floats({}), "the shape is []; out x in is needed");
  refuse("weight", integers({4, 8}, std::vector<std::int64_t>(32, 1)), "the dtype is U8");
  refuse("weight", spoilt({4, 8}, 9, not_a_number), "row 1, column 1 is NaN");
  refuse("weight", spoilt({4, 8}, 31, infinite), "row 3, column 7 is infinite");
  refuse("hessian", floats({8, 7}), "the shape is [8, 7]; in x in = [8, 8] is needed");
  refuse("hessian", floats({4, 8}), "the shape is [4, 8]; in x in = [8, 8] is needed");
  refuse("hessian", spoilt({8, 8}, 63, not_a_number), "row 7, column 7 is NaN");
  refuse("hessian", spoilt({8, 8}, 10, infinite), "row 1, column 2 is infinite");
  refuse(
      "hessian", spoilt({8, 8}, 17, 0x40000000),
      "not symmetric: the largest |h_ij - h_ji| is 1, at i = 2, j = 1; --triangle lower or --triangle upper");
  refuse("codes", floats({4, 8}), "the dtype is F32; an integer type");
  refuse("codes", integers({8, 4}, std::vector<std::int64_t>(32, 1)),
         "the shape is [8, 4]; out x in = [4, 8]");
  std::vector<std::int64_t> wide(32, 1);
  wide[30] = 16;
  refuse("codes", integers({4, 8}, wide), "row 3, column 6 is 16, outside qmin = 0, qmax = 15");
  wide[30] = -1;
  refuse("codes", integers({4, 8}, wide), "row 3, column 6 is -1, outside qmin = 0, qmax = 15");
  refuse("scale", floats({4}), "the shape is [4]; out x groups is needed");
  refuse("scale", floats({3, 2}), "the shape is [3, 2]; out x groups = [4, 2]");
  refuse("scale", floats({4, 0}), "no groups");
  refuse("scale", floats({4, 3}), "3 groups do not divide 8 columns");
  refuse("scale", spoilt({4, 2}, 5, 0), "row 2, group 1 is zero");
  refuse("scale", spoilt({4, 2}, 5, not_a_number), "row 2, group 1 is NaN");
  refuse("scale", spoilt({4, 2}, 0, infinite), "row 0, group 0 is infinite");
  refuse("zero", floats({4, 2}), "the dtype is F32; an integer type");
  refuse("zero", integers({4, 1}, {1, 1, 1, 1}), "the shape is [4, 1]; out x groups = [4, 2]");
  refuse("order", integers({8}, {0, 1, 2, 3, 4, 5, 6, 6}), "entry 7 is a second 6; a permutation");
  refuse("order", integers({8}, {0, 1, 2, 3, 4, 5, 6, 8}), "entry 7 is 8, outside 0..7");
  refuse("order", integers({7}, {0, 1, 2, 3, 4, 5, 6}), "the shape is [7]; in = [8]");
  refuse("order", floats({8}), "the dtype is F32");
}

TEST_F(GivenTensors, ABadFileIsRefused) {
  const Case c = sample();
  scatter(serialize_case(c));
  const std::string rest = " --hessian hessian.npy --codes codes.npy --scale scale.npy --zero zero.npy";
  const auto refuse = [&](const std::string& bytes, const std::string& words) {
    save("bad", bytes);
    expect_refusal("--weight bad" + rest, "bad: " + words);
  };
  const std::string array = contents("weight.npy");
  refuse("", "no safetensors, .npy or .npz file");
  refuse(array.substr(0, 5), "no safetensors, .npy or .npz file: it is only 5 bytes long");
  refuse(array.substr(0, array.size() - 1), "cut short");
  refuse(array + "x", "it goes on after the array's end");
  refuse(text_of(tests::npy("|O", "(4, 8)", "x")), "the dtype is \"|O\": Python objects, pickled");
  refuse(text_of(tests::zip_file({})), "holds no tensor");
  refuse(text_of(tests::zip_file({tests::zip_entry("a/data.pkl", "x")})), "a PyTorch checkpoint");
  refuse(text_of(tests::zip_file({tests::zip_entry("a.npy", array), tests::zip_entry("b.npy", array)})),
         "which of its tensors? There are \"a\", \"b\"");
  expect_refusal("--weight bad:c" + rest, "bad: no tensor \"c\"; there is \"a\", \"b\"");
  expect_refusal("--weight bad --tensor d" + rest, "bad: no tensor \"d\"; there is \"a\", \"b\"");
  expect_refusal("--weight none.npy" + rest, "none.npy: cannot be opened: No such file");
  expect_refusal("--weight ." + rest, ".: is a directory");
}

TEST_F(GivenTensors, OptionsThatDoNotFitAreRefused) {
  const Case c = sample();
  scatter(serialize_case(c));
  const std::string all = codes + layer + grid;
  expect_refusal("", "nothing to judge: give case files, or --codes or --dequantized");
  expect_refusal("--weight weight.npy", "nothing to judge");
  expect_refusal(codes, "--weight is needed too");
  expect_refusal(codes + "--weight weight.npy", "--hessian or --activations is needed too");
  expect_refusal(codes + layer, "--scale is needed too");
  expect_refusal(all + "--activations weight.npy", "excludes");
  expect_refusal(all + "--dequantized weight.npy", "excludes");
  expect_refusal(all + "--group-index codes.npy --group-size 4", "excludes");
  expect_refusal(all + "--bits 4", "--bits needs --symmetric or --asymmetric beside it");
  expect_refusal(all + "--bits 4 --symmetric --asymmetric", "excludes");
  expect_refusal(all + "--bits 4 --symmetric --qmax 7", "xcludes");
  expect_refusal(all + "--bits 1 --symmetric", "--bits");
  expect_refusal(all + "--symmetric", "--symmetric requires --bits");
  expect_refusal(all + "--qmin 3 --qmax 2", "--qmin 3 is above --qmax 2");
  expect_refusal(all + "--qmin 4611686018427387904", "--qmin");
  expect_refusal(all + "--qmin 1.5", "--qmin");
  expect_refusal(all + "--bits 3 --asymmetric", "outside qmin = 0, qmax = 7");
  expect_refusal(all + "--group-size 0", "--group-size");
  expect_refusal(all + "--group-size 3", "group_size 3 makes 3 of 8 columns");
  expect_refusal(all + "--damping x", "--damping: not a number: \"x\"");
  expect_refusal(all + "--damping -1", "--damping: -1 is negative");
  expect_refusal(all + "--damping 1e99999", "--damping: ");
  expect_refusal(all + "--damping inf", "--damping: not a number");
  expect_refusal(all + "--relative-damping 1%", "--relative-damping: not a number: \"1%\"");
  expect_refusal(all + "--relative-damping -0.01", "--relative-damping: -0.01 is negative");
  expect_refusal(all + "--arithmetic float32", "--arithmetic");
  expect_refusal(all + "--rounding up", "--rounding");
  expect_refusal(all + "--triangle both", "--triangle");
  expect_refusal(all + "--order backwards", "backwards: cannot be opened");
  expect_refusal(all + "--q 3", "--mode is needed");
  expect_refusal(all + "--mode opt", "--mode: is for lattice codes");
  expect_refusal("case.safetensors --qmin 0", "--qmin: case.safetensors says itself how its codes were made");
  expect_refusal("case.safetensors --arithmetic fp64", "--arithmetic: case.safetensors says itself");
  expect_refusal("case.safetensors --hessian hessian.npy",
                 "--hessian: case.safetensors has that tensor already");
  expect_refusal("case.safetensors --activations weight.npy",
                 "has the other of hessian and activations already");
  expect_refusal("case.npz", "case.npz: not a case: its metadata has no \"quantcheck\"");
  expect_refusal("weight.npy", "weight.npy: not a case");
  expect_refusal("case.npz --bits 4 --asymmetric --order act", "--order: case.npz has a tensor \"order\"");
}

}  // namespace
}  // namespace quantcheck::check
