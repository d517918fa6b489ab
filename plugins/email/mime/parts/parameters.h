// "text/plain; charset=gb2312; name*0*=gb18030''%CE%C4" – the value and parameters of Content-Type and
// Content-Disposition, RFC 2231 with its continuations, and the illegal ways in which mailers name files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::email {

struct Parameter {
  std::string name;   ///< lower case, without '*'
  std::string value;  ///< UTF-8, decoded
};

struct ParameterizedValue {
  std::string value;  ///< lower case, e.g. "multipart/mixed"; empty when missing
  std::vector<Parameter> parameters;

  /// Empty when there is none.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

/// Total over any text; at most 100 parameters are read.
[[nodiscard]] ParameterizedValue read_parameters(std::string_view raw);

/// `name*0*=UTF-8''…;\r\n name*1*=…` with lines ≤ 76 bytes, starting with ";\r\n ". For ASCII names: `; name="…"`.
[[nodiscard]] std::string encode_parameter(std::string_view name, std::string_view utf8);

}  // namespace frontdesk::email
