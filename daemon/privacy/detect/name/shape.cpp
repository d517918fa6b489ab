#include "privacy/detect/name/shape.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "privacy/detect/address/cities.h"
#include "privacy/detect/address/regions.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/name/surnames.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;

/// Two characters that begin with a surname and are a word of everyday or shop language.
constexpr std::string_view kOrdinaryWords =
    "王者 王牌 王子 李子 张家 张贴 陈列 陈旧 陈醋 陈皮 杨梅 黄色 黄瓜 黄豆 黄油 黄牛 黄酒 黄昏 周一 周二 周三 周四 "
    "周五 周六 "
    "周日 周末 周边 周围 周期 周年 周转 周到 孙子 孙女 马上 马路 马桶 马达 马虎 马甲 马克 马丁 胡说 胡乱 胡萝 胡椒 "
    "胡同 何时 "
    "何必 何况 何种 何处 何故 何等 高兴 高度 高级 高档 高清 高温 高铁 高速 高中 高效 高端 高考 高价 高压 高手 高达 "
    "高低 高于 "
    "高德 高层 罗列 郑重 谢谢 谢绝 谢意 謝謝 宋体 唐装 许多 许久 许可 许愿 韩国 韩式 韩版 曾经 曾在 肖像 董事 余额 "
    "余下 余款 于是 "
    "于此 于昨 于今 于本 杜绝 程序 程度 苏打 苏宁 苏泊 任何 任意 任务 任选 任性 钟表 钟头 姜茶 陆续 陆运 范围 范例 "
    "石头 "
    "石油 石材 石榴 金额 金色 金属 金牌 金卡 金融 金币 金条 夏天 夏季 夏装 夏款 夏凉 付款 付费 付钱 付完 付过 付清 "
    "付了 方便 "
    "方法 方式 方向 方案 方面 方形 方块 方太 熊猫 熊孩 白色 白天 白条 白酒 白白 白糖 白领 白搭 江浙 江湖 段时 段落 "
    "雷达 雷同 "
    "龙虾 龙头 龙井 史上 史无 陶瓷 贺卡 毛病 毛巾 毛衣 毛毯 毛绒 毛呢 顾客 顾问 顾及 万一 万元 万分 万能 万事 万达 "
    "武侠 武器 "
    "万万 高峰 高一 付一 毛线 白瓷 黄牌 米白 全班 区域 常来 感谢 多谢 致谢 班主 请问 钱包 钱款 戴着 戴上 戴尔 戴森 "
    "严重 严格 严禁 严肃 莫名 莫非 向您 向你 向上 向下 向前 向后 向客 向商 常用 "
    "常见 "
    "常常 常规 "
    "常温 常年 常识 温度 温馨 温和 温水 康复 施工 文件 文字 文具 文本 牛奶 牛肉 牛仔 牛皮 安全 安装 安排 安心 安静 "
    "安卓 安检 "
    "齐全 易碎 易坏 易燃 伍佰 颜色 章程 殷勤 关于 关注 关系 关闭 关机 关联 焦急 左右 左边 祝您 祝你 祝好 祝福 祝贺 "
    "祝生 祝商 "
    "包装 包裹 包邮 包括 包含 包包 包退 宁可 尚未 符合 舒服 舒适 纪念 梅花 童装 童鞋 凌晨 毕竟 毕业 单子 单号 单价 "
    "单品 单独 "
    "单位 单据 季节 季度 涂料 成功 成本 成品 成分 成人 成交 谷歌 曲线 路上 路过 路由 游戏 游客 辛苦 管理 管家 管道 "
    "柴油 华东 "
    "华为 华北 房间 房东 房子 解决 解释 解除 解锁 时间 时候 时常 农历 农村 司机 古代 简单 简直 车辆 车子 车牌 车间 "
    "项目 项链 "
    "连接 连续 连衣 芦荟 商家 商品 商城 商务 商场 商店 费用 费力 冷静 冷冻 冷藏 卫生 卫衣 全部 全国 全新 全额 全款 "
    "全家 全体 "
    "全程 全是 全都 应该 应当 应急 沙发 荣誉 师傅 师父 和平 和你 和我 边框 查询 查看 查收 查到 查下 迟到 官方 官网 "
    "封面 封口 "
    "鞠躬 乐意 乐观 南方 储存 原来 原因 原价 原装 原路 原样 原件 燕麦 连锁 麻烦 麻煩 明天 明白 明显 明年 时效 申请 "
    "申通 强调 "
    "经理 平时 平台 成都 舒心 祝愿 欧洲 欧美 计算 计划 台灣 台湾 段大 商量 商讨 商议 权限 信息 信用 展示 银行 银色 "
    "由于 "
    "由此 练习 修理 "
    "修改 "
    "後天 後來 單號 單子 時間 時候 馬上 關於 關注 應該 費用 顏色 連續 項目 車牌 許多 萬一 錢包 嚴重 韓國 賀卡 陸續";

