// A static object that is destroyed, for the search for such objects to find.
#include <vector>

namespace quantcheck::test {

const std::vector<int>& three_of(int x) {
  static const std::vector<int> values(3, x);
  return values;
}

}  // namespace quantcheck::test
