#include "privacy/detect/name/given_names.h"

#include <algorithm>
#include <bitset>
#include <string>
#include <vector>

#include "base/text.h"
#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

// By the yearly name reports of the Ministry of Public Security and common usage; no character that ordinary words of
// shop language often begin with behind a surname.
constexpr std::string_view kCharacters =
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞平刚桂英玉兰秀梅红华建国志明文斌波辉鹏飞宇浩轩子涵梓欣怡思雨佳俊博凯睿晨阳雪婷琳"
    "玲燕萍"
    "莉颖倩蕾薇洁慧雅琪琴云凤春珍珠月珊瑶瑾瑜璐璇晓小永德福林海东新龙家庆祥荣光宏峰亮健康宁兵彬彪仁义诚忠孝良友泰顺铭鑫"
    "森淼焱"
    "炎煜烨晗晴昊昕旭昱曦曼蔓蓉莲荷菊芝芸苗萌茜茹菲莹妍姗婉婵嫣媛妮娇娅姝娴雯霖霏露清泽润浚源渊沛沐泓淑湘滢洛洪淇江川岳"
    "岚峻"
    "崇岩坚航舟翔鸿鹤鹰凌腾骏驰骥骁骞驹扬弘毅武威振兴昌隆茂悦欢喜嘉佑祐佩珮瑞祺祯祎禄寿禧元亨贞乾坤宸奕弈逸轶辕哲喆智聪"
    "锋钧钢铁锦钰铮锐琛琨瑛璞珂玥玟玮琦琰瑗莎莺莘蓓蕊芮芷若菁菀葳蕙茵荔芬芊苒苑馨香韵诗翰学礼胜群伦爱香彩虹艺贤树根宝树"
    "柏松"
    "竹青彤丹娥姣媚惠仪雁鹃莎娣巧勤俭恒贵富财生成发达梁栋培育朝政邦卫民世界绍继承宗维祖恩赐天然自力钊铎镇锴镕桐楠榕槐樱"
    "桃"
    "杏柳柯栩梦琬璟珺瑄晟暄暖旻旷昂景晶璨灿焕烁熠炜烽燃煊尧舜禹涌滔溪潇澜澄澈涧湛沁沫渝汐汝洵源琳冬夏秋雷霆震电奇启"
    "偉麗靜強軍傑濤華國誌輝鵬飛軒凱陽穎潔鳳瑤龍慶榮寧鑫曉蘭銘鋒鋼鐵錦銳張雲馨藝賢樹寶鴻鶴騰駿馳揚興豪婉嫻媽蓮遠志勳聰"
    "楷迪泉远豪皓廷彦霄霁曜朗捷敬恺恬悠憬懿予亦大令君相逸夫田宜枫芹翠猛汉巩黎丰兆侠卿南启唯朋凡乔依诺语嫒乐言伊冉沅沄芯"
    "芙茗莞菡萱葵薷蘅一心可依凡帆";

// The commonest of the national statistics, without those that are words of their own (Mark, Will, Grace, Rose, May).
constexpr std::string_view kLatin =
    "aaron adam adrian alan albert alejandro alex alexander alexandra alice alicia allison amanda amber amelia amy ana "
    "andrea andreas andrew andy angela angelina anita ann anna anne annette annie anthony antonio arthur ashley "
    "barbara "
    "ben benjamin bernard betty beth bob bobby brandon brenda brian bruce bryan caleb cameron carl carla carlos carmen "
    "carol caroline carolyn catherine cecilia charles charlotte chris christian christina christine christopher claire "
    "clara claudia colin connor craig crystal cynthia daniel daniela daniella danny david deborah debra denise dennis "
    "derek diana diane diego dominic donald donna doris dorothy douglas dylan edgar edward edwin eileen elaine elena "
    "eleanor elias elizabeth ella ellen emily emma eric erica erik erin ethan eugene eva evan evelyn felix fernando "
    "fiona frances francesca francis francisco frank franz fred frederick friedrich gabriel gabriela gary gavin "
    "geoffrey george gerald gerard giovanni giulia gloria gordon greg gregory guillermo hannah hans harold harry "
    "heather "
    "hector heinrich heinz helen helena helmut henri henry herbert howard hugo ian ingrid irene irina isaac isabel "
    "isabella ivan jacob jacqueline jacques jake james jamie jan jane janet janice jason javier jean jeff jeffrey "
    "jennifer jeremy jerome jerry jesse jessica jill jim jimmy joan joanna joanne joe joel john johnny jonathan jordan "
    "jorge jose joseph joshua joyce juan judith judy julia julian julie jun jurgen justin karen karin karl karla kate "
    "katherine kathleen kathryn kathy katie kayla keith kelly ken kenneth kevin kim kimberly kurt kyle larry laura "
    "lauren laurent lawrence leah leo leon leonard leslie liam linda lisa logan lois loretta louis louise lucas lucia "
    "lucy luis lukas luke lydia madison manuel marc marcel marco marcus margaret maria marie marilyn marina mario "
    "marion "
    "marjorie martha martin mary mason mateo matt matthew maureen megan melanie melissa michael michel michelle miguel "
    "mike mila mohammed muhammad monica monique nancy natalia natalie natasha nathan nathaniel nicholas nick nicola "
    "nicolas nicole nina noah nora norma norman olga oliver olivia oscar otto owen pablo pamela patricia patrick paul "
    "paula pedro peggy peter philip phillip phyllis pierre rachel ralph ramon raymond rebecca regina renate ricardo "
    "richard rita robert roberto robin rodney roger roland ronald rosa rosemary roy russell ruth ryan samantha samuel "
    "sandra sara sarah scott sean sergei sergio sharon shawn sheila shirley silvia simon sofia sonia sophia sophie "
    "stefan stefanie stephanie stephen steve steven stuart susan suzanne svetlana sylvia tamara tanya tatiana teresa "
    "terry theodore theresa thomas tiffany tim timothy tina todd tom tommy tony tracy travis trevor tyler ulrich "
    "ursula "
    "valentina valeria valerie vanessa vera veronica vicky victor victoria vincent virginia vladimir walter wendy "
    "werner wilhelm william wolfgang yolanda yusuf yvonne zachary zoe "
    "ahmed ali amit fatima hiroshi ibrahim kenji omar ouyang priya rahul raj ravi sanjay takashi yuki "
    "wang zhang liu chen yang huang zhao zhou zhu guo luo zheng liang xie tang deng feng cao peng zeng xiao tian "
    "dong yuan jiang wei yao shen lin wong chan cheung leung lau tsang kwok";

const std::bitset<0x10000>& given_characters() {
  static const auto kMembers = [] {
    std::bitset<0x10000> members;
    for (std::size_t at = 0; at < kCharacters.size();) members[next_character(kCharacters, at) & 0xFFFF] = true;
    return members;
  }();
  return kMembers;
}

const std::vector<std::string_view>& latin_names() {
  static const auto kSorted = [] {
    auto all = text::split(kLatin, ' ');
    std::sort(all.begin(), all.end());
    return all;
  }();
  return kSorted;
}

}  // namespace

bool is_given_name_character(char32_t character) { return character < 0x10000 && given_characters()[character]; }

bool is_latin_given_name(std::string_view word) {
  const std::string small = text::to_lower_ascii(word);
  return std::binary_search(latin_names().begin(), latin_names().end(), std::string_view(small));
}

}  // namespace frontdesk::privacy
