// Names of cities, to tell "苏州吴中区…" from ordinary text. Pure, any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::privacy {

/// Bytes of the city (prefecture level, Taiwan, Hong Kong) that `text` begins with, without 市; 0 when there is none.
std::size_t city_name_length(std::string_view text);

}  // namespace frontdesk::privacy
