// The one pass over a text: from anchor to anchor, calling the detectors that each names.
#include "privacy/detect/anchors.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"

namespace frontdesk::privacy {

Finds find_all(std::string_view text) {
  static const Anchors kAnchors;
  Finds finds;
  Budget budget;
  find_name_before_act(text, 0, finds);
  for (Anchor anchor = kAnchors.next(text, 0); anchor.at < text.size();) {
    const std::size_t at = anchor.at;
    std::size_t next = at;
    next_character(text, next);
    if ((anchor.detectors & kEmailDetector) != 0) find_email(text, at, finds);
    if ((anchor.detectors & kNameDetector) != 0) find_name(text, at, finds);
    if ((anchor.detectors & kAddressDetector) != 0) find_address(text, at, finds);
    if ((anchor.detectors & kSecretDetector) != 0) find_secret(text, at, finds);
    if ((anchor.detectors & kAccountDetector) != 0) find_account(text, at, finds);
    if ((anchor.detectors & kPlateDetector) != 0) find_plate(text, at, finds);
    if ((anchor.detectors & kBirthDetector) != 0) find_birth_date(text, at, finds);
    if ((anchor.detectors & kNumberDetector) != 0) next = find_numbers(text, at, budget, finds);
    anchor = kAnchors.next(text, next);
  }
  return finds;
}

}  // namespace frontdesk::privacy
