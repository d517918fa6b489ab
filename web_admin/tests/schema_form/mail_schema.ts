// A configuration schema that uses every construct of the form profile.
import type { JsonSchema } from '../../src/api/types';

const words = (en: string, zh: string, enHelp?: string, zhHelp?: string) => ({
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

const server = (port: number, enTitle: string, zhTitle: string, order: number) => ({
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

const provider = (id: string, en: string, zh: string, values: object) => ({ id, ...words(en, zh), values });

export const mailSchema: JsonSchema = {
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
