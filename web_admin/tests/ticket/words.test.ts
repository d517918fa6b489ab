import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { deliveryReason, eventWords } from '../../src/ticket/words';
import { loadWords } from '../support/render';
import { sampleMessage } from '../support/samples';

beforeAll(() => loadWords('zh-CN'));

test.each([
  ['connection_refused', '无法连接对方服务器。'],
  ['imap_login_auth_failed', '用户名或密码被拒绝。QQ、163 等邮箱需使用授权码而不是登录密码。'],
  [
    'The mail was refused; the server said: 550 5.1.1 no such user [smtp_refused]',
    '邮件服务器拒收此邮件。对方回应：550 5.1.1 no such user',
  ],
  ['The channel gave no reason. [no_reason]', '渠道没有说明原因。'],
])('a reason with a known code is told in our words: %s', (reason, words) => {
  expect(deliveryReason(reason, i18next.t)).toBe(words);
});

test.each(['something_else_entirely', 'It was too cold outside.', 'odd [no_such_code]'])(
  'a reason without one is shown as it is: %s',
  (reason) => expect(deliveryReason(reason, i18next.t)).toBe(reason),
);

const event = (kind: string, name: string, role: 'agent' | 'system', to?: string) =>
  eventWords(
    sampleMessage({
      kind: 'system',
      author: { name, address: '', role },
      event: { kind, from: undefined, to },
    }),
    i18next.t,
  );

test('what the system did by itself names nobody', () => {
  expect(event('reopened', '', 'system', '2')).toBe('收到新消息，工单重新打开');
  expect(event('reopened', '李敏', 'agent', '2')).toBe('李敏 重新打开');
  expect(event('unassigned', '李敏', 'agent')).toBe('李敏 移除负责人');
});

test('who answered for a colleague says for whom', () => {
  expect(event('answered_for', '李敏', 'agent', '王强')).toBe('李敏 代 王强 回复');
});

test('what settles an unknown reply is told in words, with its source', () => {
  const settled = sampleMessage({
    kind: 'system',
    author: { name: '', address: '', role: 'system' },
    event: { kind: 'settled', from: 'answer', to: 'sent' },
  });
  expect(eventWords(settled, i18next.t)).toBe('回复的结果已查明：已发送（客户已回复该邮件）');
});
