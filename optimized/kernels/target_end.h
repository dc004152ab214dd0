// The end of the code that is compiled for one target, which began with target_begin.h.

#ifdef QUANTCHECK_FEATURES
#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#undef QUANTCHECK_PRAGMA
#undef QUANTCHECK_PRAGMA_OF
#undef QUANTCHECK_FEATURES
#endif
#undef QUANTCHECK_UNROLL
