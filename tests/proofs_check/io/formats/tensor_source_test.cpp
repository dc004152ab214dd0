#include <quantcheck/proofs_check/io/formats/tensor_source.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>

#include "npy_file.h"
#include "numpy_files.h"

namespace quantcheck::test {

using namespace check;

namespace {

TensorBundle bundle_of(const std::vector<std::string>& names) {
  TensorBundle bundle{"m.safetensors", {}, {}};
  for (const std::string& name : names) bundle.tensors.push_back({name, Dtype::u8, {0}, {}, "m.safetensors"});
  return bundle;
}

TEST(TensorSource, TellsFilesByTheirContent) {
  EXPECT_EQ(parse_tensors(npy("|u1", "(1,)", "a"), "x").tensors[0].name, "");
  EXPECT_EQ(parse_tensors(numpy::bytes(numpy::npz_stored), "x").tensors[0].name, "weight");
  const std::vector<std::byte> one(1);
  const std::vector<TensorView> tensors{{"t", Dtype::u8, {1}, one}};
  EXPECT_EQ(parse_tensors(serialize_safetensors({}, tensors), "x").tensors[0].name, "t");
}

TEST(TensorSource, SaysWhatAFileSeemsToBe) {
  const auto refuses = [](const std::string& bytes, const std::string& words) {
    return refused([&] { parse_tensors(bytes_of(bytes), "x"); }, words);
  };
  EXPECT_TRUE(refuses("", "x: no safetensors, .npy or .npz file: it is only 0 bytes long"));
  EXPECT_TRUE(refuses("1234567", "only 7 bytes long"));
  EXPECT_TRUE(refuses("\x80\x02}q\x01(X\x01", "a Python pickle, which can run any code"));
  EXPECT_TRUE(refuses("\x80\x04\x95 and so on", "a Python pickle"));
  EXPECT_TRUE(refuses(std::string("GGUF\x03\0\0\0....", 12), "a GGUF file"));
  EXPECT_TRUE(refuses("\x89HDF\r\n\x1a\n....", "an HDF5 file"));
  EXPECT_TRUE(refuses("\x1f\x8b\x08\x01....", "compressed by gzip"));
  EXPECT_TRUE(refuses("0.5 0.25 0.125\n", "none by its first bytes"));
}

TEST(TensorSource, PicksTensors) {
  const TensorBundle two = bundle_of({"a", "b"});
  const TensorBundle one = bundle_of({"a"});
  const TensorBundle array = bundle_of({""});
  EXPECT_EQ(pick_tensor(two, "b").name, "b");
  EXPECT_EQ(pick_tensor(one, std::nullopt).name, "a");
  EXPECT_EQ(pick_tensor(one, "a").name, "a");
  EXPECT_EQ(pick_tensor(array, std::nullopt).name, "");
  EXPECT_EQ(pick_tensor(array, "any").name, "");
  EXPECT_TRUE(refused([&] { pick_tensor(two, std::nullopt); },
                      "m.safetensors: which of its tensors? There are \"a\", \"b\""));
  EXPECT_TRUE(refused([&] { pick_tensor(two, "c"); }, "no tensor \"c\"; there is \"a\", \"b\""));
  EXPECT_TRUE(refused([&] { pick_tensor(one, "c"); }, "no tensor \"c\"; there is \"a\""));
  EXPECT_TRUE(refused([&] { pick_tensor(bundle_of({}), std::nullopt); }, "holds no tensor"));
  std::vector<std::string> many;
  for (int k = 0; k < 25; ++k) many.push_back("t" + std::to_string(k));
  EXPECT_TRUE(refused([&] { pick_tensor(bundle_of(many), std::nullopt); }, "\"t19\" and 5 more"));
}

TEST(TensorSource, CalledTensorsKeepTheirPlace) {
  const TensorBundle file = bundle_of({"layers.0.weight", ""});
  EXPECT_EQ(tensor_place(called(file.tensors[0], "weight")),
            "m.safetensors: tensor \"weight\" (there \"layers.0.weight\"): ");
  EXPECT_EQ(tensor_place(called(called(file.tensors[0], "weight"), "layers.0.weight")),
            "m.safetensors: tensor \"layers.0.weight\": ");
  EXPECT_EQ(tensor_place(called(file.tensors[1], "weight")), "m.safetensors: tensor \"weight\": ");
  EXPECT_EQ(tensor_place(file.tensors[1]), "m.safetensors: ");
}

TEST(TensorSource, ReadsFromDiskNeverFurtherThanItMust) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("quantcheck-source-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto save = [&](const char* name, const std::vector<std::byte>& bytes) {
    std::ofstream(folder / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return (folder / name).string();
  };
  const std::string array = save("a:b.npy", npy("|u1", "(3,)", "abc"));
  EXPECT_EQ(read_tensors(array).tensors[0].bytes.size(), 3u);
  EXPECT_EQ(read_tensors(save("z", numpy::bytes(numpy::npz_compressed))).tensors.size(), 2u);
  std::filesystem::resize_file(array, std::uintmax_t{1} << 40);  // a sparse file
  EXPECT_TRUE(refused([&] { read_tensors(array); }, "it goes on after the array's end"));
  EXPECT_TRUE(
      refused([&] { read_tensors(save("huge", npy("<f8", "(1000000000000,)", "abc"))); }, "cut short"));
  EXPECT_TRUE(refused([&] { read_tensors(folder); }, "is a directory"));
  EXPECT_TRUE(refused([&] { read_tensors(folder / "none"); }, "none: cannot be opened"));

  EXPECT_EQ(parse_tensor_path(array).file, array);
  EXPECT_EQ(parse_tensor_path(array).name, std::nullopt);
  EXPECT_EQ(parse_tensor_path(array + ":x.y").file, array);
  EXPECT_EQ(parse_tensor_path(array + ":x.y").name, "x.y");
  EXPECT_EQ(parse_tensor_path(":x").file, ":x");
  EXPECT_EQ(parse_tensor_path("x:").file, "x:");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace quantcheck::test
