// The checks of the machine as the health page and `frontdesk doctor` show them.
#include <array>
#include <string>

#include "desk/machine/check_view.h"
#include "desk/machine/gather.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {

/// All of them, whether they find something or not, in one page.
struct ListChecks {
  static constexpr UseCase kUseCase{
      .name = "check.list", .route = {Method::kGet, "/checks"}, .right = Right::kSeeChannels};
  static constexpr std::array<std::string_view, 2> kLanguages{"en", "zh-CN"};
  std::string language;

  template <class V>
  static void describe(V& v) {
    v.one_of("language", &ListChecks::language, kLanguages);
  }

  Result<Page<CheckView>> run(Desk& desk, const Asked& asked) {
    const Audience reader = asked.actor.may(Right::kRunUsers) ? Audience::kOperator : Audience::kOffice;
    Page<CheckView> page;
    for (const Examined& examined : examine(gather_facts(desk)))
      page.items.push_back(view_of(examined, language, reader));
    return page;
  }
};

FD_USE_CASE(ListChecks)

}  // namespace frontdesk::desk
