#include "text/charset.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

/// What mailers write → the ICU converter that reads what they mean. Supersets, so that a character beyond the
/// labelled set is not lost (channels.md 1.3).
constexpr std::pair<std::string_view, const char*> kWidened[] = {
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gb_2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"cp936", "gb18030"},
    {"ms936", "gb18030"},
    {"windows-936", "gb18030"},
    {"euc-cn", "gb18030"},
    {"gb18030", "gb18030"},
    {"gb18030-2005", "gb18030"},
    {"big5", "Big5-HKSCS"},
    {"big5-hkscs", "Big5-HKSCS"},
    {"cn-big5", "Big5-HKSCS"},
    {"x-x-big5", "Big5-HKSCS"},
    {"cp950", "windows-950-2000"},
    {"windows-950", "windows-950-2000"},
    {"shift_jis", "ibm-943_P15A-2003"},
    {"shift-jis", "ibm-943_P15A-2003"},
    {"sjis", "ibm-943_P15A-2003"},
    {"x-sjis", "ibm-943_P15A-2003"},
    {"cp932", "ibm-943_P15A-2003"},
    {"windows-31j", "ibm-943_P15A-2003"},
    {"iso-2022-jp", "ISO_2022,locale=ja,version=4"},
    {"iso-2022-jp-1", "ISO_2022,locale=ja,version=4"},
    {"iso-2022-jp-2", "ISO_2022,locale=ja,version=4"},
    {"iso-2022-jp-ms", "ISO_2022,locale=ja,version=4"},
    {"csiso2022jp", "ISO_2022,locale=ja,version=4"},
    {"cp50220", "ISO_2022,locale=ja,version=4"},
    {"ks_c_5601-1987", "windows-949-2000"},
    {"ks_c_5601", "windows-949-2000"},
    {"ksc5601", "windows-949-2000"},
    {"euc-kr", "windows-949-2000"},
    {"cp949", "windows-949-2000"},
    {"hz-gb-2312", "HZ"},
    {"hz", "HZ"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"utf7", "UTF-7"},
    {"utf-7", "UTF-7"},
    {"us-ascii", "utf-8"},
    {"ascii", "utf-8"},
    {"ansi_x3.4-1968", "utf-8"},
    {"646", "utf-8"},
    {"utf8", "utf-8"},
    {"utf-8", "utf-8"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"cp-850", "cp850"},
};

/// Labels that say nothing: the same as no label.
constexpr std::array<std::string_view, 8> kEmptyLabels = {"",          "default", "unknown", "unknown-8bit",
                                                          "x-unknown", "8bit",    "none",    "charset"};

std::string clean_label(std::string_view label) {
  std::string out;
  for (const char c : label.substr(0, 64)) {
    const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    // No path characters: ICU may look for a data file of this name.
    if (letter || c == '-' || c == '_' || c == '.' || c == ':' || c == '+') out.push_back(c);
  }
  return to_lower_ascii(out);
}

/// A fresh converter that stops at the first wrong byte, or null for an unknown name.
Converter open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

std::string from_utf16(const UChar* units, std::size_t count) {
  std::string out(count * 3, '\0');
  std::int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8WithSub(out.data(), static_cast<std::int32_t>(out.size()), &length, units,
                     static_cast<std::int32_t>(count), 0xFFFD, nullptr, &status);
  if (U_FAILURE(status)) return {};
  out.resize(static_cast<std::size_t>(length));
  std::replace(out.begin(), out.end(), '\0', ' ');
  return out;
}

enum class Faults { kStop, kReplace };

/// Converts piece by piece, so that the size of the input is not bound to ICU's 32-bit lengths.
bool convert(UConverter* converter, std::string_view bytes, Faults faults, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter, faults == Faults::kStop ? UCNV_TO_U_CALLBACK_STOP : UCNV_TO_U_CALLBACK_SUBSTITUTE,
                      nullptr, nullptr, nullptr, &status);
  out.clear();
  out.reserve(bytes.size() * 2);
  std::array<UChar, 4096> units{};
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  std::size_t kept = 0;  // a high surrogate waiting for its other half
  while (true) {
    UChar* target = units.data() + kept;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &target, units.data() + units.size(), &source, end, nullptr, true, &status);
    std::size_t count = static_cast<std::size_t>(target - units.data());
    const bool more = status == U_BUFFER_OVERFLOW_ERROR;
    if (U_FAILURE(status) && !more) return false;
    const bool split = more && count > 0 && U16_IS_LEAD(units[count - 1]);
    if (split) --count;
    out += from_utf16(units.data(), count);
    if (split) units[0] = units[count];
    kept = split ? 1 : 0;
    if (!more) return true;
  }
}

/// GB text in the wild uses the 6,763 characters of GB 2312 nearly everywhere: both bytes of a pair ≥ 0xA1.
bool looks_like_gb(std::string_view bytes) {
  std::size_t common = 0;
  std::size_t rare = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    if (lead < 0x80) continue;
    if (at + 1 == bytes.size()) break;
    const auto trail = static_cast<unsigned char>(bytes[++at]);
    const bool is_common = trail >= 0xA1 && ((lead >= 0xB0 && lead <= 0xF7) || (lead >= 0xA1 && lead <= 0xA3));
    ++(is_common ? common : rare);
  }
  return common >= 1 && common >= rare * 4;
}

/// Chinese UTF-8 is made of three-byte characters only; GB pairs that happen to be such UTF-8 are rarities.
bool is_surely_utf8(const Utf8Fit& fit) { return fit.valid() && fit.cjk >= 2 && fit.two_byte == 0; }

std::string detected_charset(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return {};
  const auto sample = bytes.substr(0, 8192);
  ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return {};
  const char* name = ucsdet_getName(match, &status);
  return U_SUCCESS(status) && name != nullptr ? widened_charset(name) : std::string();
}

