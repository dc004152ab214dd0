// The fault that is at work in the kernels of this program, of those that the file `faults` lists.
#pragma once

namespace quantcheck::test {

/// The number of the fault, from 1, that the variable QUANTCHECK_PLANTED_FAULT names; 0 without it.
extern const int planted_fault;

}  // namespace quantcheck::test

inline bool planted(int fault) { return quantcheck::test::planted_fault == fault; }
