// What the daemon checks before a route is asked, in the same order and with the same words: the address, where the
// request comes from, the session, its token, the role, the headers, and the members of the body as described.
import { Contract } from './contract.mjs';
import { readBytes, readCookie, refuse } from './http.mjs';

export const cookieName = 'frontdesk';
export const contract = new Contract();

const roles = {
  work_tickets: ['agent', 'supervisor'],
  see_colleagues: ['agent', 'supervisor', 'admin'],
  see_channels: ['admin', 'supervisor'],
  run_channels: ['admin'],
  run_users: ['admin'],
  read_audit: ['admin', 'supervisor'],
};

export function currentSession(store, request) {
  const session = store.sessions.get(readCookie(request, cookieName));
  return session && !session.user.disabled ? session : null;
}

function checkOrigin(request) {
  const site = request.headers['sec-fetch-site'];
  const same = site ? site === 'same-origin' : request.headers.origin === `http://${request.headers.host}`;
  if (!same) refuse(403, 'forbidden', 'error.origin');
}

/** The operation and the session of a request that may go on; everything else is refused. */
export function admit(store, request, pathname) {
  const { operation, known } = contract.find(request.method, pathname);
  if (!operation) return known ? refuse(405, 'invalid') : refuse(404, 'not_found');
  const writes = request.method !== 'GET';
  if (writes) checkOrigin(request);
  const session = currentSession(store, request);
  const { permission } = operation;
  if (permission === 'anyone' || (permission === 'operate' && !session)) return { operation, session };
  if (!session) return refuse(401, 'unauthorised', 'error.signed_out');
  if (writes && request.headers['x-csrf-token'] !== session.csrf) refuse(403, 'forbidden', 'error.csrf');
  if (roles[permission] && !roles[permission].some((role) => session.user.roles.includes(role)))
    refuse(403, 'forbidden', 'error.forbidden');
  return { operation, session };
}

/** Header fields that an operation needs, other than the version that was seen. */
export function checkHeaders(operation, request) {
  const keys = { 'Idempotency-Key': 'error.request_key', 'X-File-Name': 'error.file_name' };
  for (const { name, schema } of operation.parameters.filter((one) => keys[one.name])) {
    const given = request.headers[name.toLowerCase()] ?? '';
    if (given.length < (schema.minLength ?? 1) || given.length > (schema.maxLength ?? 1024))
      refuse(400, 'invalid', keys[name]);
  }
}

export function checkQuery(operation, query) {
  for (const { name, schema } of operation.parameters.filter((one) => one.in === 'query')) {
    const words = contract.resolve(schema).enum;
    if (!words || !query.get(name) || words.includes(query.get(name))) continue;
    const key = name === 'fate' ? 'error.fate' : 'error.field_type';
    refuse(400, 'invalid', key, { [name]: key });
  }
}

// Judged by the services, which have sentences of their own for them.
const ofServices = ['language', 'theme', 'display_name', 'password'];

function faultOf(name, schema, value) {
  const given = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  const type = schema.type ?? 'string';
  if (given !== type) return 'error.field_type';
  if (name === 'roles') return value.every((role) => schema.items.enum.includes(role)) ? null : 'error.roles';
  if (ofServices.includes(name)) return null;
  if (schema.enum && !schema.enum.includes(value)) return 'error.field_type';
  const length = type === 'string' ? [...value].length : (value.length ?? 0);
  return length > (schema.maxLength ?? schema.maxItems ?? Infinity) ? 'error.field_long' : null;
}

function faultsOf(schema, body) {
  const properties = schema.properties ?? {};
  const faults = {};
  for (const [name, described] of Object.entries(properties)) {
    const value = body[name];
    const choice = described.oneOf?.some((one) => one.type === 'null');
    const isNull = choice && value === null;
    const needed = schema.required?.includes(name);
    if (needed && (value === undefined || value === '')) faults[name] = 'error.field_required';
    if (faults[name] || value === undefined || isNull) continue;
    const fault = faultOf(name, contract.resolve(choice ? described.oneOf[0] : described), value);
    if (fault) faults[name] = fault;
  }
  for (const name of Object.keys(body)) if (!(name in properties)) faults[name] = 'error.field_unknown';
  return faults;
}

/** The JSON body of a request, of the described shape. */
export async function readBody(operation, request) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim();
  if (type !== 'application/json') return refuse(415, 'invalid');
  const bytes = await readBytes(request, 1024 * 1024);
  let body = {};
  try {
    if (bytes.length > 0) body = JSON.parse(bytes.toString('utf8'));
  } catch {
    refuse(400, 'invalid', 'error.json');
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) refuse(400, 'invalid', 'error.json');
  const faults = faultsOf(operation.body, body);
  const keys = Object.values(faults);
  if (keys.length > 0) refuse(400, 'invalid', keys.length === 1 ? keys[0] : 'error.form', faults);
  return body;
}

/** The version in If-Match, where the operation asks for one. */
export function checkVersion(operation, request, object) {
  if (!operation.headers.includes('If-Match')) return;
  const given = request.headers['if-match'];
  if (!given) refuse(428, 'invalid', 'error.version_needed');
  if (given !== `"${object.version}"`)
    refuse(412, 'conflict', 'error.version', {}, { current_version: object.version });
}

const longer = (text, most) => [...(text ?? '')].length > most;

/** What the services refuse in forms about people, one after the other as they do. */
export function checkPerson(form) {
  const bad = (field, key) => refuse(400, 'invalid', key, { [field]: key });
  if (form.name !== undefined && !/^[a-z0-9][a-z0-9._@-]+$/i.test(form.name)) bad('name', 'error.user_name');
  if (form.display_name !== undefined && (form.display_name.trim() === '' || longer(form.display_name, 64)))
    bad('display_name', 'error.display_name');
  if (form.language !== undefined && !['zh-CN', 'en'].includes(form.language))
    bad('language', 'error.language');
  if (form.theme !== undefined && !['auto', 'light', 'dark'].includes(form.theme))
    bad('theme', 'error.theme');
  if (form.roles?.length === 0) bad('roles', 'error.roles');
  if (form.password === undefined) return;
  if (!longer(form.password, 11)) bad('password', 'error.password_short');
  if (longer(form.password, 128)) bad('password', 'error.password_long');
}

/** An object without the members that its schema does not describe. */
export function shaped(name, object) {
  const schema = contract.description.components.schemas[name];
  return Object.fromEntries(Object.entries(object).filter(([member]) => member in schema.properties));
}
