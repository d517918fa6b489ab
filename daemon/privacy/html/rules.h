// The allow-lists of HTML mail: what may be written again, and what of a value is harmless.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::privacy {

enum class TagRule {
  kKeep,
  kUnwrap,       ///< the tag goes, its content stays
  kDropContent,  ///< scripts, style sheets, embedded documents and everything whose content is no text
};

TagRule rule_for(std::string_view tag);
/// No end tag: br, hr, img, col, wbr.
bool is_void(std::string_view tag);
/// Begins and ends a line of text.
bool is_block(std::string_view tag);
/// A harmless attribute whose value is only shown or lays out: written after escaping.
bool is_plain_attribute(std::string_view name);
/// Attributes that are text for people, so they are masked: alt, title.
bool is_text_attribute(std::string_view name);
/// Attributes that would load something: background, srcset, poster …
bool is_loading_attribute(std::string_view name);

enum class LinkKind { kNone, kWeb, kMail };
struct MailLink {
  LinkKind kind = LinkKind::kNone;
  std::string address;
};
/// http, https and mailto only; blanks and controls, with which other schemes are disguised, are removed first.
MailLink read_link(std::string_view address);

/// data:image/png|jpeg|gif|webp;base64,… and nothing else.
bool is_safe_image_data(std::string_view address);

/// & < > " ' as entities.
std::string escape_html(std::string_view text);

}  // namespace frontdesk::privacy
