// Tensors, files and options that `quantcheck verify` refuses, with status 2 and one line that names the
// place.
#include <map>

#include <quantcheck/tests/proofs_check/program/given_tensors.h>

namespace quantcheck::test {

using namespace check;

namespace {

using GivenRefusals = GivenTensors;

TEST_F(GivenRefusals, ABadTensorIsNamedWithItsFileAndPlace) {
  const Case c = sample();
  scatter(serialize_case(c));
  const std::map<std::string, std::string> options{{"weight", "--weight"}, {"hessian", "--hessian"},
                                                   {"codes", "--codes"},   {"scale", "--scale"},
                                                   {"zero", "--zero"},     {"order", "--order"}};
  // The arguments of the sound command with one tensor replaced.
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
  refuse("weight", floats({4, 0}), "the shape is [4, 0]; a layer has at least one row and one column");
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
  refuse("codes", floats({4, 8}, 0.5), "row 0, column 0 is 0.5; an integer is needed");
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
  refuse("scale", spoilt({4, 2}, 5, 0), "row 2, group 1 is zero");
  refuse("scale", spoilt({4, 2}, 5, not_a_number), "row 2, group 1 is NaN");
  refuse("scale", spoilt({4, 2}, 0, infinite), "row 0, group 0 is infinite");
  refuse("scale", floats({2, 4}), "the shape is [2, 4]; out x groups = [4, 2] is needed: it is transposed");
  refuse("zero", integers({4, 1}, {1, 1, 1, 1}), "the shape is [4, 1]; out x groups = [4, 2]");
  save("bad.npy", floats({4, 3}));
  expect_refusal(codes + layer + "--scale bad.npy",
                 "bad.npy: tensor \"scale\": 3 groups do not divide 8 columns; give group_index");
  refuse("order", integers({8}, {0, 1, 2, 3, 4, 5, 6, 6}), "entry 7 is a second 6; a permutation");
  refuse("order", integers({8}, {0, 1, 2, 3, 4, 5, 6, 8}), "entry 7 is 8, outside 0..7");
  refuse("order", integers({7}, {0, 1, 2, 3, 4, 5, 6}), "the shape is [7]; in = [8]");
  refuse("order", floats({8}, 0.25), "entry 0 is 0.25; an integer is needed");
}

TEST_F(GivenRefusals, GridsThatContradictEachOther) {
  Case c = sample();
  c.grid.levels.resize(16);
  scatter(serialize_case(c));
  const std::string rest = codes + layer + grid + fp32;
  expect_refusal(rest + range + "--levels levels.npy",
                 "--qmin: the codes of a table of levels are its places");
  expect_refusal(rest + "--bits 4 --symmetric --grid nf4", "--bits: the codes of a table of levels");
  expect_refusal(rest + "--grid nf4 --levels levels.npy", "--levels excludes --grid");
  expect_refusal(rest + "--grid nf4 --global-scale scale.npy",
                 "--global-scale-is is needed, multiplier or divisor");
  expect_refusal(rest + "--grid nf4 --global-scale-is divisor",
                 "--global-scale-is: there is no --global-scale");
  expect_refusal(
      "case.safetensors --grid nf4",
      "--grid: case.safetensors says itself how its codes were made, and has no metadata \"grid\"");
  expect_refusal("case.npz --grid nf4", "metadata \"grid\" names a table already");
  c.grid.levels.clear();
  write_case(c, (folder_ / "integers.safetensors").string());
  expect_refusal("integers.safetensors --levels levels.npy",
                 "that is of case/2: declare \"quantcheck\": \"case/2\"");
}

TEST_F(GivenRefusals, ABadFileIsRefused) {
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
  refuse(text_of(npy("|O", "(4, 8)", "x")), "the dtype is \"|O\": Python objects, pickled");
  refuse(text_of(zip_file({})), "holds no tensor");
  refuse(text_of(zip_file({zip_entry("a/data.pkl", "x")})), "a PyTorch checkpoint");
  refuse(text_of(zip_file({zip_entry("a.npy", array), zip_entry("b.npy", array)})),
         "which of its tensors? There are \"a\", \"b\"");
  expect_refusal("--weight bad:c" + rest, "bad: no tensor \"c\"; there is \"a\", \"b\"");
  expect_refusal("--weight bad --tensor d" + rest, "bad: no tensor \"d\"; there is \"a\", \"b\"");
  expect_refusal("--weight none.npy" + rest, "none.npy: cannot be opened: No such file");
  expect_refusal("--weight ." + rest, ".: is a directory");
}

TEST_F(GivenRefusals, OptionsThatDoNotFitAreRefused) {
  const Case c = sample();
  scatter(serialize_case(c));
  const std::string all = codes + layer + grid;
  expect_refusal("", "nothing to judge: give case files, or --codes or --dequantized");
  expect_refusal("--weight weight.npy", "nothing to judge");
  expect_refusal(codes, "--weight is needed too");
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
  expect_refusal(all + "--group-index ''", "the FILE has no name");
  expect_refusal(all + "--absolute-damping x", "--absolute-damping: not a number: \"x\"");
  expect_refusal(all + "--absolute-damping -1", "--absolute-damping: -1 is negative");
  expect_refusal(all + "--absolute-damping 1e99999", "--absolute-damping: ");
  expect_refusal(all + "--absolute-damping inf", "--absolute-damping: not a number");
  expect_refusal(all + "--relative-damping 1%", "--relative-damping: not a number: \"1%\"");
  expect_refusal(all + "--relative-damping -0.01", "--relative-damping: -0.01 is negative");
  expect_refusal(all + "--arithmetic float32", "--arithmetic");
  expect_refusal(all + "--rounding up", "--rounding");
  expect_refusal(all + "--triangle both", "--triangle");
  expect_refusal(all + "--order backwards",
                 "no such file, and the orders with a name are natural, act, gar, min-pivot");
  expect_refusal(all + "--tensor weight", "--tensor weight: no FILE that has several tensors");
  expect_refusal(all + "--q 3", "--mode is needed");
  expect_refusal(all + "--mode opt", "--mode: is for lattice codes");
  expect_refusal("case.npz", "case.npz: not a case: its metadata has no \"quantcheck\"");
  expect_refusal("weight.npy", "weight.npy: not a case");
}

TEST_F(GivenRefusals, AnOptionThatTheFileOverrulesSaysWhichToChange) {
  const Case c = sample();
  scatter(serialize_case(c));
  expect_refusal(
      "case.safetensors --qmin 0",
      "--qmin: case.safetensors says itself how its codes were made, by metadata \"qmin\" = \"0\": "
      "leave --qmin out, or change that metadata");
  expect_refusal("case.safetensors --bits 4 --asymmetric", "--bits: case.safetensors says itself how");
  expect_refusal("case.safetensors --arithmetic fp64",
                 "--arithmetic: case.safetensors says itself how its codes were made, by metadata "
                 "\"arithmetic\" = \"fp32\": leave --arithmetic out, or change that metadata");
  expect_refusal("case.safetensors --zero-added before",
                 "and has no metadata \"zero_added\": leave --zero-added out, or add that to the file");
  expect_refusal(
      "case.safetensors --order act",
      "--order: case.safetensors says itself how its codes were made, by a tensor \"order\": leave --order "
      "out, or change that tensor");
  expect_refusal("case.safetensors --q 4", "--q: there is nothing of the kind in a \"case/1\" file");
  expect_refusal(
      "case.safetensors --hessian hessian.npy",
      "--hessian: case.safetensors has that tensor already: leave --hessian out, or take \"hessian\" "
      "out of it");
  expect_refusal(
      "case.safetensors --activations weight.npy",
      "--activations: case.safetensors has a hessian already, and only one of the two says what H is: "
      "leave --activations out, or take \"hessian\" out of it");
  expect_refusal("case.safetensors --dequantized weight.npy",
                 "--dequantized: case.safetensors has codes already, which hold: leave --dequantized out, or "
                 "take \"codes\" out of it");
  expect_refusal("case.npz --bits 4 --asymmetric --order act",
                 "--order: case.npz has a tensor \"order\": leave --order out, or take that out of it");
  const TensorBundle file = parse_safetensors(serialize_case(c), "c");
  const auto with_metadata = [&](const std::string& key, const std::string& value, bool is_case = true) {
    Metadata metadata = is_case ? file.metadata : Metadata{};
    metadata[key] = value;
    write_safetensors((folder_ / "other.safetensors").string(), metadata, file.tensors);
  };
  with_metadata("scale_format", "fp32");
  expect_refusal("other.safetensors --scale-format fp16",
                 "--scale-format: other.safetensors has metadata \"scale_format\" = \"fp32\": leave "
                 "--scale-format out, or change that metadata");
  with_metadata("group_size", "4");
  expect_refusal(
      "other.safetensors --group-index order.npy",
      "--group-index: other.safetensors has metadata \"group_size\" = \"4\": leave --group-index out, "
      "or take \"group_size\" out of it");
  with_metadata("qmin", "0", false);
  expect_refusal(
      "other.safetensors --bits 4 --asymmetric",
      "other.safetensors: metadata \"qmin\" without \"quantcheck\": options say how the codes were "
      "made, so take it out, or add \"quantcheck\" and leave the options out");
  expect_refusal("case.safetensors --scale-format fp16",
                 "no float16 number, though \"scale_format\" is fp16");
  write_safetensors((folder_ / "e8.safetensors").string(), {{"quantcheck", "e8/1"}}, file.tensors);
  expect_refusal("e8.safetensors --scale-format fp16",
                 "--scale-format: there are no scales in a \"e8/1\" file");
  expect_refusal("e8.safetensors --qmin 0", "--qmin: there is nothing of the kind in a \"e8/1\" file");
}

}  // namespace
}  // namespace quantcheck::test
