// The end of every test program's main.
#pragma once

namespace quantcheck::test {

/// The exit status of a test program that skipped whatever it was to run: CTest's SKIP_RETURN_CODE.
inline constexpr int skipped = 77;

/// Runs the tests that the command line selects. The exit status: 0 if they pass, 1 if one fails, and
/// `skipped` if there are some and every one of them was skipped.
int run_all();

}  // namespace quantcheck::test
