// `quantcheck verify` with tensors that options name, and with files that have no metadata.
#include <numeric>
#include <utility>

#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/formats/tensor_source.h>
#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/parse.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/tests/proofs_check/program/given_tensors.h>
#include <quantcheck/tests/support/float_nestquant.h>

namespace quantcheck::test {

using namespace check;

namespace {

std::string damping_of(const Case& c) {
  return "--absolute-damping " + reference::format_number(c.declared.damping) + " ";
}

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
  // A file that says how its codes were made but lacks a tensor.
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
  for (Index j = 0; j < c.layer.in; ++j) trace += reference::exact(c.layer.hessian[j * c.layer.in + j]);
  // A damping of 1/8 of the mean diagonal, declared in absolute terms.
  c.declared.damping = trace / (8 * c.layer.in);
  write_case(c, (folder_ / "eighth.safetensors").string());
  nlohmann::json expected = verdict("eighth.safetensors");
  expected["file"] = "codes.npy";
  EXPECT_EQ(verdict(rest + "--relative-damping 0.125"), expected);
  EXPECT_EQ(verdict(rest + "--relative-damping 0x1p-4 --absolute-damping " +
                    reference::format_number(c.declared.damping / 2)),
            expected);
  EXPECT_NE(verdict(rest + "--absolute-damping 0.125"), expected);
}

// GPTQ puts a 1 on the diagonal of a dead input before it takes the mean, and before it orders columns by the
// diagonal.
TEST_F(GivenTensors, ADeadInputCountsAsOneOnTheDiagonal) {
  Case c = sample();
  const Index dead = 3;
  c.declared.dead[dead] = true;
  for (Index j = 0; j < c.layer.in; ++j)
    c.layer.hessian.edit()[dead * c.layer.in + j] = c.layer.hessian.edit()[j * c.layer.in + dead] = 0;
  std::vector<reference::Rational> diagonal;
  for (Index j = 0; j < c.layer.in; ++j)
    diagonal.push_back(j == dead ? reference::Rational(1)
                                 : reference::exact(c.layer.hessian[j * c.layer.in + j]));
  c.declared.damping =
      std::accumulate(diagonal.begin(), diagonal.end(), reference::Rational(0)) / (8 * c.layer.in);
  c.declared.order = reference::act_order(diagonal);
  scatter(serialize_case(c));
  nlohmann::json expected = verdict("case.safetensors");
  expected["file"] = "codes.npy";
  EXPECT_EQ(
      verdict(codes + layer + grid + range + fp32 + "--dead dead.npy --order act --relative-damping 0.125"),
      expected);
}

TEST_F(GivenTensors, GridsOfEveryKindMayBeGiven) {
  Case c = sample();
  const auto expect_same = [&](const std::string& arguments) {
    nlohmann::json expected = verdict("case.safetensors");
    EXPECT_EQ(expected["verdict"], "FAILS");
    expected["file"] = "codes.npy";
    const std::string rest = codes + layer + order + damping_of(c) + fp32;
    EXPECT_EQ(verdict(rest + arguments), expected) << arguments;
  };
  c.grid.levels.resize(16);
  std::iota(c.grid.levels.begin(), c.grid.levels.end(), 0);
  scatter(serialize_case(c));
  expect_same(grid + "--levels levels.npy");

  // The same scales by a global one, on a table that has a name.
  c.grid.levels.assign(reference::e2m1_levels.begin(), reference::e2m1_levels.end());
  c.scale_format = FloatFormat::f64;
  scatter(serialize_case(c));
  expect_same(grid + "--grid e2m1");
  for (double& scale : c.grid.scale) scale *= 8;
  save("eightfold.npy", float_tensor("", {c.layer.out, c.grid.groups}, c.grid.scale, FloatFormat::f64));
  save("global.npy", float_tensor("", {1}, std::vector<double>{8}, FloatFormat::f32));
  expect_same(
      "--zero zero.npy --grid e2m1 --scale eightfold.npy --global-scale global.npy --global-scale-is divisor");
  save("global.npy", float_tensor("", {1}, std::vector<double>{0.125}, FloatFormat::f32));
  expect_same(
      "--zero zero.npy --grid e2m1 --scale eightfold.npy --global-scale global.npy --scale-arithmetic fp32 "
      "--global-scale-is multiplier");

  // Offsets, and zeros of floats that come to the same.
  for (double& scale : c.grid.scale) scale /= 8;
  c.grid.levels.clear();
  c.grid.zero.assign(c.grid.zero.size(), 0);
  c.scale_format = FloatFormat::f32;
  for (const double scale : c.grid.scale) c.grid.offset.push_back(-7.5 * scale);
  scatter(serialize_case(c));
  expect_same(range + "--scale scale.npy --offset offset.npy");
  save("zero.npy", float_tensor("", {c.layer.out, c.grid.groups},
                                std::vector<double>(c.grid.zero.size(), 7.5), FloatFormat::f16));
  expect_same(range + grid);
}

TEST_F(GivenTensors, PlainRoundingMayBeGiven) {
  Case c = sample();
  c.declared.rule = Rule::rtn;
  scatter(serialize_case(c));
  nlohmann::json expected = verdict("case.safetensors");
  expected["file"] = "codes.npy";
  EXPECT_EQ(verdict(codes + layer + grid + range + order + damping_of(c) + fp32 + "--rule rtn"), expected);
  EXPECT_NE(verdict(codes + layer + grid + range + order + damping_of(c) + fp32), expected);
}

TEST_F(GivenTensors, OrdersByNameAreThoseOfTheReference) {
  Case c = sample();
  c.arithmetic = Arithmetic::exact;
  reference::Matrix<reference::Rational> damped(c.layer.in, c.layer.in);
  for (Index i = 0; i < c.layer.in; ++i)
    for (Index j = 0; j < c.layer.in; ++j)
      damped(i, j) = reference::exact(c.layer.hessian[i * c.layer.in + j]) +
                     (i == j ? c.declared.damping : reference::Rational(0));
  const std::vector<std::pair<std::string, Order>> orders{{"natural", reference::natural_order(c.layer.in)},
                                                          {"act", reference::act_order(damped)},
                                                          {"min-pivot", reference::min_pivot_order(damped)}};
  for (const auto& [name, permutation] : orders) {
    c.declared.order = permutation;
    scatter(serialize_case(c));
    nlohmann::json expected = verdict("case.safetensors");
    expected["file"] = "codes.npy";
    EXPECT_EQ(verdict(codes + layer + grid + range + damping_of(c) + "--arithmetic exact --order " + name),
              expected)
        << name;
  }
}

TEST_F(GivenTensors, WithoutAHessianNothingIsTakenFromIt) {
  scatter(serialize_case(sample()));
  const std::string without = codes + "--weight weight.npy " + grid + range + fp32;
  EXPECT_EQ(verdict(without)["verdict"], "UNDECIDED");
  expect_refusal(without + "--order act", "the order \"act\" is one by the hessian, and there is none");
  expect_refusal(without + "--order min-pivot", "the order \"min-pivot\" is one by the hessian");
  expect_refusal(without + "--relative-damping 0.01", "the diagonal of the hessian, and there is none");
}

TEST_F(GivenTensors, ActivationsOfEveryFloatTypeAreExact) {
  Case c = sample();
  c.layer.samples = 16;
  for (Index k = 0; k < c.layer.samples * c.layer.in; ++k)
    c.layer.activations.edit().push_back(static_cast<double>(k * k * 7 % 41 - 20) / 16 +
                                         (k % c.layer.in == k / c.layer.in ? 3 : 0));
  c.layer.hessian.edit().assign(c.layer.in * c.layer.in, 0);
  for (Index k = 0; k < c.layer.samples; ++k)
    for (Index i = 0; i < c.layer.in; ++i)
      for (Index j = 0; j < c.layer.in; ++j)
        c.layer.hessian.edit()[i * c.layer.in + j] +=
            c.layer.activations[k * c.layer.in + i] * c.layer.activations[k * c.layer.in + j];  // exact
  const std::vector<double> activations = std::exchange(c.layer.activations, {}).values();
  scatter(serialize_case(c));
  const std::string rest = codes + grid + range + "--order act --relative-damping 0.01 " + fp32;
  // Sums are certified to other digits where the hessian is formed of activations.
  const auto without_sums = [](nlohmann::json said) {
    for (const char* sum : {"loss", "bound", "ratio"}) {
      EXPECT_FALSE(said[sum].is_null());
      said.erase(sum);
      said.erase(std::string(sum) + "_interval");
    }
    said.erase("plain_rounding");
    said.at("scale_rule").erase("other");
    return said;
  };
  const nlohmann::json expected = without_sums(verdict(rest + layer));
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::f32, FloatFormat::f64}) {
    save("x.npy", float_tensor("", {c.layer.samples, c.layer.in}, activations, format));
    EXPECT_EQ(without_sums(verdict(rest + "--weight weight.npy --activations x.npy")), expected);
  }
}

