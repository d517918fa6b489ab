// ChatItems: short messages of a Chinese shop's customers, as a chat plugin submits them. 65 of 100 begin a new
// conversation, the others go on with a recent one. The same seed gives the same items.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "base/time.h"
#include "desk/inbound/item.h"

namespace frontdesk::bench {

class ChatItems {
 public:
  explicit ChatItems(std::uint32_t seed, unsigned new_of_100 = 65) : random_(seed), new_of_100_(new_of_100) {}

  desk::InboundItem next(Micros now) {
    desk::InboundItem item;
    const std::string number = std::to_string(++count_);
    const bool begins = talks_.empty() || random_() % 100 < new_of_100_;
    if (begins) talks_.push_back({"talk-" + number, random_() % std::max<std::size_t>(count_, 50)});
    const Talk& talk =
        talks_[begins ? talks_.size() - 1 : talks_.size() - 1 - random_() % std::min<std::size_t>(talks_.size(), 2000)];
    item.dedup_key = "chat-" + number;
    item.message_key = item.dedup_key;
    item.conversation_key = talk.key;
    item.author.key = "customer-" + std::to_string(talk.customer);
    item.author.display = kFamilyNames[talk.customer % std::size(kFamilyNames)] + words(2);
    item.sent_at = item.received_at = now.count();
    item.subject = words(4);
    std::string text =
        words(14) + "，" + words(16) + "。订单 DD" + std::to_string(20'240'000'000'000 + random_() % 1'000'000'000);
    item.parts = {{desk::PartRole::kBody, "text/plain", std::move(text)}};
    return item;
  }

 private:
  struct Talk {
    std::string key;
    std::size_t customer;
  };

  std::string words(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += kWords[random_() % std::size(kWords)];
    return out;
  }

  static constexpr const char* kFamilyNames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄"};
  static constexpr const char* kWords[] = {
      "退款", "快递", "物流", "订单", "发货", "收到", "尺码", "颜色", "质量", "问题", "客服", "回复",
      "申请", "售后", "换货", "包装", "破损", "优惠", "发票", "地址", "修改", "取消", "付款", "失败",
      "等待", "三天", "昨天", "今天", "还没", "麻烦", "尽快", "处理", "谢谢", "请问", "可以", "不能",
      "怎么", "什么", "时候", "仓库", "商品", "少了", "一件", "衣服", "鞋子", "手机", "屏幕", "充电",
      "电池", "耳机", "保修", "证书", "正品", "赠品", "漏发", "运费", "承担", "补偿", "价格", "差价"};

  std::mt19937 random_;
  const unsigned new_of_100_;
  std::size_t count_ = 0;
  std::vector<Talk> talks_;
};

}  // namespace frontdesk::bench