constexpr std::u32string_view kFunctionWords =
    U"的了是在有和想要我你他她这這那就也都不没沒手电電地住今昨买買收退换說说请請把被给給对從从到为為叫先女您反投签簽代"
    U"来來申等";
/// Words that go on with a sentence behind a name; some are given names too, so they only end one.
constexpr std::u32string_view kFollowing =
    U"一查打接态態沟溝拿寄发發服处處到在下问問告因已未又再才后前上去回投诉购購订訂付留填写寫与與";
/// No given name even where the line says that it is a name.
constexpr std::u32string_view kNeverInNames = U"的了是我你您他她这這那就也都不没沒吗嗎呢吧啊哦呀";
constexpr std::u32string_view kPlaceEndings = U"省市区县镇乡村路街道号店區縣鎮鄉號";
/// What may stand right before a name: 由李雷代收, 写李雷收, 同事李雷.
constexpr std::u32string_view kWordsBefore = U"由是给給写寫找请請让讓被叫为為和跟与與员員";

constexpr auto kNotNameWords = std::to_array<std::string_view>(
    {"yes",        "unknown",      "none",         "new",    "available", "see",    "using",    "windows",  "shirt",
     "dress",      "blue",         "red",          "green",  "pink",      "hong",   "united",   "north",    "south",
     "east",       "west",         "san",          "los",    "las",       "great",  "accounts", "payable",  "care",
     "center",     "centre",       "office",       "desk",   "bye",       "main",   "size",     "customer", "service",
     "support",    "team",         "sales",        "please", "thank",     "thanks", "looking",  "have",     "order",
     "sent",       "the",          "this",         "that",   "my",        "your",   "our",      "we",       "you",
     "it",         "is",           "tel",          "phone",  "mobile",    "email",  "mail",     "call",     "contact",
     "whatsapp",   "regards",      "best",         "kind",   "dear",      "hello",  "hi",       "not",      "very",
     "still",      "waiting",      "from",         "to",     "with",      "for",    "and",      "or",       "of",
     "in",         "on",           "at",           "by",     "all",       "sir",    "madam",    "there",    "manager",
     "department", "returns",      "amazon",       "ebay",   "paypal",    "china",  "germany",  "home",     "address",
     "name",       "company",      "ltd",          "inc",    "gmbh",      "hope",   "wish",     "nice",     "good",
     "again",      "soon",         "reply",        "what",   "why",       "when",   "how",      "just",     "unhappy",
     "happy",      "disappointed", "unacceptable", "street", "road",      "avenue", "room",     "building", "wrong",
     "re",         "fwd",          "subject",      "date",   "cc",        "bcc",    "mr",       "mrs",      "ms",
     "delivery",   "shipping",     "billing",      "refund", "product",   "admin",  "info",     "shop",     "store",
     "everyone",   "friend",       "user",         "member", "buyer",     "seller", "tracking", "number"});

const std::unordered_set<std::string_view>& ordinary_words() {
  static const auto kSet = [] {
    std::unordered_set<std::string_view> words;
    for (std::size_t at = 0; at < kOrdinaryWords.size(); at += 2 * kHan + 1)
      words.insert(kOrdinaryWords.substr(at, 2 * kHan));
    return words;
  }();
  return kSet;
}

bool is_one_of(char32_t c, std::u32string_view list) { return list.find(c) != std::u32string_view::npos; }

bool holds_one_of(std::string_view characters, std::u32string_view list) {
  for (std::size_t at = 0; at < characters.size();) {
    if (is_one_of(next_character(characters, at), list)) return true;
  }
  return false;
}

bool is_all_han(std::string_view characters) {
  for (std::size_t at = 0; at < characters.size();) {
    if (!is_han(next_character(characters, at))) return false;
  }
  return characters.size() % kHan == 0;
}