bool decode_strictly(const std::string& charset, std::string_view bytes, std::string& out) {
  const Converter converter = open_converter(charset);
  return converter && convert(converter.get(), bytes, Faults::kStop, out);
}

Decoded as_utf8(std::string_view bytes, const Utf8Fit& fit, bool guessed) {
  return {repair_utf8(bytes), guessed, !fit.valid()};
}

/// The bytes are not plain ASCII and not (mainly) what the label said.
Decoded decode_guessing(std::string_view bytes, const Utf8Fit& fit) {
  Decoded out;
  out.guessed = true;
  if (fit.valid() || fit.cut_at_end || fit.multibyte() > fit.bad) return as_utf8(bytes, fit, true);
  if (looks_like_gb(bytes) && decode_strictly("gb18030", bytes, out.text)) return out;
  for (const std::string& charset : {detected_charset(bytes), std::string("windows-1252")}) {
    if (!charset.empty() && charset != "utf-8" && decode_strictly(charset, bytes, out.text)) return out;
  }
  const Converter gb = looks_like_gb(bytes) ? open_converter("gb18030") : nullptr;
  out.damaged = true;
  if (!gb || !convert(gb.get(), bytes, Faults::kReplace, out.text)) out.text = repair_utf8(bytes);
  return out;
}

/// ISO-2022-JP is 7-bit: under a label that promises ASCII only its escapes give it away.
bool decode_japanese_escapes(std::string_view bytes, Decoded& out) {
  const std::size_t escape = bytes.find("\x1b$");
  if (escape == std::string_view::npos || escape + 2 >= bytes.size()) return false;
  if (bytes[escape + 2] != 'B' && bytes[escape + 2] != '@') return false;
  out.guessed = true;
  return decode_strictly(widened_charset("iso-2022-jp"), bytes, out.text);
}

Decoded decode_unlabelled(std::string_view bytes) {
  const Utf8Fit fit = measure_utf8(bytes);
  // Whole UTF-8 with more than a few two-byte pairs is nothing else: no guess.
  const bool is_plain = fit.ascii() || (fit.valid() && fit.cjk + fit.other > 0);
  return is_plain ? as_utf8(bytes, fit, false) : decode_guessing(bytes, fit);
}

bool is_stateful(const std::string& charset) {
  return charset.starts_with("ISO_2022") || charset.starts_with("iso-2022") || charset == "HZ" || charset == "UTF-7" ||
         charset.starts_with("utf-16") || charset.starts_with("utf-32");
}

Decoded decode_labelled(std::string_view bytes, const std::string& charset) {
  const Utf8Fit fit = measure_utf8(bytes);
  if (!is_stateful(charset)) {
    if (fit.ascii()) return as_utf8(bytes, fit, false);
    const bool one_byte_latin = charset == "windows-1252";
    if (is_surely_utf8(fit) || (one_byte_latin && fit.valid())) return as_utf8(bytes, fit, true);
  }
  Decoded out;
  if (decode_strictly(charset, bytes, out.text)) return out;
  if (charset == "Big5-HKSCS" && decode_strictly("windows-950-2000", bytes, out.text)) return out;
  // Mostly right: only some bytes are damaged. Mostly wrong: the label lies.
  const Converter converter = open_converter(charset);
  if (!converter || !convert(converter.get(), bytes, Faults::kReplace, out.text)) return decode_guessing(bytes, fit);
  const Utf8Fit made = measure_utf8(out.text);
  std::size_t replaced = 0;
  for (std::size_t at = out.text.find("\xEF\xBF\xBD"); at != std::string::npos;
       at = out.text.find("\xEF\xBF\xBD", at + 3)) {
    ++replaced;
  }
  if (!is_stateful(charset) && replaced * 2 > made.multibyte() && !fit.ascii()) return decode_guessing(bytes, fit);
  out.damaged = true;
  return out;
}

}  // namespace

std::string widened_charset(std::string_view label) {
  std::string name = clean_label(label);
  const auto* found =
      std::find_if(std::begin(kWidened), std::end(kWidened), [&](const auto& entry) { return entry.first == name; });
  return found == std::end(kWidened) ? name : std::string(found->second);
}

Decoded decode_text(std::string_view bytes, std::string_view label) {
  const std::string charset = widened_charset(label);
  Decoded japanese;
  if (!is_stateful(charset) && decode_japanese_escapes(bytes, japanese)) return japanese;
  if (std::find(kEmptyLabels.begin(), kEmptyLabels.end(), charset) != kEmptyLabels.end()) {
    return decode_unlabelled(bytes);
  }
  if (charset != "utf-8") {
    if (open_converter(charset)) return decode_labelled(bytes, charset);
    Decoded out = decode_unlabelled(bytes);
    out.guessed = true;
    return out;
  }
  const Utf8Fit fit = measure_utf8(bytes);
  return fit.valid() ? as_utf8(bytes, fit, false) : decode_guessing(bytes, fit);
}

std::string encode_text(std::string_view utf8, const char* charset) {
  std::u16string units(utf8.size() + 1, u'\0');
  std::int32_t count = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8WithSub(units.data(), static_cast<std::int32_t>(units.size()), &count, utf8.data(),
                       static_cast<std::int32_t>(utf8.size()), 0xFFFD, nullptr, &status);
  const Converter converter = open_converter(charset);
  if (U_FAILURE(status) || !converter) return {};
  std::string out(static_cast<std::size_t>(count) * 8 + 16, '\0');
  const std::int32_t size =
      ucnv_fromUChars(converter.get(), out.data(), static_cast<std::int32_t>(out.size()), units.data(), count, &status);
  if (U_FAILURE(status)) return {};
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace frontdesk::email
