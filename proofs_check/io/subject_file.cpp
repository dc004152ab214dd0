#include <quantcheck/proofs_check/io/subject_file.h>

#include <utility>

#include <quantcheck/proofs_check/io/case_file.h>
#include <quantcheck/proofs_check/io/lattice_file.h>
#include <quantcheck/proofs_check/io/metadata_reader.h>

namespace quantcheck::check {
namespace {

Subject subject_of(const Safetensors& file, Triangle triangle) {
  const std::string_view kind = MetadataReader{file.metadata, file.name}.kind();
  if (kind == "lattice/1") return parse_lattice_case(file, triangle);
  if (kind == "e8/1") return parse_e8_case(file);
  return parse_case(file, triangle);
}

}  // namespace

Subject parse_subject(std::vector<std::byte> bytes, const std::string& name, Triangle triangle) {
  return subject_of(parse_safetensors(std::move(bytes), name), triangle);
}

Subject read_subject(const std::string& path, Triangle triangle) {
  return subject_of(read_safetensors(path), triangle);
}

}  // namespace quantcheck::check
