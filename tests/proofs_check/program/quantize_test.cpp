// `quantcheck quantize` as a user runs it.
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include <quantcheck/optimized/target.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/random_requests.h>

namespace quantcheck::test {

using namespace check;

namespace {

constexpr Index out = 3;
constexpr Index in = 16;

class Quantize : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    Dice dice(1);
    do layer_ = random_request_layer(dice, out, in);
    while (layer_.hessian.empty());
    Layer with_samples;
    do with_samples = random_request_layer(dice, out, in);
    while (with_samples.activations.empty());
    samples_ = with_samples.samples;
    write("w", "weight", {out, in}, layer_.weight.values());
    write("h", "hessian", {in, in}, layer_.hessian.values());
    write("x", "activations", {samples_, in}, with_samples.activations.values());
    write("scale", "scale", {out, 2}, {0.5, 0.25, 0.5, 1, 1, 2});
    write_integers("zero", {out, 2}, {0, 1, 2, 3, 4, 5});
    write_integers("order", {in}, order_);
    write_integers("twice", {in}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 14});
    write_integers("groups", {in}, {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2});
    std::vector<double> spoilt = layer_.weight.values();
    spoilt[17] = std::numeric_limits<double>::quiet_NaN();
    write("nan", "weight", {out, in}, spoilt);
    spoilt[17] = -std::numeric_limits<double>::infinity();
    write("inf", "weight", {out, in}, spoilt);
    spoilt = layer_.hessian.values();
    spoilt[2] += 1;
    write("skew", "hessian", {in, in}, spoilt);
    spoilt = layer_.hessian.values();
    spoilt[0] = -1;
    write("indefinite", "hessian", {in, in}, spoilt);
    write("empty", "weight", {0, in}, {});
    write("thin", "weight", {out, 0}, {});
    write("flat", "weight", {out * in}, layer_.weight.values());
    write("small", "hessian", {2, 2}, {1, 0, 0, 1});
  }

  void write(const std::string& file, const std::string& name, const std::vector<Index>& shape,
             const std::vector<double>& values) const {
    std::vector<std::byte> bytes(values.size() * sizeof(double));
    if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    write_tensor(file, {name, Dtype::f64, shape, bytes});
  }
  void write_integers(const std::string& file, const std::vector<Index>& shape,
                      const std::vector<std::int64_t>& values) const {
    write_tensor(file, integer_tensor(file, shape, values));
  }
  void write_tensor(const std::string& file, const OwnedTensor& tensor) const {
    const TensorView view = tensor.view();
    write_safetensors((folder_ / (file + ".safetensors")).string(), {}, {&view, 1});
  }

  // Writes a .npy file of version 1.
  void write_npy(const std::string& file, const std::vector<double>& values, Index rows, Index cols) const {
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                         std::to_string(cols) + "), }";
    header.resize((header.size() + 10 + 64) / 64 * 64 - 11, ' ');
    header += '\n';
    std::ofstream stream(folder_ / file, std::ios::binary);
    stream << "\x93NUMPY\x01" << '\0' << static_cast<char>(header.size()) << '\0' << header;
    stream.write(reinterpret_cast<const char*>(values.data()),
                 static_cast<std::streamsize>(values.size() * sizeof(double)));
  }

  Finished quantize_to(const std::string& file, const std::string& arguments) const {
    return run("quantize --out " + file + " " + arguments);
  }
  bool exists(const char* file) const { return std::filesystem::exists(folder_ / file); }

  Layer layer_;
  Index samples_ = 0;
  Order order_{15, 3, 1, 0, 2, 4, 6, 5, 7, 9, 8, 10, 14, 13, 12, 11};
};

TEST_F(Quantize, WhatItMakesConforms) {
  for (const char* layer : {"--weight w.safetensors --hessian h.safetensors",
                            "--weight w.safetensors:weight --activations x.safetensors"}) {
    for (const char* arithmetic : {"exact", "fp32"}) {
      for (const char* how :
           {"", "--method nearest-plane --bits 3 --asymmetric --group-size 5 --order act",
            "--qmin 0 --qmax 10 --grid mse --scales static --order min-pivot --absolute-damping 0.5",
            "--unbounded --relative-damping 0.05 --absolute-damping 1e-3 "
            "--rounding half_away --dead-inputs zero",
            "--grid minmax --order order.safetensors --group-size 4",
            "--scale scale.safetensors --zero zero.safetensors --qmin -20", "--scale scale.safetensors",
            "--method ldlq", "--method ldlq --rotation none --mode first --block-order last --betas auto:2",
            "--method ldlq --q 5 --betas 0.25,0.5,1.5"}) {
        const std::string options = std::string(layer) + " --arithmetic " + arithmetic + " " + how;
        const Finished made = quantize_to("made.safetensors", options);
        ASSERT_EQ(made.status, 0) << options << "\n" << made.err;
        EXPECT_EQ(made.err, "");
        EXPECT_TRUE(made.out.ends_with("\nnext: quantcheck verify made.safetensors\n")) << made.out;
        const Finished judged = run("verify made.safetensors");
        EXPECT_EQ(judged.status, 0) << options << "\n" << judged.out;
      }
    }
  }
}

