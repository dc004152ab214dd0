// What the search for weak symbols must find.
namespace quantcheck::test {

template <class Number>
[[gnu::noinline]] Number doubled(Number x) {
  return x + x;
}

float twice(float x) { return doubled(x); }

}  // namespace quantcheck::test
