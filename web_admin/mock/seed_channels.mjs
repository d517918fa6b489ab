// Plugins and channels of the mock. The mail schema uses every construct of the form profile.
import { newId, stamp } from './store.mjs';

const words = (en, zh, enHelp, zhHelp) => ({
  'x-fd-i18n': { en: { title: en, help: enHelp }, 'zh-CN': { title: zh, help: zhHelp } },
});

const security = {
  type: 'string',
  enum: ['tls', 'starttls', 'none'],
  default: 'tls',
  'x-fd-i18n': {
    en: {
      title: 'Encryption',
      choices: {
        tls: 'TLS from the start',
        starttls: 'STARTTLS',
        none: 'None (only inside your own network)',
      },
    },
    'zh-CN': {
      title: '加密方式',
      choices: { tls: '全程 TLS', starttls: 'STARTTLS', none: '不加密（仅限内网）' },
    },
  },
};

const server = (port, enTitle, zhTitle, order) => ({
  type: 'object',
  'x-fd-order': order,
  ...words(enTitle, zhTitle),
  required: ['host', 'port'],
  properties: {
    host: {
      type: 'string',
      format: 'hostname',
      minLength: 1,
      maxLength: 253,
      'x-fd-order': 1,
      ...words('Server', '服务器', 'For example imap.example.com', '例如 imap.example.com'),
    },
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65535,
      default: port,
      'x-fd-order': 2,
      ...words('Port', '端口'),
    },
    security: { ...security, 'x-fd-order': 3 },
  },
});

const provider = (id, en, zh, values) => ({ id, ...words(en, zh), values });

export const mailSchema = {
  type: 'object',
  'x-fd-presets': [
    provider('qq', 'QQ Mail', 'QQ 邮箱', {
      'imap.host': 'imap.qq.com',
      'imap.port': 993,
      'smtp.host': 'smtp.qq.com',
      'smtp.port': 465,
      'sign_in.method': 'password',
    }),
    provider('microsoft', 'Microsoft 365', 'Microsoft 365', {
      'imap.host': 'outlook.office365.com',
      'smtp.host': 'smtp.office365.com',
      'smtp.port': 587,
      'smtp.security': 'starttls',
      'sign_in.method': 'oauth',
    }),
  ],
  required: ['address', 'imap', 'smtp', 'sign_in'],
  properties: {
    address: {
      type: 'string',
      format: 'email',
      maxLength: 254,
      'x-fd-order': 1,
      'x-fd-group': 'mailbox',
      ...words('Mail address', '邮箱地址', 'Customers write to this address.', '客户发邮件到此地址。'),
    },
    display_name: {
      type: 'string',
      maxLength: 80,
      'x-fd-order': 2,
      'x-fd-group': 'mailbox',
      ...words('Sender name', '发件人名称'),
    },
    sign_in: {
      type: 'object',
      'x-fd-order': 3,
      ...words('Sign in', '登录方式'),
      oneOf: [
        {
          properties: {
            method: { const: 'password' },
            user: {
              type: 'string',
              'x-fd-order': 1,
              ...words('User', '用户名', 'Usually the mail address.', '通常是邮箱地址。'),
            },
            password: {
              type: 'string',
              minLength: 1,
              'x-fd-secret': true,
              'x-fd-order': 2,
              ...words(
                'Password or authorisation code',
                '密码或授权码',
                'Many Chinese mailboxes need an authorisation code instead of the password.',
                'QQ、163 等邮箱需使用授权码而不是登录密码。',
              ),
            },
          },
          required: ['method', 'user', 'password'],
          ...words('Password', '密码'),
        },
        {
          properties: {
            method: { const: 'oauth' },
            client_id: { type: 'string', minLength: 3, ...words('Client id', '客户端编号') },
            refresh_token: { type: 'string', 'x-fd-secret': true, ...words('Refresh token', '刷新令牌') },
          },
          required: ['method', 'client_id', 'refresh_token'],
          ...words('OAuth 2', 'OAuth 2'),
        },
      ],
    },
    imap: server(993, 'Receiving (IMAP)', '收信（IMAP）', 4),
    smtp: server(465, 'Sending (SMTP)', '发信（SMTP）', 5),
    folders: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      default: ['INBOX'],
      'x-fd-order': 6,
      'x-fd-group': 'reading',
      ...words('Folders', '文件夹', 'Which folders are read.', '读取哪些文件夹。'),
    },
    interval: {
      type: 'integer',
      minimum: 15,
      maximum: 3600,
      default: 60,
      'x-fd-order': 7,
      'x-fd-group': 'reading',
      ...words('Seconds between two looks', '查收间隔（秒）'),
    },
    history: {
      type: 'boolean',
      default: false,
      'x-fd-order': 8,
      'x-fd-group': 'reading',
      ...words('Read older mail too', '同时读取历史邮件'),
    },
    history_days: {
      type: 'integer',
      minimum: 1,
      maximum: 365,
      default: 7,
      'x-fd-order': 9,
      'x-fd-group': 'reading',
      'x-fd-show-if': { history: true },
      ...words('How many days back', '读取最近多少天'),
    },
  },
  'x-fd-groups': {
    mailbox: { en: 'Mailbox', 'zh-CN': '邮箱' },
    reading: { en: 'Reading', 'zh-CN': '读取' },
  },
};