TEST_F(Quantize, NestQuantTakesNoHessian) {
  for (const char* how : {"--arithmetic exact", "--mode first --q 3", "--rotation none --betas 0.5"}) {
    ASSERT_EQ(quantize_to("made.safetensors", std::string("--method nestquant --weight w.safetensors ") + how)
                  .status,
              0);
    EXPECT_EQ(run("verify made.safetensors").status, 0) << how;
  }
}

TEST_F(Quantize, RtnSaysThatItIs) {
  const std::string layer = "--weight w.safetensors --hessian h.safetensors --method rtn --bits 2";
  ASSERT_EQ(quantize_to("made.safetensors", layer).status, 0);
  const Finished judged = run("verify --json made.safetensors");
  EXPECT_EQ(judged.status, 1);
  EXPECT_NE(judged.out.find("\"cause\":\"plain-rounding\""), std::string::npos) << judged.out;
  EXPECT_NE(contents("made.safetensors").find("rtn"), std::string::npos);
}

TEST_F(Quantize, WritesTheCaseOfTheLibrary) {
  write_npy("w.npy", layer_.weight.values(), out, in);
  write_npy("h.npy", layer_.hessian.values(), in, in);
  ASSERT_EQ(quantize_to("made.safetensors",
                        "--weight w.npy --hessian h.npy --arithmetic exact --bits 3 --group-size 5 --order "
                        "order.safetensors --relative-damping 0.02")
                .status,
            0);
  QuantizeOptions options;
  options.arithmetic = Arithmetic::exact;
  options.grid.bits = 3;
  options.grid.group_size = 5;
  options.order = OrderKind::given;
  options.given_order = order_;
  options.damping.relative = reference::Rational(2, 100);
  const Case made = read_case((folder_ / "made.safetensors").string(), Triangle::both);
  EXPECT_TRUE(same_content(made, quantize(layer_, options)));
}

TEST_F(Quantize, TheSameBytesOnEveryTarget) {
  for (const char* how : {"--hessian h.safetensors --group-size 4", "--method nestquant",
                          "--method ldlq --activations x.safetensors"}) {
    const std::string options = std::string("--weight w.safetensors ") + how;
    ASSERT_EQ(quantize_to("first.safetensors", options).status, 0);
    for (const optimized::Target target : optimized::available_targets()) {
      const std::string name(name_of(target));
      ASSERT_EQ(setenv("QUANTCHECK_TARGET", name.c_str(), 1), 0);
      ASSERT_EQ(quantize_to("second.safetensors", options).status, 0);
      EXPECT_EQ(contents("first.safetensors"), contents("second.safetensors")) << name << how;
    }
    unsetenv("QUANTCHECK_TARGET");
  }
}

TEST_F(Quantize, ItsOutputIsNoneOfItsInputs) {
  const std::string before = contents("w.safetensors");
  std::filesystem::create_symlink("order.safetensors", folder_ / "link.safetensors");
  const auto expect_refused = [&](const char* arguments) {
    const Finished refused = run(std::string("quantize ") + arguments);
    EXPECT_EQ(refused.status, 2);
    EXPECT_NE(refused.err.find("is read from that file"), std::string::npos) << refused.err;
  };
  expect_refused("--weight w.safetensors --hessian h.safetensors --out w.safetensors");
  expect_refused("--weight w.safetensors --hessian h.safetensors:hessian --out ./h.safetensors");
  expect_refused(
      "--weight w.safetensors --hessian h.safetensors --order order.safetensors --out link.safetensors");
  EXPECT_EQ(contents("w.safetensors"), before);
}

struct Refused {
  const char* arguments;
  const char* words;
};

