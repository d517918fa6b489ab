// Masker: finds personal data in text and covers it; everything else stays byte for byte.
//
// It works in one pass: a scan skips to characters that can begin a find (a digit, '@', a trigger word), small scanners
// look at the neighbourhood, check digits, tables and context words decide. Time is linear and memory bounded by the
// text and its finds, whatever the text is. Order numbers, tracking numbers, time stamps and ids in links stay
// readable. Thread rule: immutable, any thread.
//
//   const Masker masker(Profile::kSop);
//   Masked body = masker.mask(clear, {{DataKind::kName, "王小明"}});
//   row.text_masked = body.text;
//   MaskedText phone = masker.mask_field(DataKind::kMobile, "13800138000");  // *******8000
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/detect/reading.h"
#include "privacy/profile.h"
#include "privacy/text_types.h"

namespace frontdesk::privacy {

/// Version of the detection rules; stored with each masked text so that older ones can be masked again.
inline constexpr int kRuleset = 4;

/// One find: [start, end) in code points of the original.
struct Span {
  std::size_t start = 0;
  std::size_t end = 0;
  DataKind kind = DataKind::kSecret;
  friend bool operator==(const Span&, const Span&) = default;
};

struct Masked {
  MaskedText text;
  std::vector<Span> spans;  ///< in order, without overlap
};

/// Both renditions of a text: what everybody may read, and what may be sealed.
struct Renditions {
  Masked masked;
  ClearText kept;  ///< as without_secrets() leaves it
};

/// A value already known to belong to the ticket's customer. It is searched literally (letters of either case and any
/// width, digits with any separators), so that a name without a trigger word is covered too. Names of one character and
/// phones of fewer than seven digits are ignored: they would cover ordinary text.
struct KnownValue {
  DataKind kind = DataKind::kName;
  std::string_view value;
};

class Masker {
 public:
  explicit Masker(Profile profile) : profile_(profile) {}

  /// `text`: UTF-8 (ill-formed bytes are kept as they are). Spans refer to `text`.
  [[nodiscard]] Masked mask(std::string_view text, std::span<const KnownValue> known = {}) const;
  [[nodiscard]] Masked mask(const ClearText& text, std::span<const KnownValue> known = {}) const {
    return mask(text.reveal(), known);
  }

  /// mask() and without_secrets() of the same text, which is looked through once. `asides`: parts of it that the page
  /// it comes from hides; a find may reach over them.
  [[nodiscard]] Renditions render(std::string_view text, std::span<const KnownValue> known = {},
                                  std::span<const Aside> asides = {}) const;

  /// A value whose kind its source tells (a marketplace's receiver_mobile, a mail header's name): covered as that kind
  /// even when it is malformed. Empty stays empty.
  [[nodiscard]] MaskedText mask_field(DataKind kind, std::string_view value) const;

  /// The original without its secrets (one-time codes, passwords, CVV): what may be sealed. Table row "destroy".
  [[nodiscard]] static ClearText without_secrets(const ClearText& text);

  [[nodiscard]] Profile profile() const { return profile_; }

 private:
  Profile profile_;
};

}  // namespace frontdesk::privacy
