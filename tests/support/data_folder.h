// The folder of real cases, which tests that need one skip without.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace quantcheck::test {

/// QUANTCHECK_DATA, else shared/data beside the checkout.
inline std::filesystem::path data_folder() {
  const char* folder = std::getenv("QUANTCHECK_DATA");
  return folder != nullptr ? folder : QUANTCHECK_SOURCE_DIR "/../shared/data";
}

}  // namespace quantcheck::test
