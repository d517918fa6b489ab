// DoctorReport: the checks of the machine for whoever stands before it, in words or as JSON Lines.
//
// `frontdesk doctor` asks the daemon, which knows most. Where none answers, `frontdeskd --doctor` carries out what can
// be looked at from outside (app/machine/examine.h). The exit codes are those of monitoring plugins.

#include <iosfwd>
#include <string>

#include <frontdesk/json.h>

namespace frontdesk::app {

inline constexpr int kDoctorFine = 0;
inline constexpr int kDoctorWarning = 1;
inline constexpr int kDoctorCritical = 2;

/// Prints rows as use case check.list gives them, and counts what they find.
class DoctorReport {
 public:
  /// `language`: "en" or "zh-CN".
  DoctorReport(std::ostream& out, bool as_json, std::string language)
      : out_(out), as_json_(as_json), language_(std::move(language)) {}

  void add(const json::Value& check);
  /// The last line, and the exit code.
  int finish();

 private:
  std::ostream& out_;
  const bool as_json_;
  const std::string language_;
  int fine_ = 0, unknown_ = 0, warnings_ = 0, critical_ = 0;
};

/// "zh-CN" when LC_ALL, LC_MESSAGES or LANG says Chinese, else "en".
std::string language_of_terminal();

}  // namespace frontdesk::app
