#include <quantcheck/proofs_check/program/ci_files.h>

#include <filesystem>
#include <span>
#include <system_error>

#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check::program {
namespace {

bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  const auto full = [&error](const std::string& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  };
  return full(a) == full(b) || std::filesystem::equivalent(a, b, error);
}

void write_text(const std::string& path, const std::string& text) {
  write_file(path, std::as_bytes(std::span(text)));
}

}  // namespace

void check_ci_files(const CiFiles& files, const std::vector<std::string>& inputs) {
  for (const std::string* path : {&files.junit, &files.markdown}) {
    if (path->empty()) continue;
    for (const std::string& input : inputs)
      if (same_file(*path, input)) throw Error(*path + ": is to be judged, so it is not written over");
    require_writable(*path);
  }
  if (!files.junit.empty() && !files.markdown.empty() && same_file(files.junit, files.markdown))
    throw Error(files.junit + ": cannot be both --junit and --markdown");
}

void write_ci_files(const CiFiles& files, const std::vector<JudgedFile>& judged) {
  if (!files.junit.empty()) write_text(files.junit, junit_xml(judged));
  if (!files.markdown.empty()) write_text(files.markdown, markdown_table(judged));
}

}  // namespace quantcheck::check::program
