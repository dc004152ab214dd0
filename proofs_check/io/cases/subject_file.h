// Files of every kind of case that is judged.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// A case of any kind, as a subject hands it in.
using Subject = std::variant<Case, LatticeCase, E8Case>;

/// Reads the kind of case that "quantcheck" in the metadata names, by parse_case, parse_lattice_case or
/// parse_e8_case. Throws Error as these do, and for any other kind.
Subject parse_subject(const TensorBundle& file, Triangle triangle);
Subject parse_subject(std::vector<std::byte> bytes, const std::string& name, Triangle triangle);
Subject read_subject(const std::string& path, Triangle triangle);

}  // namespace quantcheck::check
