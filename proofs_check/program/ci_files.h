// The files that `verify` leaves for a continuous-integration system.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/report/ci.h>

namespace quantcheck::check::program {

/// Paths, which may be those of standard output; empty where not asked for.
struct CiFiles {
  std::string junit;
  std::string markdown;
};

/// Whether one of them goes to standard output, which then holds nothing else.
bool uses_standard_output(const CiFiles& files);

/// Throws Error, before anything is judged, where a file could not be written, or would replace one of
/// `inputs` or the other.
void check_ci_files(const CiFiles& files, const std::vector<std::string>& inputs);

/// Writes them, each whole or not at all, and the second also where the first cannot be written. Throws
/// Error.
void write_ci_files(const CiFiles& files, const std::vector<JudgedFile>& judged);

}  // namespace quantcheck::check::program
