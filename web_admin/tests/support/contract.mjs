// The description of the REST interface, as tests use it: which operation a request is, whether the request and its
// answer are as described. Every checked answer is remembered, so that a run can tell which operations it never saw
// succeed. The description is the one that the daemon prints (`npm run types`).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Validator } from '@cfworker/json-schema';

const methods = ['get', 'post', 'patch', 'delete', 'put'];
const file = path.join(import.meta.dirname, 'interface.json');

export class Contract {
  #operations = [];
  #validators = new Map();
  #checked = new Map();
  #seen = new Set();

  constructor(description = JSON.parse(readFileSync(file, 'utf8'))) {
    this.description = description;
    for (const [path, item] of Object.entries(description.paths)) {
      for (const method of methods) {
        if (item[method]) this.#operations.push(this.#read(path, method, item));
      }
    }
    // Literal paths before those with a placeholder.
    this.#operations.sort((a, b) => a.path.includes('{') - b.path.includes('{'));
  }

  #read(path, method, item) {
    const content = item[method];
    const parameters = [...(item.parameters ?? []), ...(content.parameters ?? [])].map((one) =>
      this.resolve(one),
    );
    const body = content.requestBody?.content?.['application/json']?.schema;
    return {
      id: content.operationId,
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
      needs: content['x-frontdesk-needs'] ?? null,
      parameters,
      headers: parameters.filter((one) => one.in === 'header').map((one) => one.name),
      body: body && (body.$ref ?? body),
      bodyRequired: content.requestBody?.required === true,
      responses: content.responses,
    };
  }

  /** What a $ref names; anything else as it is. */
  resolve(value) {
    if (!value?.$ref) return value;
    const found = value.$ref
      .slice(2)
      .split('/')
      .reduce((at, name) => at?.[name], this.description);
    return this.resolve(found);
  }

  /** The operation of a request: {operation, known}; known is false when no operation has this path. */
  find(method, pathname) {
    const here = this.#operations.filter((one) => one.pattern.test(pathname));
    return { operation: here.find((one) => one.method === method), known: here.length > 0 };
  }

  get operations() {
    return this.#operations;
  }

  /** Ids of the operations that were never answered with success. */
  unseen() {
    return this.#operations.map((one) => one.id).filter((id) => !this.#seen.has(id));
  }

  /**
   * What is wrong with an answer, in words; null when it is as described. `type` is the Content-Type, `bytes` the body
   * (undefined: of no interest, as with a stream).
   */
  check({ method, pathname, status, type = '', bytes }) {
    if (!/^\/(api\/|healthz$|readyz$|metrics$)/.test(pathname) || method === 'OPTIONS') return null;
    const text = bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
    const { operation, known } = this.find(method === 'HEAD' ? 'GET' : method, pathname);
    const media = type.split(';')[0].trim().toLowerCase();
    const where = `${method} ${pathname} → ${status}`;
    if (!operation) {
      if (status !== (known ? 405 : 404)) return `${where}: is not described`;
      return this.#checkBody(where, '#/components/schemas/Problem', text);
    }
    const declared = this.resolve(operation.responses[status] ?? operation.responses.default);
    if (!declared) return `${where}: this status is not described`;
    if (status >= 200 && status < 300) this.#seen.add(operation.id);
    const content = declared.content;
    if (!content) return text ? `${where}: has a body` : null;
    const schema = content[media]?.schema ?? content['*/*']?.schema;
    if (!schema) return `${where}: the type ${media || 'of nothing'} is not described`;
    if (!/json/.test(media) || text === undefined || method === 'HEAD') return null;
    return this.#checkBody(where, schema.$ref ?? schema, text);
  }

  /**
   * What is wrong with a request, in words; null when it is as described. `url` with its query, `headers` by name, `text`
   * the JSON that is sent, if any.
   */
  checkRequest({ method, url, headers = {}, text }) {
    const { pathname, searchParams } = new URL(url, 'http://desk');
    const where = `${method} ${pathname}`;
    const { operation } = this.find(method, pathname);
    if (!operation) return `${where}: is not described`;
    const sent = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
    const lacking = operation.parameters.find(
      (one) => one.in === 'header' && one.required && !sent.has(one.name.toLowerCase()),
    );
    if (lacking) return `${where}: ${lacking.name} is missing`;
    for (const [name, value] of searchParams) {
      const known = operation.parameters.find((one) => one.in === 'query' && one.name === name);
      if (!known) return `${where}: the parameter ${name} is not described`;
      const { type } = this.resolve(known.schema);
      const given = type === 'integer' ? Number(value) : value;
      const mistake = this.#checkBody(`${where}: ${name}`, known.schema, JSON.stringify(given));
      if (mistake) return mistake;
    }
    if (!operation.body) return null;
    if (text === undefined) return operation.bodyRequired ? `${where}: the body is missing` : null;
    return this.#checkBody(where, operation.body, text);
  }

  /** What is wrong with a live event, in words; null when it is as described. `text` is its data. */
  checkEvent(name, text) {
    const described = this.description.components.schemas.LiveEvents.properties;
    if (!Object.hasOwn(described, name)) return `event ${name}: is not described`;
    return this.#checkBody(`event ${name}`, `#/components/schemas/LiveEvents/properties/${name}`, text);
  }

  #checkBody(where, schema, text) {
    const name = typeof schema === 'string' ? schema : JSON.stringify(schema);
    const seen = this.#checked.get(name) ?? new Set();
    this.#checked.set(name, seen);
    if (seen.has(text)) return null;
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      return `${where}: no JSON`;
    }
    const found = this.#validator(name, schema).validate(value);
    if (!found.valid) return `${where}: ${explain(found.errors)}`;
    if (seen.size > 2000) seen.clear();
    seen.add(text);
    return null;
  }

  #validator(name, schema) {
    if (!this.#validators.has(name)) {
      const root = typeof schema === 'string' ? { $ref: schema } : schema;
      const whole = { ...root, components: this.description.components };
      this.#validators.set(name, new Validator(whole, '2020-12', false));
    }
    return this.#validators.get(name);
  }
}

/** The deepest mistakes; those above only repeat that something below is wrong. */
function explain(errors) {
  const depth = (error) => error.instanceLocation.split('/').length;
  const deepest = Math.max(...errors.map(depth));
  return errors
    .filter((error) => depth(error) === deepest)
    .slice(0, 4)
    .map((error) => `${error.instanceLocation} ${error.error}`)
    .join('; ');
}
