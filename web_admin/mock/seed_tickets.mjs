// Sample tickets in Chinese and English. Names, numbers and addresses are invented and already masked, as the real
// server would send them.
import { newId, stamp } from './store.mjs';

const samples = [
  {
    subject: '支付时提示网络错误，订单未生成',
    name: '*先生',
    priority: 'P1',
    type: 'function_fault',
    phase: 'in_sale',
    topic: '支付',
    due: -12,
    started: -132,
    unread: true,
    owner: 'limin',
    plugin: 'email',
    text: '您好，我今天下单时支付页面提示“网络错误”，款已扣但订单没有生成。订单号 DD20240315001，我的电话 *******5678，请尽快处理！',
    files: 1,
  },
  {
    subject: '未接来电：请回电 *******8000',
    name: '新客户',
    priority: 'P2',
    type: 'service_experience',
    due: 13,
    started: -60,
    unread: true,
    plugin: 'phone',
    text: '来电未接通，请尽快回电。',
  },
  {
    subject: '退换货流程太繁琐，等了三天没人理',
    name: '*女士',
    priority: 'P2',
    type: 'complaint',
    phase: 'after_sale',
    topic: '退换货',
    due: 48,
    started: -200,
    unread: true,
    plugin: 'chat',
    text: '申请退货三天了，没有人联系我。客服电话一直占线，我要投诉！',
  },
  {
    subject: '收到的商品颜色与图片不符，要求换货',
    name: '*女士',
    priority: 'P3',
    type: 'consultation',
    phase: 'after_sale',
    topic: '换货',
    due: 190,
    started: -60,
    owner: 'wangqiang',
    plugin: 'shop',
    text: '我买的是深蓝色，收到的是黑色，请安排换货。',
  },
  {
    subject: 'Where is my parcel? Tracking not updated since Monday',
    name: 'J***',
    priority: 'P3',
    type: 'consultation',
    phase: 'in_sale',
    topic: 'Delivery',
    due: 300,
    started: -120,
    plugin: 'email',
    html: true,
    text: 'Hello,\n\nmy tracking page has not changed since Monday. Could you please check where the parcel is? You can reach me at j***@***.test.\n\nMany thanks',
  },
  {
    subject: '会员积分怎么计算？',
    name: '*先生',
    priority: 'P3',
    type: 'consultation',
    phase: 'pre_sale',
    topic: '会员',
    due: 1500,
    started: -180,
    state: 'waiting_customer',
    paused: true,
    owner: 'limin',
    plugin: 'chat',
    text: '请问消费多少可以得一个积分？',
  },
  {
    subject: '申请退货：耳机左侧无声',
    name: '*女士',
    priority: 'P3',
    type: 'function_fault',
    phase: 'after_sale',
    topic: '退货',
    due: 1440,
    started: -400,
    state: 'waiting_department',
    owner: 'limin',
    plugin: 'shop',
    text: '耳机左边没有声音，换了手机也一样。',
  },
  {
    subject: '发票抬头开错，需要重开',
    name: '*先生',
    priority: 'P3',
    type: 'consultation',
    phase: 'after_sale',
    topic: '发票',
    due: 1700,
    started: -1500,
    plugin: 'email',
    text: '发票抬头应为公司名称，请帮忙重开，谢谢。',
  },
  {
    subject: 'Refund was promised last week but nothing arrived',
    name: 'M*** R***',
    priority: 'P2',
    type: 'complaint',
    phase: 'after_sale',
    topic: 'Refund',
    due: 95,
    started: -300,
    unread: true,
    plugin: 'email',
    text: 'You promised a refund of 39.90 last week. My bank shows nothing. Please tell me when it will come.',
  },
  {
    subject: '登录时收不到验证码',
    name: '*小姐',
    priority: 'P1',
    type: 'function_fault',
    phase: 'pre_sale',
    topic: '登录',
    due: 22,
    started: -40,
    unread: true,
    plugin: 'chat',
    text: '试了很多次都收不到短信验证码，手机号 138****8000。',
  },
  {
    subject: 'The app closes when I open my orders',
    name: 'A***',
    priority: 'P2',
    type: 'function_fault',
    phase: 'in_sale',
    topic: 'App',
    due: 700,
    started: -100,
    owner: 'emma',
    plugin: 'email',
    text: 'Since the last update the app closes as soon as I open the order list.',
  },
  {
    subject: '包装破损，少了一个配件',
    name: '*先生',
    priority: 'P2',
    type: 'service_experience',
    phase: 'after_sale',
    topic: '配件',
    due: 260,
    started: -90,
    plugin: 'shop',
    text: '外箱破了，打开后发现少了充电线。',
    files: 2,
  },
];

const pad = (number, width) => String(number).padStart(width, '0');

function day() {
  return new Date().toISOString().slice(0, 10).replaceAll('-', '');
}

export function makeMessage(store, ticket, kind, author, role, text, minutes, extra = {}) {
  const message = {
    id: newId(store),
    ticket_id: ticket.id,
    kind,
    author: { name: author, role },
    created_at: stamp(minutes),
    sent_at: kind === 'inbound' ? stamp(minutes - 1) : null,
    text,
    quoted: '',
    has_html: false,
    has_remote_images: false,
    delivery: null,
    attachments: [],
    automatic: false,
    unreadable: false,
    event: null,
    ...extra,
  };
  store.messages.get(ticket.id).push(message);
  ticket.message_count = store.messages.get(ticket.id).filter((one) => one.kind !== 'system').length;
  ticket.attachment_count += message.attachments.length;
  if (kind !== 'system') {
    ticket.last_message_at = message.created_at;
    ticket.preview = text.slice(0, 120);
  }
  return message;
}

