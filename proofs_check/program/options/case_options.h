// The options that name a case's tensors one by one, and that say what a file without metadata leaves open.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/proofs_check/program/options/layer_options.h>

namespace quantcheck::check::program {

struct CaseOptions {
  LayerOptions layer;
  std::optional<std::string> zero_added;
  std::optional<Code> q;  // makes it a lattice case
  std::optional<std::string> mode;
  std::optional<std::string> block_order;
};

void add_case_options(CLI::App& command, CaseOptions& options);

/// What reports call a case that no file of its own holds: the file of its codes, or of what stands for
/// them. Throws Error where there is none.
std::string given_name(const CaseOptions& options);

/// The case in `file`, with the tensors that options name added to it; without a file, of those alone. What
/// its metadata would say comes from the options where it has none. Throws Error as parse_subject does, for
/// tensors that are there twice, options that contradict the file or that do not belong to such a case, and
/// a file that neither says itself nor by options how its codes were made.
Subject given_subject(const std::optional<std::string>& file, const CaseOptions& options);

}  // namespace quantcheck::check::program
