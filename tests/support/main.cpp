#include <gtest/gtest.h>

#include <quantcheck/tests/support/run_all.h>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return quantcheck::test::run_all();
}
