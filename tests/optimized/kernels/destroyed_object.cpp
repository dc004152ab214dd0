// What the search for static objects that are destroyed must find.
#include <vector>

namespace quantcheck::test {

const std::vector<int>& three_of(int x) {
  static const std::vector<int> values(3, x);
  return values;
}

}  // namespace quantcheck::test
