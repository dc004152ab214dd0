#include <gtest/gtest.h>

#include <quantcheck/tests/support/run_all.h>

namespace quantcheck::test {

int run_all() {
  const int status = RUN_ALL_TESTS();
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  const bool none_ran = all.test_to_run_count() > 0 && all.skipped_test_count() == all.test_to_run_count();
  return status == 0 && none_ran ? skipped : status;
}

}  // namespace quantcheck::test
