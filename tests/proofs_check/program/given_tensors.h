// Cases in parts, for tests of `quantcheck verify` with tensors that options name.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/tests/proofs_check/io/formats/npy_file.h>
#include <quantcheck/tests/proofs_check/io/formats/zip_file.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {

using namespace check;

inline std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline std::string npy_of(const TensorView& tensor) {
  const std::string name(dtype_name(tensor.dtype));
  std::string shape = "(";
  for (const Index extent : tensor.shape) shape += std::to_string(extent) + ", ";
  const std::string descr = "<" + std::string(1, static_cast<char>(std::tolower(name[0]))) +
                            std::to_string(dtype_bits(tensor.dtype) / 8);
  return text_of(npy(descr, shape + ")", text_of(tensor.bytes)));
}

class GivenTensors : public ProgramTest {
 protected:
  void save(const std::string& file, const std::string& bytes) const {
    std::ofstream(folder_ / file, std::ios::binary) << bytes;
  }
  void save(const std::string& file, const OwnedTensor& tensor) const { save(file, npy_of(tensor.view())); }

  // Writes each tensor of the case as NAME.npy, all of them as case.npz, and all of them without metadata as
  // bare.safetensors.
  void scatter(const std::vector<std::byte>& case_bytes) const {
    const TensorBundle file = parse_safetensors(case_bytes, "c");
    std::vector<ZipEntry> members;
    for (const TensorView& tensor : file.tensors) {
      save(tensor.name + ".npy", npy_of(tensor));
      members.push_back(zip_entry(tensor.name + ".npy", npy_of(tensor), members.size() % 2 == 1));
    }
    save("case.npz", text_of(zip_file(members)));
    write_safetensors((folder_ / "bare.safetensors").string(), {}, file.tensors);
    write_file((folder_ / "case.safetensors").string(), case_bytes);
  }

  // Expects status 2, one line that has the words, and nothing on standard output.
  void expect_refusal(const std::string& arguments, const std::string& words) const {
    const Finished outcome = run("verify " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments << "\n" << outcome.out;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_NE(outcome.err.find(words), std::string::npos) << arguments << "\nsays: " << outcome.err;
    const bool usage = outcome.err.find("Run with --help") != std::string::npos;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), usage ? 2 : 1) << outcome.err;
  }

  // The JSON report; an empty object where there is none.
  nlohmann::json verdict(const std::string& arguments) const {
    const Finished outcome = run("verify --json " + arguments);
    EXPECT_EQ(outcome.err, "") << arguments;
    return outcome.out.empty() ? nlohmann::json() : nlohmann::json::parse(outcome.out);
  }
};

// A case with one wrong decision, so that its verdict says more than that all is well.
inline Case sample() {
  const LayerShape shape{4, 8, 4, 100, true};
  const FloatLayer layer = random_layer(shape, 3);
  return case_of(layer, quantize(layer, 4, Fault::one_code_flipped, {2, 5}));
}

inline const std::string codes = "--codes codes.npy ";
inline const std::string layer = "--weight weight.npy --hessian hessian.npy ";
inline const std::string grid = "--scale scale.npy --zero zero.npy ";
inline const std::string range = "--qmin 0 --qmax 15 ";
inline const std::string order = "--order order.npy ";
inline const std::string fp32 = "--arithmetic fp32 ";

}  // namespace quantcheck::test
