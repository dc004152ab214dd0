// The files that `verify` leaves for a continuous-integration system.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/report/ci.h>

namespace quantcheck::check::program {

/// The paths of these files, which may stand for standard output. A path is empty where the file is not asked
/// for.
struct CiFiles {
  std::string junit;
  std::string markdown;
};

/// Whether one of them goes to standard output, which then holds nothing else.
bool uses_standard_output(const CiFiles& files);

/// Throws Error, before anything is judged, where a file could not be written, or would replace the other or
/// one of `inputs`, and where both are to go to standard output.
void check_ci_files(const CiFiles& files, const std::vector<std::string>& inputs);

/// Writes the files, each whole or not at all, and the second also where the first cannot be written. Throws
/// Error where one could not be written.
void write_ci_files(const CiFiles& files, const std::vector<JudgedFile>& judged);

}  // namespace quantcheck::check::program