const files = (name, state) => ({
  path: `/usr/lib/frontdesk/plugins/${name}/${name}.so`,
  library_sha256: 'c0ffee'.repeat(11).slice(0, 64),
  approval: {
    state,
    library_sha256: (state === 'changed' ? 'decade' : 'c0ffee').repeat(11).slice(0, 64),
    version: '0.9.0',
    approved_at: stamp(-60 * 24 * 20),
  },
});

export const plugins = [
  {
    id: 'com.frontdesk.email',
    version: '1.0.0',
    names: { 'zh-CN': '电子邮件', en: 'E-mail' },
    descriptions: {
      'zh-CN': '通过 IMAP 收信、SMTP 发信，适用于各类邮箱。',
      en: 'Reads a mailbox by IMAP and answers by SMTP.',
    },
    capabilities: ['send'],
    receive: ['poll'],
    config_schema: mailSchema,
    ...files('email', 'approved'),
  },
  {
    id: 'com.frontdesk.phone',
    version: '0.9.0',
    names: { 'zh-CN': '电话记录', en: 'Phone log' },
    descriptions: { 'zh-CN': '手工登记来电。', en: 'Calls written down by hand.' },
    capabilities: [],
    receive: ['manual'],
    config_schema: { type: 'object', properties: { line: { type: 'string', ...words('Line', '线路') } } },
    ...files('phone', 'approved'),
  },
];

function channel(store, plugin, name, extra) {
  const made = {
    id: newId(store),
    plugin,
    name,
    enabled: true,
    state: 'ok',
    reason: null,
    last_success_at: stamp(-2),
    next_poll_at: stamp(1),
    activated_at: stamp(-60 * 24 * 20),
    config: {},
    version: 1,
    counters: { received: 1284, pending: 0, failed: 0, outbox: 0 },
    ...extra,
  };
  store.channels.push(made);
  store.ledger.set(made.id, []);
  return made;
}

export function seedChannels(store) {
  const config = {
    address: 'service@example.com',
    sign_in: { method: 'password', user: 'service@example.com', password: { set: true } },
    imap: { host: 'imap.example.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.example.com', port: 465, security: 'tls' },
    folders: ['INBOX'],
    interval: 60,
    history: false,
  };
  const mail = channel(store, 'com.frontdesk.email', '客服邮箱', { config });
  channel(store, 'com.frontdesk.email', 'Support mailbox', {
    state: 'needs_reauth',
    reason: { code: 'auth_failed', text: 'password refused' },
    last_success_at: stamp(-190),
    next_poll_at: null,
    config: { ...config, address: 'support@example.com' },
    counters: { received: 311, pending: 0, failed: 0, outbox: 2 },
  });
  channel(store, 'com.frontdesk.phone', '来电登记', {
    counters: { received: 57, pending: 0, failed: 0, outbox: 0 },
    next_poll_at: null,
  });
  channel(store, 'com.example.shop', '旗舰店', {
    enabled: false,
    state: 'stopped',
    next_poll_at: null,
    counters: { received: 640, pending: 3, failed: 1, outbox: 0 },
  });
  channel(store, 'com.example.chat', '微信服务号', {
    state: 'degraded',
    reason: { code: 'rate_limited', text: 'rate limited' },
  });
  const fates = ['ticket', 'follow_up', 'duplicate', 'quarantined', 'ticket', 'pending'];
  for (let index = 0; index < 130; index += 1) {
    const fate = fates[index % fates.length];
    store.ledger.get(mail.id).push({
      id: newId(store),
      dedup_key: `INBOX/1/${4200 - index}`,
      received_at: stamp(-index * 17),
      fate,
      ticket: null,
      reason: fate === 'quarantined' ? 'mime_too_deep' : '',
    });
  }
}
