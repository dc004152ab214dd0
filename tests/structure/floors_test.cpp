// The rooms and the floors of proofs_check, checked in the includes: a file may include only what lies below
// it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace quantcheck::test {
namespace {

namespace fs = std::filesystem;

constexpr std::array rooms{"reference", "optimized", "proofs_check"};

// The folders of proofs_check from the bottom up. Each may include itself and those before it.
constexpr std::array floors{"text",  "cases",    "io",     "exact",    "certified", "replay",
                            "judge", "diagnose", "diff",   "quantize", "scales",    "problems",
                            "drive", "ledger",   "report", "program"};

fs::path source_folder() { return QUANTCHECK_SOURCE_DIR; }

std::string part(const fs::path& path, int index) {
  return index < std::distance(path.begin(), path.end()) ? std::next(path.begin(), index)->string() : "";
}

auto floor_of(const fs::path& path) { return std::ranges::find(floors, part(path, 1)); }

// Whether a file may include another. Both paths start at the source folder, as in "reference/layer.h".
bool may_include(const fs::path& file, const fs::path& included) {
  const std::string room = part(included, 0);
  // The two headers of reference/ that optimized/ includes bring no arithmetic with them.
  if (file == "reference/error.h") return false;
  if (file == "reference/layer.h") return included == "reference/error.h";
  if (part(file, 0) == "reference") return room == "reference";
  if (part(file, 0) == "optimized") return room == "optimized" || included == "reference/layer.h";
  if (room == "reference" || room == "optimized") return true;
  return room == "proofs_check" && floor_of(included) <= floor_of(file) && floor_of(included) != floors.end();
}

// The name after #include on a line, with its brackets or quotes; empty on any other line.
std::string included_on(const std::string& line) {
  static const std::regex include("\\s*#\\s*include\\b\\s*([<\"][^>\"]*[>\"]|\\S*).*");
  std::smatch found;
  return std::regex_match(line, found, include) ? found[1].str() : "";
}

// Whether an include is allowed. Our headers are included in angle brackets by their path from the source
// folder. In quotes, by a macro or as a file that is_source does not know, one could get past the floors.
bool is_allowed(const fs::path& file, const std::string& include) {
  if (!include.starts_with('<')) return false;
  if (!include.starts_with("<quantcheck/")) return true;
  if (!include.ends_with(".h>")) return false;
  const fs::path included = include.substr(1, include.size() - 2);
  return may_include(file, included.lexically_normal().lexically_relative("quantcheck"));
}

bool is_source(const fs::path& file) {
  return file.extension() == ".h" || file.extension() == ".cpp" || file.extension() == ".c";
}

std::vector<std::string> forbidden_includes(const fs::path& file) {
  std::vector<std::string> forbidden;
  std::ifstream lines(source_folder() / file);
  for (std::string line; std::getline(lines, line);)
    if (const std::string include = included_on(line); !include.empty() && !is_allowed(file, include))
      forbidden.push_back(include);
  return forbidden;
}

TEST(Floors, AFileIncludesOnlyWhatIsBelowIt) {
  for (const char* room : rooms)
    for (const auto& entry : fs::recursive_directory_iterator(source_folder() / room)) {
      if (!is_source(entry.path())) continue;
      const fs::path file = entry.path().lexically_relative(source_folder());
      for (const std::string& include : forbidden_includes(file))
        ADD_FAILURE() << file.string() << " includes " << include;
    }
}

TEST(Floors, TheFoldersOfProofsCheckAreTheFloors) {
  std::set<std::string> folders;
  for (const auto& entry : fs::directory_iterator(source_folder() / "proofs_check"))
    if (const std::string name = entry.path().filename().string(); name != "CMakeLists.txt")
      folders.insert(name);
  EXPECT_EQ(folders, (std::set<std::string>{floors.begin(), floors.end()}));
}

TEST(Floors, WhatGoesUpIsFound) {
  EXPECT_EQ(included_on("  # include <quantcheck/bench/layer.h>  // why"), "<quantcheck/bench/layer.h>");
  EXPECT_EQ(included_on("#include \"layer.h\""), "\"layer.h\"");
  EXPECT_EQ(included_on("#include KERNEL"), "KERNEL");
  EXPECT_EQ(included_on("#includes"), "");
  EXPECT_EQ(included_on("// #include <quantcheck/bench/layer.h>"), "");

  for (const auto& [file, include] : std::initializer_list<std::pair<const char*, const char*>>{
           {"reference/grid.h", "<quantcheck/optimized/options.h>"},
           {"reference/layer.h", "<quantcheck/reference/number/rational.h>"},
           {"optimized/gram.cpp", "<quantcheck/reference/error.h>"},
           {"optimized/gram.cpp", "<quantcheck/reference/../proofs_check/text/lines.h>"},
           {"optimized/gram.cpp", "<quantcheck/proofs_check/text/lines.h>"},
           {"proofs_check/text/lines.h", "<quantcheck/proofs_check/cases/case.h>"},
           {"proofs_check/drive/kernel_process.cpp", "<quantcheck/proofs_check/report/report.h>"},
           {"proofs_check/drive/kernel_process.cpp", "<quantcheck/bench/layer.h>"},
           {"proofs_check/program/main.cpp", "<quantcheck/tests/support/layers.h>"},
           {"proofs_check/program/main.cpp", "<quantcheck/fuzz/bytes.h>"},
           {"proofs_check/program/main.cpp", "<quantcheck/proofs_check/another/file.h>"},
           {"proofs_check/program/main.cpp", "<quantcheck/proofs_check/program/usage.inc>"},
           {"proofs_check/program/main.cpp", "\"usage.h\""}})
    EXPECT_FALSE(is_allowed(file, include)) << file << " includes " << include;

  for (const auto& [file, include] : std::initializer_list<std::pair<const char*, const char*>>{
           {"reference/grid.h", "<quantcheck/reference/layer.h>"},
           {"optimized/gram.cpp", "<quantcheck/reference/layer.h>"},
           {"proofs_check/drive/kernel_process.cpp", "<quantcheck/proofs_check/drive/kernel_input.h>"},
           {"proofs_check/drive/kernel_process.cpp", "<quantcheck/proofs_check/text/format.h>"},
           {"proofs_check/drive/kernel_process.cpp", "<quantcheck/optimized/quantize.h>"},
           {"proofs_check/drive/kernel_process.cpp", "<vector>"}})
    EXPECT_TRUE(is_allowed(file, include)) << file << " includes " << include;
}

}  // namespace
}  // namespace quantcheck::test
