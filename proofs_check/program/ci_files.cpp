#include <quantcheck/proofs_check/program/ci_files.h>

#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check::program {
namespace {

bool to_standard_output(const std::string& path) { return !path.empty() && is_standard_output(path); }

}  // namespace

bool uses_standard_output(const CiFiles& files) {
  return to_standard_output(files.junit) || to_standard_output(files.markdown);
}

void check_ci_files(const CiFiles& files, const std::vector<std::string>& inputs) {
  for (const std::string* path : {&files.junit, &files.markdown}) {
    if (path->empty() || is_standard_output(*path)) continue;
    for (const std::string& input : inputs)
      if (same_file(*path, input)) throw Error(*path + ": is to be judged, so it is not written over");
    require_writable(*path);
  }
  if (to_standard_output(files.junit) && to_standard_output(files.markdown))
    throw Error("standard output cannot be both --junit and --markdown");
  if (!files.junit.empty() && !files.markdown.empty() && same_file(files.junit, files.markdown))
    throw Error(files.junit + ": cannot be both --junit and --markdown");
}

void write_ci_files(const CiFiles& files, const std::vector<JudgedFile>& judged) {
  std::string failures;
  const auto write = [&](const std::string& path, std::string (*text)(const std::vector<JudgedFile>&)) {
    try {
      if (!path.empty()) write_output(path, text(judged));
    } catch (const Error& error) {
      failures += (failures.empty() ? "" : "; ") + std::string(error.what());
    }
  };
  write(files.junit, junit_xml);
  write(files.markdown, markdown_table);
  if (!failures.empty()) throw Error(failures);
}

}  // namespace quantcheck::check::program
