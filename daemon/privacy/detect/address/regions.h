// Provinces and cities as addresses write them, and how addresses are covered.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "privacy/profile.h"

namespace frontdesk::privacy {

/// Bytes of the province (with 省, 市, 自治区 …, when written) that `text` begins with; 0 when there is none.
std::size_t province_length(std::string_view text);

/// Bytes of province and city: "广东省深圳市", "北京市", "上海"; 0 when the text begins with none.
std::size_t province_and_city_length(std::string_view text);

/// Bytes up to the last house-level mark (号, 栋, 单元, 室, 楼, 村 …) within `text`; 0 when it does not reach one.
std::size_t house_level_end(std::string_view text);

/// Holds a mark of district, road or estate, and none of the small words that sentences are made of:
/// "深圳市南山区科技路 1号" does, "广东的朋友让我3号去" does not.
bool is_like_an_address(std::string_view text);

/// sop: province and city, then "***". common: up to the road, then "***". What begins with no known place: "***".
std::string cover_address(std::string_view value, Profile profile);

}  // namespace frontdesk::privacy
