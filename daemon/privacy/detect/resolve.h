// From overlapping finds to the ones that are covered.
#pragma once

#include <span>
#include <string_view>

#include "privacy/detect/find.h"
#include "privacy/detect/reading.h"
#include "privacy/masker.h"

namespace frontdesk::privacy {

/// Of finds that overlap: the longest, then the higher score, then the stricter kind. In order of position.
Finds without_overlaps(Finds finds);

/// All detectors and the known values, in the text as it is written and as it is shown, without overlaps.
Finds find_personal_data(std::string_view text, std::span<const KnownValue> known, std::span<const Aside> asides = {});

/// What stands for one find where the text is masked.
std::string cover_at(std::string_view text, const Find& find, std::span<const Aside> asides, Profile profile);

}  // namespace frontdesk::privacy
