// The page around the HTML of a mail: what a browser shows where the mail says nothing.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::api {

/// `fragment`: what privacy::HtmlPage wrote. Pictures that are not loaded, from other servers or parts of the mail,
/// keep their place and their words without the sign of a broken picture; those of one pixel vanish.
std::string mail_page(std::string_view fragment);

}  // namespace frontdesk::api
