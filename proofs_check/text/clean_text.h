// Text of unknown origin, made safe to put into a document.
#pragma once

#include <string>
#include <string_view>

namespace quantcheck::check {

/// `text` as UTF-8 made of characters that every document may hold and that show as themselves. Everything
/// else becomes \xNN, byte by byte: bytes that are not UTF-8, control characters (U+0000 to U+001F, U+007F to
/// U+009F), characters that reorder a line (U+202A to U+202E, U+2066 to U+2069), and those that XML 1.0 rules
/// out (U+FFFE, U+FFFF). The ends of lines stay if `lines` is true.
std::string clean_text(std::string_view text, bool lines = false);

}  // namespace quantcheck::check