TEST_F(GivenTensors, ScalesThatWereWidenedGetTheAllowanceOfTheirFormat) {
  const FloatLayer random = random_layer({.out = 64, .group_size = 16, .condition = 1e2}, 3);
  // Codes quantized with float32 scales, and these scales as float16 numbers in a tensor of F32.
  const auto save_widened = [&](Fault fault) {
    Case c = case_of(random, quantize(random, 16, fault, {3, 20}));
    for (double& scale : c.grid.scale) scale = stored_as(FloatFormat::f16, scale);
    c.scale_format = FloatFormat::f16;
    const std::vector<std::byte> narrow = serialize_case(c);
    write_file((folder_ / "narrow.safetensors").string(), narrow);
    TensorBundle file = parse_safetensors(narrow, "c");
    const OwnedTensor wide =
        float_tensor("scale", {c.layer.out, c.grid.groups}, c.grid.scale, FloatFormat::f32);
    for (TensorView& tensor : file.tensors)
      if (tensor.name == "scale") tensor = wide.view();
    write_safetensors((folder_ / "wide.safetensors").string(), file.metadata, file.tensors);
  };
  save_widened(Fault::none);
  const nlohmann::json narrow = verdict("narrow.safetensors");
  nlohmann::json wide = verdict("wide.safetensors");
  EXPECT_EQ(narrow["verdict"], "CONFORMS");
  EXPECT_GT(narrow["explained_by_stored_scale"], 0);
  EXPECT_EQ(wide["recognised"],
            nlohmann::json::parse(R"([{"tensor": "scale", "stored": "fp32", "format": "fp16"}])"));
  EXPECT_EQ(verdict("wide.safetensors --scale-format fp16")["recognised"], nlohmann::json::array());
  EXPECT_EQ(verdict("wide.safetensors --scale-format fp16")["counts"], narrow["counts"]);
  const nlohmann::json as_stored = verdict("wide.safetensors --scale-format fp32");
  EXPECT_EQ(as_stored["verdict"], "FAILS");
  EXPECT_EQ(as_stored["counts"]["wrong"], narrow["explained_by_stored_scale"]);
  EXPECT_EQ(verdict("narrow.safetensors --scale-format fp32")["counts"], as_stored["counts"]);
  wide["recognised"] = nlohmann::json::array();
  wide["file"] = narrow["file"];
  EXPECT_EQ(wide, narrow);
  for (const Fault fault : {Fault::plain_rounding, Fault::error_scaled, Fault::one_code_flipped}) {
    save_widened(fault);
    EXPECT_EQ(verdict("wide.safetensors")["verdict"], "FAILS") << static_cast<int>(fault);
  }
}

