// Vectors that belong together, as one value. This file is included inside a target's namespace, before its
// vectors.

/// `count` vectors.
template <class V, Index count>
struct Several {
  V vector[count];

  V& operator[](Index i) { return vector[i]; }
  const V& operator[](Index i) const { return vector[i]; }
};

/// The eight coordinates of the lattice block in each lane, or a value for each coordinate.
template <class V>
using Coordinates = Several<V, 8>;
