// Mails: composing what customers write, reading what they receive.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const word = (text) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const base64Lines = (bytes) =>
  Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');

/// {from, name, to, subject, text, html, attachments:[{name, mime, bytes}], headers:{…}} → {id, raw}
export function compose({
  from,
  name = '',
  to = 'support@shop.test',
  subject,
  text = '',
  html,
  attachments = [],
  headers = {},
}) {
  const id = `<${randomUUID()}@customers.test>`;
  const head = [
    `Message-ID: ${id}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `From: ${name ? `${word(name)} ` : ''}<${from}>`,
    `To: <${to}>`,
    `Subject: ${word(subject)}`,
    'MIME-Version: 1.0',
    ...Object.entries(headers).map(([key, value]) => `${key}: ${value}`),
  ];
  const parts = [textPart('plain', text)];
  if (html) parts.push(textPart('html', html));
  let body = html ? multipart('alternative', parts) : parts[0];
  if (attachments.length > 0) body = multipart('mixed', [body, ...attachments.map(attachmentPart)]);
  return { id, raw: Buffer.from(`${head.join('\r\n')}\r\n${body}`) };
}

function textPart(kind, text) {
  return `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(text)}\r\n`;
}

function attachmentPart({ name, mime, bytes }) {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return (
    `Content-Type: ${mime}\r\nContent-Disposition: attachment; filename*=utf-8''${encoded}\r\n` +
    `Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(bytes)}\r\n`
  );
}

function multipart(kind, parts) {
  const border = `border-${randomUUID()}`;
  const inner = parts.map((part) => `--${border}\r\n${part}`).join('');
  return `Content-Type: multipart/${kind}; boundary="${border}"\r\n\r\n${inner}--${border}--\r\n`;
}

/// A delivery report (RFC 3464) about the mail with this Message-ID.
export function composeBounce({ about, to, failed }) {
  const report = [
    `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; customers.test\r\n\r\n` +
      `Final-Recipient: rfc822; ${failed}\r\nAction: failed\r\nStatus: 5.1.1\r\n` +
      `Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n`,
    `Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${about}\r\nTo: <${failed}>\r\nSubject: returned\r\n`,
  ];
  const id = `<${randomUUID()}@customers.test>`;
  const body = multipart('report; report-type=delivery-status', [
    textPart('plain', 'The mail could not be delivered.'),
    ...report,
  ]);
  const head = [
    `Message-ID: ${id}`,
    `Date: ${new Date().toUTCString()}`,
    'From: Mail Delivery System <MAILER-DAEMON@customers.test>',
    `To: <${to}>`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
  ].join('\r\n');
  return { id, raw: Buffer.from(`${head}\r\n${body}`) };
}

/// All mails of a Maildir: {headers (lower-case names), parts:[{headers, bytes}], text, raw}.
export function readMaildir(folder) {
  const mails = [];
  for (const sub of ['new', 'cur']) {
    const inner = path.join(folder, sub);
    if (!existsSync(inner)) continue;
    for (const name of readdirSync(inner)) mails.push(parse(readFileSync(path.join(inner, name))));
  }
  return mails;
}

export function parse(raw) {
  const leaves = [];
  const entity = readEntity(raw.toString('latin1'), leaves);
  const plain = leaves.find((leaf) => /^text\/plain/i.test(leaf.headers['content-type'] ?? 'text/plain'));
  return { headers: entity.headers, parts: leaves, text: plain ? plain.bytes.toString('utf8') : '', raw };
}

function readEntity(text, leaves) {
  const [, head, body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(text) ?? [null, text, ''];
  const headers = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const border = /^multipart\/.*boundary="?([^";]+)"?/i.exec(headers['content-type'] ?? '')?.[1];
  if (border) {
    const sections = `\n${body}`.split(`\n--${border}`).slice(1, -1);
    for (const section of sections) readEntity(section.replace(/^\r?\n/, ''), leaves);
  } else {
    leaves.push({ headers, bytes: decode(body, headers['content-transfer-encoding'] ?? '') });
  }
  return { headers };
}

function decode(body, encoding) {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64');
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'latin1');
  const joined = body.replace(/=\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}

/// A header with its encoded words read.
export function readWords(value) {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, text) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decode(text.replace(/_/g, ' '), 'quoted-printable').toString('utf8'),
    );
}
