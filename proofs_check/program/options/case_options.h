// The options that name a case's tensors one by one, and that say what a file without metadata leaves open.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/proofs_check/program/options/layer_options.h>

namespace quantcheck::check::program {

/// The values of these options.
struct CaseOptions {
  LayerOptions layer;
  std::optional<std::string> zero_added;
  std::optional<std::string> scale_format;
  std::optional<std::string> grid;             // e2m1 or nf4
  std::optional<std::string> global_scale_is;  // multiplier or divisor
  std::optional<std::string> scale_arithmetic;
  std::optional<std::string> rule;
  std::optional<std::string> scale_rule;
  std::optional<Code> q;  // makes it a lattice case
  std::optional<std::string> mode;
  std::optional<std::string> block_order;
};

/// Adds the options to a command, which fills in `options` when it is parsed.
void add_case_options(CLI::App& command, CaseOptions& options);

/// The name that reports have for a case that no file of its own holds: the file of its codes, or of what
/// stands for them. Throws Error where there is none.
std::string given_name(const CaseOptions& options);

/// The case in `file`, with the tensors that options name added to it. Without a file it is made of those
/// alone. What the metadata would say comes from the options where the file has none. Throws Error as
/// parse_subject does, and for tensors that are there twice, options that contradict the file or do not
/// belong to such a case, and a file of which neither it nor the options say how its codes were made.
Subject given_subject(const std::optional<std::string>& file, const CaseOptions& options);

}  // namespace quantcheck::check::program