export function makeEvent(store, ticket, name, kind, from, to, minutes = 0) {
  return makeMessage(store, ticket, 'system', name, 'system', '', minutes, {
    event: { kind, from: from ?? '', to: to ?? '' },
  });
}

function makeClocks(store, sample) {
  const clock = (kind, state, started, due, met = null) => ({
    id: newId(store),
    kind,
    state,
    started_at: stamp(started),
    due_at: stamp(due),
    met_at: met === null ? null : stamp(met),
    breached_at: state === 'breached' ? stamp(due) : null,
  });
  const state = sample.paused ? 'paused' : sample.due < 0 ? 'breached' : 'running';
  return [
    clock('acknowledge', 'met', sample.started, sample.started + 15, sample.started + 2),
    clock('response', state, sample.started, sample.due),
    clock('resolve', sample.paused ? 'paused' : 'running', sample.started, sample.started + 1440),
  ];
}

function files(store, count) {
  const names = ['支付页面截图.png', '订单凭证.pdf'];
  return names.slice(0, count).map((name, index) => ({
    id: newId(store),
    name,
    mime: index ? 'application/pdf' : 'image/png',
    size: 48_210 + index * 130_000,
    inline: false,
  }));
}

function fillStory(store, ticket, sample) {
  const at = sample.started;
  makeMessage(store, ticket, 'inbound', sample.name, 'customer', sample.text, at, {
    attachments: files(store, sample.files ?? 0),
    has_html: Boolean(sample.html),
    has_remote_images: Boolean(sample.html),
    quoted: sample.html ? 'On Monday the shop wrote:\n> Your parcel is on its way.' : '',
  });
  makeEvent(store, ticket, 'Frontdesk', 'created', null, null, at);
  makeEvent(store, ticket, 'Frontdesk', 'clock_met', null, 'acknowledge', at + 2);
  if (!ticket.owner) return;
  makeEvent(store, ticket, ticket.owner.display_name, 'claimed', null, null, at + 3);
  makeMessage(
    store,
    ticket,
    'note',
    ticket.owner.display_name,
    'agent',
    '已转技术支持（支付模块），请 1 小时内给出初步排查结果。',
    at + 10,
  );
  makeMessage(
    store,
    ticket,
    'outbound',
    ticket.owner.display_name,
    'agent',
    '非常理解您遇到这个问题的心情。我们已联系技术同事核实情况，预计 2 小时内给您答复，请放心。',
    at + 16,
    {
      delivery: { state: 'delivered', reason: '', attempts: 1, next_attempt_at: null },
    },
  );
  if (sample.topic === '支付') {
    makeMessage(
      store,
      ticket,
      'outbound',
      ticket.owner.display_name,
      'agent',
      '补充：请您暂时不要重复付款。',
      at + 20,
      {
        delivery: { state: 'failed', reason: 'connection_refused', attempts: 5, next_attempt_at: null },
      },
    );
    makeMessage(store, ticket, 'outbound', ticket.owner.display_name, 'agent', '已为您加急处理。', at + 24, {
      delivery: { state: 'unknown', reason: 'unknown_outcome', attempts: 1, next_attempt_at: null },
    });
  }
}

export function addTicket(store, sample, index) {
  const owner = store.users.find((user) => user.name === sample.owner);
  const channel = store.channels.find((one) => one.plugin.endsWith(sample.plugin)) ?? store.channels[0];
  const clocks = makeClocks(store, sample);
  const ticket = {
    id: newId(store),
    number: `P${day()}${pad(index + 1, 3)}`,
    version: 1,
    subject: sample.subject,
    state: sample.state ?? (owner ? 'open' : 'new'),
    priority: sample.priority,
    type: sample.type,
    phase: sample.phase ?? null,
    topic: sample.topic ?? '',
    channel: { id: channel?.id ?? '1', name: channel?.name ?? '邮件', plugin: channel?.plugin ?? 'email' },
    customer: { id: newId(store), number: `C${day()}${pad(index + 1, 2)}`, name: sample.name },
    owner: owner ? { id: owner.id, display_name: owner.display_name } : null,
    created_at: stamp(sample.started),
    updated_at: stamp(sample.started + 20),
    last_message_at: null,
    preview: '',
    message_count: 0,
    attachment_count: 0,
    unread: Boolean(sample.unread),
    clocks,
    round: 1,
    identities: [
      { kind: 'phone', display: '*******5678' },
      { kind: 'email', display: 'a***@***' },
    ],
    reply_to: { display: sample.name },
    unreadable: false,
  };
  store.messages.set(ticket.id, []);
  store.tickets.push(ticket);
  fillStory(store, ticket, sample);
  return ticket;
}

export function seedTickets(store, extra) {
  samples.forEach((sample, index) => addTicket(store, sample, index));
  for (let index = 0; index < extra; index += 1) {
    const sample = samples[index % samples.length];
    addTicket(
      store,
      { ...sample, owner: undefined, due: 400 + index, started: -30, unread: index % 5 === 0 },
      samples.length + index,
    );
  }
}
