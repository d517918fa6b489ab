#include "privacy/detect/address/top_level_domains.h"

#include <algorithm>
#include <unordered_set>

namespace frontdesk::privacy {
namespace {

constexpr std::string_view kCountries =
    " ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc "
    "cd cf"
    " cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge "
    "gf gg"
    " gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki "
    "km kn"
    " kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my "
    "mz na"
    " nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se "
    "sg sh"
    " si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va "
    "vc ve"
    " vg vi vn vu wf ws ye yt za zm zw ";
constexpr std::string_view kGeneric =
    " com org net edu gov mil int info biz name pro mobi asia jobs tel travel museum coop aero cat post xxx app dev "
    "shop"
    " store online site website tech space top vip wang xyz club work ltd group company email mail cloud art live life"
    " world today news blog wiki link click team center support services solutions systems network digital media agency"
    " studio design photo video games fun cool love ink red blue green pink kim ren citic bank finance money fund "
    "market"
    " sale gift toys fashion style clothing shoes jewelry beauty health care clinic dental fit yoga run bike auto car"
    " cars taxi hotel tours cafe bar pub pizza food kitchen recipes wine beer coffee house homes land estate property"
    " rent school academy college university education training law legal tax press page plus zone city tokyo london"
    " berlin paris nyc beijing moe icu cyou bond rest host press one global international ventures holdings consulting"
    " engineering construction energy eco bio earth garden farm dog pet fish test example invalid local ";
constexpr std::string_view kOtherScripts =
    " 中国 中國 公司 网络 網絡 商城 集团 我爱你 在线 中文网 网址 网店 政务 公益 香港 台湾 台灣 新加坡 购物 手机 рф укр "
    "бел ";

std::unordered_set<std::string_view> words_of(std::initializer_list<std::string_view> lists) {
  std::unordered_set<std::string_view> words;
  for (std::string_view list : lists) {
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(' ', at), list.size());
      if (end > at) words.insert(list.substr(at, end - at));
      at = end + 1;
    }
  }
  return words;
}

}  // namespace

bool is_top_level_domain(std::string_view label) {
  static const auto kKnown = words_of({kCountries, kGeneric, kOtherScripts});
  return kKnown.contains(label) || (label.size() > 5 && label.substr(0, 4) == "xn--");
}

}  // namespace frontdesk::privacy
