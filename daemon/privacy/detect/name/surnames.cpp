#include "privacy/detect/name/surnames.h"

#include <array>
#include <bitset>

#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;  // bytes of a Chinese character in UTF-8

// By frequency (Ministry of Public Security, yearly name reports); the first hundred cover 85 % of people.
constexpr std::string_view kCommon =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣餘葉蘇呂盧鍾譚陸賈鄒閆龍賀顧龔萬錢嚴";
constexpr std::string_view kMore =
    "傅赖汤尤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴季霍涂成"
    "苗"
    "谷"
    "曲盛冉翁蓝路游靳辛管柴蒙鲍华喻祁房蒲滕屈饶解牟艾尹时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿"
    "桂全"
    "佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢谌洪骆"
    "阎蔺"
    "辜屠权厉晁郜茅雍郁冼邸葡植昝束竺腾亓冶揭信仝占展区逄郗凤花明权战修芮隗扈冀郏浦桓歐莊聶魯齊湯溫賴龐顏閻關蘭寧紀畢單"
    "簡連"
    "鄔臧婁談車項賓時喬倫欒師樂滿習費衛裴遲鄺饒駱麥黨龔盧郟鞏";
constexpr auto kCompound =
    std::to_array<std::string_view>({"欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐",
                                     "司徒", "东方", "独孤", "南宫", "端木", "轩辕", "宇文", "长孙", "鲜于", "司空",
                                     "闻人", "澹台", "公冶", "淳于", "太史", "申屠", "歐陽", "諸葛", "東方", "司馬"});
constexpr auto kTitles = std::to_array<std::string_view>(
    {"先生", "女士", "小姐", "太太", "老师", "同学", "阿姨", "师傅", "經理", "经理", "老師",
     "老板", "主管", "主任", "店长", "医生", "律师", "大哥", "大姐", "叔叔", "師傅", "老闆"});

/// A set of Chinese characters, asked often.
class CharacterSet {
 public:
  explicit CharacterSet(std::string_view characters) {
    for (std::size_t at = 0; at < characters.size();) members_[next_character(characters, at) & 0xFFFF] = true;
  }
  [[nodiscard]] bool has_first_of(std::string_view text) const {
    std::size_t at = 0;
    return text.size() >= kHan && members_[next_character(text, at) & 0xFFFF];
  }

 private:
  std::bitset<0x10000> members_;
};

std::size_t compound_length(std::string_view text) {
  static const CharacterSet kFirstCharacters = [] {
    std::string all;
    for (const std::string_view name : kCompound) all += name.substr(0, kHan);
    return CharacterSet(all);
  }();
  if (!kFirstCharacters.has_first_of(text)) return 0;
  for (const std::string_view name : kCompound) {
    if (text.substr(0, name.size()) == name) return name.size();
  }
  return 0;
}

std::u32string characters_of(std::string_view list) {
  std::u32string all;
  for (std::size_t at = 0; at < list.size();) all += next_character(list, at);
  return all;
}

std::string last_character(std::string_view text) {
  std::size_t at = text.size();
  previous_code_point(text, at);
  return std::string(text.substr(at));
}

std::string cover_common(std::string_view name) {
  std::size_t first = 0;
  const char32_t c = next_character(name, first);
  if (!is_han(c)) return std::string(name.substr(0, first)) + "***";
  const std::size_t compound = compound_length(name);
  if (compound > 0) return std::string(name.substr(0, compound)) + "*";
  const bool keeps_last = text::length(name) >= 3;
  return std::string(name.substr(0, first)) + "*" + (keeps_last ? last_character(name) : "");
}

}  // namespace

std::size_t common_surname_length(std::string_view text) {
  static const CharacterSet kCommonSet(kCommon);
  if (const std::size_t compound = compound_length(text)) return compound;
  return kCommonSet.has_first_of(text) ? kHan : 0;
}

std::size_t surname_length(std::string_view text) {
  static const CharacterSet kMoreSet(kMore);
  if (const std::size_t common = common_surname_length(text)) return common;
  return kMoreSet.has_first_of(text) ? kHan : 0;
}

std::u32string one_character_surnames() { return characters_of(kCommon) + characters_of(kMore); }
std::u32string common_one_character_surnames() { return characters_of(kCommon); }

std::string_view title_at_end(std::string_view text) {
  for (const std::string_view title : kTitles) {
    if (text.ends_with(title)) return title;
  }
  return {};
}

std::string_view title_at_begin(std::string_view text) {
  for (const std::string_view title : kTitles) {
    if (text.starts_with(title)) return title;
  }
  return {};
}

std::string cover_name(std::string_view value, Profile profile) {
  const std::string_view title = title_at_end(value);
  const std::string_view name = value.substr(0, value.size() - title.size());
  if (name.empty()) return std::string(title);
  if (profile == Profile::kSop) return "*" + std::string(title);
  if (text::length(name) == 1) return (title.empty() ? "*" : std::string(name) + "*") + std::string(title);
  return cover_common(name) + std::string(title);
}

}  // namespace frontdesk::privacy
