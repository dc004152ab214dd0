// The folder of the real cases. Tests that need one are skipped where it is not there.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace quantcheck::test {

/// The folder that the variable QUANTCHECK_DATA names; without it, shared/data beside the checkout.
inline std::filesystem::path data_folder() {
  const char* folder = std::getenv("QUANTCHECK_DATA");
  return folder != nullptr ? folder : QUANTCHECK_SOURCE_DIR "/../shared/data";
}

}  // namespace quantcheck::test
