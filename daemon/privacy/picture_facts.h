// What a picture says beside what it shows: where it was taken, with which device, by whom, and a small copy of what
// was cut away since. None of it is shown to staff, so it does not leave the desk either.
#pragma once

#include "base/bytes.h"

namespace frontdesk::privacy {

/// The picture without EXIF, XMP, IPTC, comments and whatever lies behind its end. JPEG, PNG and WebP are known by
/// their first bytes, whatever they are called; everything else is returned as it is. What is needed to draw the
/// picture stays: colours, and which side is up. A picture that ends too early loses nothing that is drawn. Costs one
/// pass over the bytes.
Bytes without_picture_facts(Bytes picture);

}  // namespace frontdesk::privacy
