// The output of the program and the cases that it makes are what they were when somebody last looked at them:
// their checksums are in outputs_*.txt. To change them on purpose, copy the file that the failed test has
// written to the folder that it ran in.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/fuzz/quantize_request.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

std::string checksum(std::string_view bytes) {
  const uLong sum = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  char digits[9];
  std::snprintf(digits, sizeof digits, "%08lx", sum);
  return digits;
}

/// The files of a folder, sorted by name.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

const std::filesystem::path corpus = QUANTCHECK_SOURCE_DIR "/fuzz/corpus";

/// Collects the checksums of outputs, a line "checksum name" for each.
class Outputs : public ProgramTest {
 protected:
  void add(const std::string& name, std::string_view output) {
    lines_ += checksum(output) + " " + name + "\n";
  }

  void expect_as_recorded(const std::string& section) const {
    const std::string file = content(QUANTCHECK_SOURCE_DIR "/tests/golden/outputs_" + section + ".txt");
    std::istringstream recorded(file);
    std::istringstream found(lines_);
    std::string expected;
    for (std::string line; std::getline(found, line);) {
      std::getline(recorded, expected);
      EXPECT_EQ(line, expected);
    }
    EXPECT_FALSE(std::getline(recorded, expected)) << expected;
    if (lines_ != file) std::ofstream("outputs_" + section + ".txt") << lines_;
  }

  std::string lines_;
};

class PrintedOutputs : public Outputs {
 protected:
  void add_run(const std::string& arguments) {
    const Finished finished = run(arguments);
    add(arguments, finished.out + '\0' + finished.err + '\0' + std::to_string(finished.status));
  }

  // Links a corpus under its own name into the folder that the program runs in, and returns the names of its
  // files, as reports show them.
  std::vector<std::string> files_of(const std::string& target) {
    std::filesystem::create_symlink(corpus / target, folder_ / target);
    std::vector<std::string> names;
    for (const auto& file : files_in(corpus / target))
      names.push_back(target + "/" + file.filename().string());
    return names;
  }
};

TEST_F(PrintedOutputs, OfDemoCasesAreAsRecorded) {
  if (sanitized) GTEST_SKIP() << "128 inputs take a sanitizer minutes";
  add_run("demo .");
  for (const char* options : {"", " --json", " --junit -", " --markdown -"})
    add_run(std::string("verify") + options + " sound.safetensors faulty.safetensors");
  for (const char* options : {"", " --json"})
    add_run(std::string("diff") + options + " sound.safetensors faulty.safetensors");
  const std::string layer = " --weight sound.safetensors:weight --hessian sound.safetensors:hessian";
  for (const char* options :
       {"gptq", "gptq --asymmetric --group-size 32 --order act",
        "gptq --grid mse --scales static --group-size 64", "nearest-plane --bits 3 --order min-pivot",
        "rtn --rounding half_up", "ldlq --mode first --rotation none", "ldlq --q 4 --block-order last"})
    add_run("quantize --out -" + layer + " --method " + options);
  add_run("quantize --out - --weight sound.safetensors:weight --method nestquant");
  for (const char* command : {"verify", "quantize", "diff", "claims", "demo", "picture", "targets"})
    add_run(std::string(command) + " --help");
  expect_as_recorded("demo");
}

TEST_F(PrintedOutputs, OfFuzzedFilesAreAsRecorded) {
  for (const char* target : {"verify", "read_case"})
    for (const std::string& file : files_of(target)) {
      add_run("verify " + file);
      add_run("verify --json " + file);
    }
  const std::vector<std::string> compared = files_of("diff");
  for (std::size_t k = 0; k < compared.size(); ++k)
    for (const std::size_t other : {k, (k + 1) % compared.size()}) {
      add_run("diff " + compared[k] + " " + compared[other]);
      add_run("diff --json " + compared[k] + " " + compared[other]);
    }
  expect_as_recorded("fuzzed");
}

TEST_F(Outputs, OfFuzzedRequestsAreAsRecorded) {
  for (const auto& file : files_in(corpus / "quantize")) {
    const std::string bytes = content(file);
    const fuzz::QuantizeRequest request =
        fuzz::quantize_request(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    const fuzz::QuantizeOutcome outcome = fuzz::quantize_outcome(request, {});
    add(file.filename().string(),
        std::string(reinterpret_cast<const char*>(outcome.bytes.data()), outcome.bytes.size()) + '\0' +
            outcome.refusal);
  }
  expect_as_recorded("requests");
}

}  // namespace
}  // namespace quantcheck::test
