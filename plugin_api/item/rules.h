// The bounds of plugin.h, checked by the host before an item leaves and by the daemon when it arrives.
#pragma once

#include <frontdesk/item/item.h>

#include <string>
#include <string_view>

namespace frontdesk::item {

/// Why the item breaks a rule ("dedup_key is longer than 200 bytes"), without its content; empty when it keeps them
/// all: keys present and short, texts well-formed UTF-8 without NUL, counts and sizes in bounds.
std::string broken_rule(const sdk::Item& item);

/// True for well-formed UTF-8 without NUL.
bool is_clean_text(std::string_view text);

}  // namespace frontdesk::item