bool is_latin_letter(char32_t c) { return is_ascii_letter(c) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7); }
bool is_capital(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

/// After "John", "O'Brien", "Jean-Luc", "J."; 0 when no word with a capital stands there, or one that is no name.
std::size_t latin_word_end(std::string_view text, std::size_t at) {
  if (!is_capital(peek(text, at))) return 0;
  std::string plain;
  std::size_t end = at;
  while (end < text.size() && plain.size() <= 32) {
    std::size_t next = end;
    const char32_t c = to_half_width(next_character(text, next));
    const bool joins = (c == '\'' || c == '-' || c == 0x2019) && is_latin_letter(peek(text, next));
    if (!is_latin_letter(c) && !joins) break;
    text::append_code_point(plain, c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    end = next;
  }
  if (plain.size() > 32 || is_ascii_digit(peek(text, end)) || peek(text, end) == '_') return 0;
  if (std::find(kNotNameWords.begin(), kNotNameWords.end(), plain) != kNotNameWords.end()) return 0;
  if (plain.size() == 1 && peek(text, end) == '.') ++end;
  return end;
}

}  // namespace

bool is_function_word(char32_t character) { return is_one_of(character, kFunctionWords); }

bool may_stand_before_name(char32_t character) { return !is_han(character) || is_one_of(character, kWordsBefore); }

bool begins_with_ordinary_word(std::string_view run) {
  return run.size() >= 2 * kHan && ordinary_words().contains(run.substr(0, 2 * kHan));
}

bool is_chinese_name(std::string_view run, NameEvidence evidence) {
  const std::size_t surname = surname_length(run);
  if (surname == 0 || !is_all_han(run)) return false;
  const std::size_t given = (run.size() - surname) / kHan;
  if (given < 1 || given > 2) return false;
  const bool in_sentence = evidence == NameEvidence::kSentence;
  if (holds_one_of(run.substr(surname), in_sentence ? kFunctionWords : kNeverInNames)) return false;
  if (surname == kHan && begins_with_ordinary_word(run)) return false;
  if (!title_at_end(run).empty() || province_length(run) > 0) return false;
  if (surname == kHan && city_name_length(run) > 0) return false;
  return !holds_one_of(run.substr(run.size() - kHan), kPlaceEndings);
}

std::size_t chinese_name_end(std::string_view text, std::size_t at, NameEvidence evidence) {
  const std::size_t surname = surname_length(text.substr(at, 2 * kHan));
  if (surname == 0) return 0;
  for (std::size_t given = 2; given >= 1; --given) {
    const std::size_t end = at + surname + given * kHan;
    if (end > text.size() || !is_chinese_name(text.substr(at, end - at), evidence)) continue;
    const char32_t behind = peek(text, end);
    if (!is_han(behind)) return end;
    if (evidence == NameEvidence::kSentence && (is_function_word(behind) || is_one_of(behind, kFollowing))) return end;
  }
  return 0;
}

std::size_t chinese_name_begin(std::string_view text, std::size_t end) {
  std::array<std::size_t, 5> begins{};  // of one to five characters
  std::size_t characters = 0;
  std::size_t place = end;
  while (characters < begins.size() && place > 0) {
    std::size_t begin = place;
    if (!is_han(previous_code_point(text, begin))) break;
    begins[characters++] = place = begin;
  }
  for (std::size_t size = std::min<std::size_t>(characters, 4); size >= 2; --size) {
    const std::size_t begin = begins[size - 1];
    if (!is_chinese_name(text.substr(begin, end - begin), NameEvidence::kSentence)) continue;
    if (may_stand_before_name(peek_back(text, begin))) return begin;
  }
  return end;
}

std::size_t latin_name_end(std::string_view text, std::size_t at, std::size_t least) {
  std::size_t end = 0;
  std::size_t words = 0;
  for (std::size_t place = at; words < 4; ++words) {
    const std::size_t word = latin_word_end(text, place);
    if (word == 0) break;
    end = word;
    if (peek(text, word) != ' ') {
      ++words;
      break;
    }
    place = word + 1;
  }
  const bool is_letter = end == at + 1;  // "N/A"
  return words >= least && !is_letter ? end : 0;
}

std::size_t latin_name_begin(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  for (std::size_t letters = 0; begin > 0 && letters < 64; ++letters) {
    std::size_t place = begin;
    const char32_t c = previous_code_point(text, place);
    if (!is_latin_letter(c) && c != ' ' && c != '\'' && c != '-' && c != '.') break;
    begin = place;
  }
  while (begin < end) {  // the words before the name may be of any kind: "Please call John Smith"
    if (is_capital(peek(text, begin)) && latin_name_end(text, begin, 2) == end) return begin;
    const std::size_t blank = text.substr(begin, end - begin).find(' ');
    if (blank == std::string_view::npos) return end;
    begin += blank + 1;
  }
  return end;
}

}  // namespace frontdesk::privacy
