#include <quantcheck/proofs_check/io/cases/subject_file.h>

#include <utility>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/cases/metadata_reader.h>
#include <quantcheck/proofs_check/io/formats/tensor_source.h>

namespace quantcheck::check {

Subject parse_subject(const TensorBundle& file, Triangle triangle) {
  const std::string_view kind = MetadataReader{file.metadata, file.name}.kind();
  if (kind == "lattice/1") return parse_lattice_case(file, triangle);
  if (kind == "e8/1") return parse_e8_case(file);
  return parse_case(file, triangle);
}

Subject parse_subject(std::vector<std::byte> bytes, const std::string& name, Triangle triangle) {
  return parse_subject(parse_tensors(std::move(bytes), name), triangle);
}

Subject read_subject(const std::string& path, Triangle triangle) {
  return parse_subject(read_tensors(path), triangle);
}

}  // namespace quantcheck::check
