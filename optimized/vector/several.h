// Vectors that belong together, as one value. Included inside the target's namespace, before its vectors.

/// `count` vectors.
template <class V, Index count>
struct Several {
  V vector[count];

  V& operator[](Index i) { return vector[i]; }
  const V& operator[](Index i) const { return vector[i]; }
};

/// The eight coordinates of a block in each lane, or what goes with them.
template <class V>
using Coordinates = Several<V, 8>;