TEST_F(Quantize, NothingIsWrittenWhereSomethingIsWrong) {
  constexpr const char* wh = "--weight w.safetensors --hessian h.safetensors ";
  const std::vector<Refused> alone{
      {"", "--weight is required"},
      {"--weight w.safetensors", "--hessian or --activations"},
      {"--weight missing.safetensors --hessian h.safetensors", "missing.safetensors"},
      {"--weight w.safetensors:nothing --hessian h.safetensors", "no tensor \"nothing\""},
      {"--weight w.safetensors --hessian missing.npy", "missing.npy"},
      {"--weight w.safetensors --hessian h.safetensors --activations x.safetensors", "excludes"},
      {"--weight . --hessian h.safetensors", "directory"},
      {"--weight nan.safetensors --hessian h.safetensors", "row 1, column 1"},
      {"--weight inf.safetensors --hessian h.safetensors", "row 1, column 1"},
      {"--weight w.safetensors --hessian nan.safetensors", "in x in"},
      {"--weight w.safetensors --hessian small.safetensors", "in x in"},
      {"--weight w.safetensors --hessian skew.safetensors", "not symmetric"},
      {"--weight w.safetensors --hessian indefinite.safetensors", "not positive definite"},
      {"--weight w.safetensors --hessian indefinite.safetensors --arithmetic exact", "not positive definite"},
      {"--weight w.safetensors --activations scale.safetensors", "samples x in"},
      {"--weight empty.safetensors --hessian h.safetensors", "at least one row"},
      {"--weight thin.safetensors --hessian h.safetensors", "at least one row"},
      {"--weight flat.safetensors --hessian h.safetensors", "out x in"},
      {"--weight order.safetensors --hessian h.safetensors", "out x in"},
      {"--weight w.safetensors --method nestquant --hessian h.safetensors", "--hessian does not go"},
      {"--weight w.safetensors --method nestquant --absolute-damping 1", "--absolute-damping does not go"},
      {"--weight w.safetensors --method nestquant --block-order last", "--block-order does not go"},
      {"--weight x.safetensors --method nestquant --betas 1,2,x", "--betas"}};
  const std::vector<Refused> beside{
      {"--method awq", "--method"},
      {"--method ldlq --bits 4", "--bits does not go"},
      {"--method ldlq --order act", "--order does not go"},
      {"--method ldlq --rounding half_up", "--rounding does not go"},
      {"--method ldlq --group-size 8", "--group-size does not go"},
      {"--method ldlq --scale scale.safetensors", "--scale does not go"},
      {"--method ldlq --q 1", "q: 1"},
      {"--method ldlq --q 257", "q: 257"},
      {"--method ldlq --betas 2,1", "betas: entry 1"},
      {"--method ldlq --betas 1,,2", "--betas"},
      {"--method ldlq --betas -1", "betas: entry 0"},
      {"--method ldlq --betas auto:0", "0 best ones"},
      {"--method ldlq --betas auto:x", "auto:K"},
      {"--method ldlq --betas 1e300", "float32"},
      {"--q 14", "--q does not go"},
      {"--rotation none", "--rotation does not go"},
      {"--block-order last", "--block-order does not go"},
      {"--method rtn --scales current", "compensates nothing"},
      {"--bits 1", "--bits"},
      {"--bits 9", "--bits"},
      {"--bits 4 --qmin 0", "excludes"},
      {"--qmin 0", "one end"},
      {"--qmin 5 --qmax 4", "exceeds"},
      {"--qmin 5 --qmax 5", "codes 5 .. 5"},
      {"--symmetric --asymmetric", "excludes"},
      {"--grid absmax --asymmetric", "--grid absmax is symmetric"},
      {"--grid minmax --symmetric", "--grid minmax is asymmetric"},
      {"--grid absmin", "--grid"},
      {"--group-size 0", "--group-size"},
      {"--group-size -3", "--group-size"},
      {"--absolute-damping -1", "negative"},
      {"--relative-damping x", "--relative-damping"},
      {"--arithmetic fp16", "exact or fp32"},
      {"--arithmetic fp8", "--arithmetic"},
      {"--rounding down", "--rounding"},
      {"--order alphabetical", "alphabetical"},
      {"--order twice.safetensors", "a second 14"},
      {"--order zero.safetensors", "in = [16]"},
      {"--order w.safetensors", "in = [16]"},
      {"--scale w.safetensors --group-size 3", "groups"},
      {"--scale h.safetensors", "out x groups"},
      {"--scale zero.safetensors", "dtype"},
      {"--scale scale.safetensors --group-index groups.safetensors", "outside 0..1"},
      {"--scale scale.safetensors --zero order.safetensors", "out x groups"},
      {"--scale scale.safetensors --zero scale.safetensors", "an integer is needed"},
      {"--scale scale.safetensors --grid mse", "excludes"},
      {"--zero zero.safetensors", "--scale"},
      {"--tensor nothing --dead-inputs maybe", "--dead-inputs"}};
  const auto expect_refused = [&](const std::string& arguments, const char* words) {
    const Finished refused = quantize_to("made.safetensors", arguments);
    EXPECT_EQ(refused.status, 2) << arguments;
    EXPECT_NE(refused.err.find(words), std::string::npos) << arguments << "\n" << refused.err;
    EXPECT_EQ(refused.out, "");
    EXPECT_FALSE(exists("made.safetensors")) << arguments;
  };
  for (const auto& [arguments, words] : alone) expect_refused(arguments, words);
  for (const auto& [arguments, words] : beside) expect_refused(wh + std::string(arguments), words);
  EXPECT_EQ(run("quantize --weight w.safetensors --hessian h.safetensors").status, 2);
  EXPECT_EQ(quantize_to("no/such/folder.safetensors", wh).status, 2);
  EXPECT_EQ(quantize_to(".", wh).status, 2);
}

}  // namespace
}  // namespace quantcheck::test
