// A main function that runs a fuzz target on files, and on the files in directories. It needs no libFuzzer,
// so that it works with any compiler and in any build.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_under(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(path)) return {path};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  int replayed = 0;
  for (int k = 1; k < argc; ++k) {
    for (const std::filesystem::path& path : files_under(argv[k])) {
      std::ifstream stream(path, std::ios::binary);
      if (!stream) {
        std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
        return 2;
      }
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      std::printf("%s\n", path.c_str());
      std::fflush(stdout);  // After a crash the last line names the input.
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
      ++replayed;
    }
  }
  std::printf("%d inputs\n", replayed);
  if (replayed == 0) std::fprintf(stderr, "no corpus file: give files or directories\n");
  return replayed == 0 ? 2 : 0;
}
