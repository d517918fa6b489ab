#include "privacy/detect/anchors.h"

#include <algorithm>
#include <string>

#include "privacy/detect/characters.h"
#include "privacy/detect/name/surnames.h"

namespace frontdesk::privacy {
namespace {

bool is_letter(unsigned char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }
bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

template <class Text, class Take>
void for_each_word(Text words, Take take) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) take(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

}  // namespace

Anchors::Anchors() {
  for (char32_t c = 0; c < 0x10000; ++c) {
    const bool surrogate = c >= 0xD800 && c < 0xE000;
    const bool is_number = !surrogate && ((!is_han(c) && digit_value(c) >= 0) || disguised_digit_value(c) == 1);
    if (is_number) add(std::u32string_view(&c, 1), kNumberDetector);
  }
  add(U"@＠(（[［#＃", kEmailDetector);
  add(U"市区區县縣", kAddressDetector);
  add_words(U"艾特", kEmailDetector);
  add_latin_words("at_", kEmailDetector);
  add_name_words();
  add_words(
      U"地址 住址 所在 寄到 送到 发到 發到 寄往 家住 我住 住在 搬到 北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙 江苏 "
      U"浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 廣東 "
      U"海南"
      U" 四川 贵州 云南 陕西 甘肃 青海 台湾 臺灣 内蒙 广西 西藏 宁夏 新疆 香港 澳门",
      kAddressDetector);
  add_words(U"验证 驗證 校验 动态 短信 密码 密碼 口令 安全", kSecretDetector);
  add_words(U"微信 薇信 威信 维信 微❤ 绿泡 旺旺 淘宝 抖音 快手 小红", kAccountDetector);
  for (const char32_t province :
       std::u32string_view(U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")) {
    for (char32_t letter = 'A'; letter <= 'Z'; ++letter) {
      for (const char32_t either : {letter, static_cast<char32_t>(letter | 0x20)}) {
        const std::u32string begin = {province, either};
        add_words(begin, kPlateDetector);
      }
    }
  }
  add_latin_words(
      "name full my_name receiver recipient consignee cardholder customer attn contact buyer signed ship deliver i_am "
      "i'm "
      "this from mr. mr_ mrs ms. ms_ herr frau hi_ hello dear regards sincerely cheers thank best faithfully "
      "cordialement "
      "freundlichen passenger sold bill sent guest yours viele liebe talk spoke speak chatted ask call colleague "
      "helped "
      "assisted tell told let can could with by_ met said promised refused wrote replied answered assured",
      kNameDetector);
  add_latin_words("address ship deliver", kAddressDetector);
  add_latin_words(
      "verification security your_code one-time login auth sms otp passcode password passwd pwd cvv cvc cvn pin",
      kSecretDetector);
  add_latin_words("wechat weixin", kAccountDetector);
  add_words(U"生日 出生 生于 生於 生辰", kBirthDetector);
  add_latin_words("birth born dob d.o.b date_of geb", kBirthDetector);
  add_words(U"加我 v❤ V❤ 加薇 加微 加v 加V +v +V v: V: v： V： vx vX Vx VX v信 V信 wx wX Wx WX", kAccountDetector);
  add(U"ｖＶｗＷ", kAccountDetector);
  add(U"ＰｐＣｃＯｏ", kSecretDetector);
  add(U"ＮｎＭｍ", kNameDetector);
}

void Anchors::add_name_words() {
  add(U"@＠", kNameDetector);
  add_words(
      U"收货 收件 收貨 收款 联系 聯繫 聯絡 姓名 客户 客戶 名字 我的 我叫 我是 我姓 免贵 本人 "
      U"寄件 发件 發件 签收 簽收 取件 下单 付款 汇款 匯款 投诉 请人 经办 负责 負責 代收 被保 投保 乘机 乘客 入住 持卡 "
      U"开户 户名 戶名 会员 會員 用户 买家 買家 患者 房客 学生 家长 抬头 递员 派件 派送 配送 寄给 寄給 送给 送給 发给 "
      U"交给 交給 转交 轉交 老公 老婆 我妈 我爸 朋友 同事 女儿 儿子 亲爱 尊敬 敬上 您好 你好 "
      U"先生 女士 小姐 太太 老师 老師 同学 阿姨 师傅 師傅 经理 經理 老板 老闆 主管 主任 店长 医生 律师 大哥 大姐 叔叔 "
      U"收， 收。 收, 收\n 收） 收) 收！ 收: 收： 签字 签名 簽名 落款 来自 鄙人 俺叫 告诉 敝姓 的快 的订 的包 的訂 "
      U"总， 总, 总您 总你 總， 谢谢 謝謝 多谢 感谢 此致 敬礼 敬禮 祝好 商祺 "
      U"—— --",
      kNameDetector);
  for (const char32_t surname : one_character_surnames()) add_words(std::u32string{U'找', surname}, kNameDetector);
  for (const char32_t surname : common_one_character_surnames()) {
    for (const char32_t before : std::u32string_view(U"给給叫帮跟服员户客\n")) {
      add_words(std::u32string{before, surname}, kNameDetector);
    }
  }
  for (const char32_t surname : common_one_character_surnames() + U"欧歐司诸諸慕皇") {
    for (const char32_t before : std::u32string_view(U"和与與跟同让讓请請找由被是问問谢謝诉訴告烦煩的友公婆生太对對替向"
                                                     U"叫给給帮幫过過次天午晚早，。！？；：、,.!?;:")) {
      add_words(std::u32string{before, surname}, kNameDetector);
    }
  }
  for (const char32_t end_of_label : std::u32string_view(U"人者员名客")) {
    for (const char32_t sign : std::u32string_view(U":：|="))
      add_words(std::u32string{end_of_label, sign}, kNameDetector);
  }
}

void Anchors::add(std::u32string_view characters, std::uint8_t detector) {
  for (const char32_t c : characters) {
    looked_at_[c] = true;
    alone_[c] |= detector;
  }
}

void Anchors::add_words(std::u32string_view words, std::uint8_t detector) {
  for_each_word(words, [&](std::u32string_view word) {
    looked_at_[word[0]] = true;
    first_[word[0]] |= detector;
    pairs_[pair_slot(word[0], word[1])] |= detector;
  });
}

void Anchors::add_latin_words(std::string_view words, std::uint8_t detector) {
  for_each_word(words, [&](std::string_view word) {
    for (const char first : {word[0], static_cast<char>(word[0] - 0x20)}) {
      looked_at_[static_cast<unsigned char>(first)] = true;
      first_[static_cast<unsigned char>(first)] |= detector;
    }
    std::string letters(word.substr(0, 3));
    std::replace(letters.begin(), letters.end(), '_', ' ');
    triples_[triple_slot(reinterpret_cast<const unsigned char*>(letters.data()))] = true;
  });
}

std::uint8_t Anchors::detectors_at(std::string_view text, std::size_t at, char32_t c, std::size_t size) const {
  std::uint8_t detectors = alone_[c];
  if (first_[c] == 0) return detectors;
  std::size_t second = at + size;
  if (second >= text.size() && c >= 0x80) return detectors | first_[c];  // a word of one character may end the text
  if (second < text.size()) {
    detectors |= first_[c] & pairs_[pair_slot(c, next_character(text, second))];
  }
  if (c < 0x80 && at + 2 < text.size() && triples_[triple_slot(reinterpret_cast<const unsigned char*>(&text[at]))]) {
    return detectors | first_[c];
  }
  return detectors;
}

Anchor Anchors::next(std::string_view text, std::size_t at) const {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  while (at < text.size()) {
    const unsigned char c = bytes[at];
    char32_t character = c;
    std::size_t size = 1;
    if (c < 0x80) {
      if (!looked_at_[c] || (is_letter(c) && at > 0 && is_letter(bytes[at - 1]))) {
        ++at;
        continue;
      }
    } else if ((c & 0xF0) == 0xE0 && at + 2 < text.size() && is_continuation(bytes[at + 1]) &&
               is_continuation(bytes[at + 2])) {
      character = (c & 0x0FU) << 12 | (bytes[at + 1] & 0x3FU) << 6 | (bytes[at + 2] & 0x3FU);
      size = 3;
    } else if ((c & 0xE0) == 0xC0 && at + 1 < text.size() && is_continuation(bytes[at + 1])) {
      character = (c & 0x1FU) << 6 | (bytes[at + 1] & 0x3FU);
      size = 2;
    } else if (c == 0xF0 && at + 3 < text.size() && bytes[at + 1] == 0x9D && bytes[at + 2] == 0x9F) {
      return {at, kNumberDetector};  // mathematical digits
    }
    if (looked_at_[character]) {
      const std::uint8_t detectors = detectors_at(text, at, character, size);
      if (detectors != 0) return {at, detectors};
    }
    at += size;
  }
  return {text.size(), 0};
}

}  // namespace frontdesk::privacy
