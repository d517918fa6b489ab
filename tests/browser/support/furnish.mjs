// A shop in the middle of its day: the rehearsal customers wrote, colleagues work, and each kind of mark is there once.
import { crc32, deflateSync } from 'node:zlib';
import { Session } from '../../integration/desk/rest.mjs';
import { until } from '../../integration/desk/waiting.mjs';
import { owner } from './desk.mjs';

const shopkeepers = [
  { name: 'limin', display_name: '李敏', password: 'quiet river stone 42', roles: ['agent'] },
  { name: 'wangqiang', display_name: '王强', password: 'yellow maple leaf 93', roles: ['agent'] },
  { name: 'zhao', display_name: '赵经理', password: 'tall paper lamp 615', roles: ['supervisor'] },
];

function chunk(kind, bytes) {
  const body = Buffer.concat([Buffer.from(kind), bytes]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(bytes.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A picture of this size: slanted stripes, so that scaling and cropping are seen. */
export function makePng(width, height, [red, green, blue] = [40, 110, 190]) {
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) {
      const light = (x + y) % 48 < 24 ? 1 : 0.6;
      row.set([red * light, green * light, blue * light], 1 + x * 3);
    }
    rows.push(row);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function addPeople(admin) {
  for (const person of shopkeepers) await admin.post('/users', { language: 'zh-CN', ...person });
  return (await admin.get('/agents')).items;
}

async function letCustomersWrite(desk) {
  await desk.writeSamples();
  await desk.write({
    subject: '收到的杯子碎了，附照片',
    text: '您好，今天收到的杯子碎了两只，照片见附件。订单 DD20240315021，电话 13800138000。',
    attachments: [
      { name: '杯子正面.png', mime: 'image/png', bytes: makePng(640, 420) },
      { name: '杯子底部.png', mime: 'image/png', bytes: makePng(420, 640, [190, 90, 60]) },
      { name: '装箱单.txt', mime: 'text/plain', bytes: Buffer.from('2 只杯子') },
    ],
  });
  await desk.write({
    subject: '大家看一下这个报价',
    text: '请看附件里的报价，抄送了我的同事。',
    headers: { Cc: 'colleague@customers.test, second@customers.test' },
  });
}

async function workOnSome(admin, tickets, colleagues) {
  const find = (part) => tickets.find(({ subject }) => subject.includes(part));
  const act = async (ticket, verb, body = {}) => {
    const { version } = await admin.get(`/tickets/${ticket.id}`);
    const answer = await admin.write('POST', `/tickets/${ticket.id}/${verb}`, version, body, {
      'Idempotency-Key': `${ticket.id}-${verb}`,
    });
    if (answer.status >= 400) throw new Error(`${verb}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const [broken, payment, parcel, points] = ['杯子', '支付', 'parcel', '积分'].map(find);
  const limin = colleagues.find(({ display_name: name }) => name === '李敏');
  if (broken) {
    await act(broken, 'claim');
    await act(broken, 'notes', { text: '已请仓库核对装箱记录，下午给结果。' });
    await act(broken, 'replies', { text: '您好，非常抱歉。我们正在核对装箱记录，今天下午给您答复。' });
  }
  if (payment) await act(payment, 'assign', { owner_id: limin.id });
  if (parcel) await act(parcel, 'replies', { text: 'Thank you for writing. We have asked the carrier.' });
  if (points) await act(points, 'resolve');
}

/** Sets up the desk that nobody has set up yet, without its pages. Returns a session of the first person. */
async function setUpBehindThePages(desk) {
  const admin = new Session(desk.url);
  const { name, password } = owner;
  const words = { display_name: '陈主管', also_answers: true, company: '演示小店' };
  const body = { token: desk.token, name, password, ...words };
  await admin.request('POST', '/api/v1/setup', { body });
  await admin.signIn(owner);
  return admin;
}

/** A fresh desk is set up and comes into the middle of a day. */
export async function furnish(desk) {
  const admin = await setUpBehindThePages(desk);
  const colleagues = await addPeople(admin);
  const config = desk.shop.mailboxConfiguration();
  const channel = await admin.post('/channels', { plugin: 'io.frontdesk.email', name: '演示邮箱', config });
  const isWell = async () => (await admin.get(`/channels/${channel.id}`)).state === 'ok';
  await until('the channel is well', isWell);
  await letCustomersWrite(desk);
  const all = () => admin.all('/tickets?view=all');
  await until('every mail is a ticket', async () => (await all()).length >= 8);
  await workOnSome(admin, await all(), colleagues);
  admin.close();
}
