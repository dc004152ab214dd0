// The end of the main function of every test program.
#pragma once

namespace quantcheck::test {

/// The exit status of a test program all of whose selected tests were skipped: CTest's SKIP_RETURN_CODE.
inline constexpr int skipped = 77;

/// Runs the tests that the command line selects. The exit status is 0 if they pass, 1 if one fails, and
/// `skipped` if there are some and every one of them was skipped.
int run_all();

}  // namespace quantcheck::test