TEST_F(GivenTensors, DequantizedWeightsStandForCodes) {
  const Case c = sample();
  scatter(serialize_case(c));
  std::vector<double> values;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index j = 0; j < c.layer.in; ++j)
      values.push_back(static_cast<double>(static_cast<float>(c.grid.scale_at(row, j)) *
                                           static_cast<float>(c.codes(row, j) - c.grid.zero_at(row, j))));
  save("d.npy", float_tensor("", {c.layer.out, c.layer.in}, values, FloatFormat::f32));
  const std::string rest = layer + grid + range + order + damping_of(c) + fp32;
  nlohmann::json expected = verdict(codes + rest);
  expected["file"] = "d.npy";
  EXPECT_EQ(verdict("--dequantized d.npy " + rest), expected);
  values[11] += 1e-4;
  save("d.npy", float_tensor("", {c.layer.out, c.layer.in}, values, FloatFormat::f64));
  expect_refusal("--dequantized d.npy " + rest, "d.npy: tensor \"dequantized\": row 1, column 3 is ");
}

TEST_F(GivenTensors, JudgesLatticeCodes) {
  const LatticeCase c = nested_case({}, 1, NestedFault::one_code_flipped);
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

  const LatticeCase ldlq = ldlq_case({16, 32}, BlockOrder::first, 2);
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

}  // namespace
}  // namespace quantcheck::test
