// The fault that is planted in the kernels of this program, one of those that the file `faults` lists.
#pragma once

namespace quantcheck::test {

/// The number of the fault, counted from 1, that the variable QUANTCHECK_PLANTED_FAULT names; 0 where it is
/// not set.
extern const int planted_fault;

}  // namespace quantcheck::test

inline bool planted(int fault) { return quantcheck::test::planted_fault == fault; }
