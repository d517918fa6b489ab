// What the designed page of a mail says and its text part does not: people must find it, and be shown the page first.
#pragma once

#include <initializer_list>

#include "privacy/text_types.h"

namespace frontdesk::desk {

/// The lines of `page` that have a word (of CJK text: two characters in a row) which none of `texts` has, one under the
/// other; empty when they say it all. Addresses behind links are no words. Compared as search compares. Pure.
privacy::MaskedText lines_beyond(const privacy::MaskedText& page, std::initializer_list<privacy::MaskedText> texts);

}  // namespace frontdesk::desk
