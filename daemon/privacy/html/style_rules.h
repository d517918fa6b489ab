// The allow-list of styles: which properties of a mail are written again, and what of their values is harmless.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::privacy {

/// The declarations of `style` whose property is listed and whose value is a word, a colour or a length that is not
/// huge; nothing that loads, positions or generates content. `remote` counts the addresses that were taken out.
std::string filter_style(std::string_view style, int& remote);

}  // namespace frontdesk::privacy
