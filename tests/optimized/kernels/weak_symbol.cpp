// A weak symbol, for the search for weak symbols to find.
namespace quantcheck::test {

template <class Number>
[[gnu::noinline]] Number doubled(Number x) {
  return x + x;
}

float twice(float x) { return doubled(x); }

}  // namespace quantcheck::test
