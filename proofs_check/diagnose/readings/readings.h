// Readings of a case's data that differ from how it stores them.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/diagnose/dialects.h>

namespace quantcheck::check {

/// Codes that were unpacked or laid out in another way: with the top bit flipped, since signed codes were read
/// as unsigned ones or the other way round; in the order that AWQ packs eight of them in, along columns or
/// along rows; with the two of a byte exchanged; shifted by a column; in processing order.
std::vector<Dialect> code_readings(const Case& c);

/// Groups of other columns: those that follow each other in processing order, neighbouring columns, columns
/// that are `groups` apart.
std::vector<Dialect> group_readings(const Case& c);

/// Scales and zeros that stand at other places: transposed, those of one group or one row for all, of the
/// next group, of the groups in reversed order; and rows of them that were permuted in a regular way.
std::vector<Dialect> scale_readings(const Case& c);

/// A Hessian whose rows and columns were permuted otherwise than the columns of the weights, or masked at
/// other places. These change the Hessian.
std::vector<Dialect> hessian_readings(const Case& c);

/// Tables of levels that were used otherwise: with scales that are off by a power of two, by their sign or by
/// the largest level; or without the levels that are no integers. None for integers.
std::vector<Dialect> table_readings(const Case& c);

/// Weights that were clamped to the ends of the grid before they were quantized.
std::vector<Dialect> weight_readings(const Case& c);

/// The scales and zeros of row r are those that are stored at row from[r]. `words` completes "those of a row
/// are stored ...".
Dialect scales_of_rows(const Case& c, const std::string& id, const std::string& words,
                       std::vector<Index> from);

}  // namespace quantcheck::check
