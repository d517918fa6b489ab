#include "corpus_words.h"

namespace frontdesk::mailgen {

const Language& simplified() {
  static const Language kWords{
      {"李雷", "韩梅梅", "王小明", "赵铁柱", "陈晓燕", "周杰", "孙丽"},
      {"退款一直没有到账", "商品少发了一件", "物流三天没有更新", "发票抬头需要修改", "咨询会员积分规则",
       "收到的杯子碎了，要求换货并补偿运费，请尽快处理这个问题谢谢", "无法登录账号"},
      {"您好，我上周在贵店购买的商品到现在还没有收到。", "包装盒外面有明显的破损，里面的玻璃杯碎了两只。",
       "请帮我查询一下物流信息，快递单号已经三天没有更新了。", "客服电话一直打不通，等了将近半个小时。",
       "我希望可以全额退款，或者重新补发一件同样的商品。", "如果今天之内没有答复，我会向平台投诉。",
       "发票抬头开错了，麻烦重新开具一张电子发票。", "附件里是我拍的照片，请核实。", "非常感谢你们的耐心解答！",
       "另外想问一下，会员积分什么时候可以到账？", "订单已经付款成功，但是页面显示待支付。"},
      {"订单截图.png", "破损照片.jpg", "电子发票.pdf", "对账明细.xlsx", "聊天记录（完整版）.txt"},
      "回复：",
      "我的联系方式如下："};
  return kWords;
}

const Language& traditional() {
  static const Language kWords{{"林志明", "黃淑芬", "張家豪", "吳美玲"},
                               {"訂單尚未出貨", "商品有瑕疵想要退貨", "詢問發票開立方式", "退款進度查詢"},
                               {"您好，我在貴店訂購的商品至今仍未收到。", "包裝外盒有明顯破損，裡面的杯子也碎了。",
                                "請協助查詢目前的配送進度，謝謝。", "希望能夠全額退款或是重新寄送一件。",
                                "發票抬頭有誤，煩請重新開立。", "等候客服電話將近半小時都沒有人接聽。"},
                               {"訂單截圖.png", "破損照片.jpg", "電子發票.pdf"},
                               "回覆：",
                               "我的聯絡方式如下："};
  return kWords;
}

const Language& japanese() {
  static const Language kWords{
      {"山田太郎", "佐藤花子"},
      {"注文した商品が届きません", "返品についてのお問い合わせ"},
      {"お世話になっております。", "先週注文した商品がまだ届いておりません。", "配送状況を確認していただけますか。",
       "箱が破損しており、中のコップが割れていました。", "返金または交換をお願いいたします。"},
      {"写真.jpg", "領収書.pdf"},
      "Re: ",
      "連絡先は次の通りです。"};
  return kWords;
}

const Language& english() {
  static const Language kWords{
      {"Alice Smith", "Bob Miller", "Carol Jones"},
      {"Where is my order?", "Refund not received", "Damaged parcel, please replace the broken cups in my last order"},
      {"Hello, I ordered two cups last week and nothing has arrived yet.",
       "The box was crushed and both cups are broken.", "Could you please check the tracking number?",
       "I would like a full refund or a replacement.", "Your hotline kept me waiting for half an hour.",
       "Thank you for your patience."},
      {"photo.jpg", "invoice.pdf", "order list.xlsx"},
      "Re: ",
      "You can reach me here:"};
  return kWords;
}

}  // namespace frontdesk::mailgen
