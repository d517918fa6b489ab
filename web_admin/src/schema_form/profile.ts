// The form profile: the part of JSON Schema that plugins may use for their configuration, with our own display words.
import type { Config, JsonSchema, Language } from '../api/types';

export interface ShowIf {
  field: string;
  values: unknown[];
}

interface Words {
  title?: string;
  help?: string;
  choices?: Record<string, string>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asSchema = (value: unknown): JsonSchema => (isObject(value) ? value : {});
export const schemaList = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.map(asSchema) : []);
export const properties = (schema: JsonSchema): [string, JsonSchema][] =>
  Object.entries(asSchema(schema.properties)).map(([name, inner]) => [name, asSchema(inner)]);
export const requiredNames = (schema: JsonSchema): string[] =>
  Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : [];

export const isSection = (schema: JsonSchema): boolean =>
  schema.type === 'object' || Array.isArray(schema.oneOf);
export const isSecret = (schema: JsonSchema): boolean => schema['x-fd-secret'] === true;
/** Says of itself that it does not decide where a secret goes, so it may change while secrets are kept. */
const isFree = (schema: JsonSchema): boolean => schema['x-fd-free'] === true;
export const orderOf = (schema: JsonSchema): number =>
  typeof schema['x-fd-order'] === 'number' ? schema['x-fd-order'] : Number.MAX_SAFE_INTEGER;
export const groupOf = (schema: JsonSchema): string =>
  typeof schema['x-fd-group'] === 'string' ? schema['x-fd-group'] : '';

/** A stored secret comes back only as the fact that it is set. */
export const isStoredSecret = (value: unknown): boolean => isObject(value) && value.set === true;

function translated(schema: JsonSchema, language: Language): Words {
  const all = asSchema(schema['x-fd-i18n']);
  const own = all[language] ?? all.en;
  return typeof own === 'string' ? { title: own } : (asSchema(own) as Words);
}

export function wordsOf(schema: JsonSchema, name: string, language: Language): Words & { title: string } {
  const own = translated(schema, language);
  const title = own.title ?? (typeof schema.title === 'string' ? schema.title : name);
  const plain = typeof schema.description === 'string' ? schema.description : undefined;
  return { title, help: own.help ?? plain, choices: own.choices };
}

/** The heading of a group: from the schema's own list of groups, else the name as written. */
export function groupTitle(schema: JsonSchema, group: string, language: Language): string {
  const words = asSchema(asSchema(schema['x-fd-groups'])[group]);
  const own = words[language] ?? words.en;
  if (typeof own === 'string') return own;
  return typeof asSchema(own).title === 'string' ? String(asSchema(own).title) : group;
}

/** `{"field": value}`, `{"field": [values]}` or `{"field": "name", "equals": value}`. */
export function showIfOf(schema: JsonSchema): ShowIf[] {
  const rule = schema['x-fd-show-if'];
  if (!isObject(rule)) return [];
  const list = (value: unknown) => (Array.isArray(value) ? value : [value]);
  const named = ['equals', 'value', 'in'].find((word) => word in rule);
  if (typeof rule.field === 'string' && named) return [{ field: rule.field, values: list(rule[named]) }];
  return Object.entries(rule).map(([field, value]) => ({ field, values: list(value) }));
}

export function readPath(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), values);
}

export function writePath(values: Config, path: readonly string[], value: unknown): Config {
  const [name, ...rest] = path;
  if (name === undefined) return values;
  const inner = rest.length === 0 ? value : writePath(asSchema(values[name]), rest, value);
  return { ...values, [name]: inner };
}

/** A field is shown when every condition holds, looked up beside the field first, then at the top. */
export function isShown(schema: JsonSchema, siblings: Config, root: Config): boolean {
  return showIfOf(schema).every(({ field, values }) => {
    const path = field.split('.');
    const value = readPath(siblings, path) ?? readPath(root, path);
    return values.includes(value);
  });
}

export interface Variant {
  value: string;
  schema: JsonSchema;
}

export interface Variants {
  discriminator: string;
  options: Variant[];
}

/** The branches of a `oneOf` that are told apart by one constant. */
export function variantsOf(schema: JsonSchema): Variants | null {
  const branches = schemaList(schema.oneOf);
  const first = branches[0] && properties(branches[0]).find(([, inner]) => 'const' in inner);
  if (!first) return null;
  const [discriminator] = first;
  const options = branches.map((branch) => ({
    value: String(asSchema(asSchema(branch.properties)[discriminator]).const),
    schema: branch,
  }));
  return { discriminator, options };
}

/** What a branch is called: the words of its constant, else its own. */
export function variantTitle(option: Variant, discriminator: string, language: Language): string {
  const constant = asSchema(asSchema(option.schema.properties)[discriminator]);
  const own = wordsOf(option.schema, option.value, language).title;
  return wordsOf(constant, own, language).title;
}

/** The schema with the chosen branch taken in, so that only one shape is left to draw and to check. */
export function withActiveVariant(schema: JsonSchema, values: Config): JsonSchema {
  const variants = variantsOf(schema);
  if (!variants) return schema;
  const { discriminator, options } = variants;
  const active = options.find((option) => option.value === values[discriminator]) ?? options[0];
  if (!active) return schema;
  const { oneOf: _branches, ...rest } = schema;
  return {
    ...rest,
    type: 'object',
    properties: { ...asSchema(schema.properties), ...asSchema(active.schema.properties) },
    required: [...new Set([...requiredNames(schema), ...requiredNames(active.schema)])],
  };
}

/** What a new form starts with: stored values over defaults. */
export function initialValues(schema: JsonSchema, stored: Config = {}): Config {
  const variants = variantsOf(schema);
  const chosen = variants ? (stored[variants.discriminator] ?? variants.options[0]?.value) : undefined;
  const start: Config = variants ? { ...stored, [variants.discriminator]: chosen } : { ...stored };
  for (const [name, inner] of properties(withActiveVariant(schema, start))) {
    if (isSection(inner)) start[name] = initialValues(inner, asSchema(stored[name]));
    else if (start[name] === undefined && inner.default !== undefined) start[name] = inner.default;
  }
  return start;
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** What is sent: only fields that are shown and filled, of the chosen branches. */
export function cleanValues(schema: JsonSchema, values: Config, root: Config = values): Config {
  const cleaned: Config = {};
  for (const [name, inner] of properties(withActiveVariant(schema, values))) {
    if (!isShown(inner, values, root)) continue;
    const value = values[name];
    if (isSection(inner)) cleaned[name] = cleanValues(inner, asSchema(value), root);
    else if (!isEmpty(value) && !(isSecret(inner) && isObject(value) && !isStoredSecret(value)))
      cleaned[name] = value;
  }
  return cleaned;
}

/** What a kept secret is bound to: every setting but the secrets and those that are free. */
function bindingOf(schema: JsonSchema, values: Config): Config {
  const binding: Config = {};
  for (const [name, inner] of properties(withActiveVariant(schema, values))) {
    if (isFree(inner) || isSecret(inner) || values[name] === undefined) continue;
    binding[name] = isSection(inner) ? bindingOf(inner, asSchema(values[name])) : values[name];
  }
  return binding;
}

/** Whether secrets that were given for the one settings may be used with the others. The server decides again. */
export const bindsAlike = (schema: JsonSchema, a: Config, b: Config): boolean =>
  JSON.stringify(bindingOf(schema, cleanValues(schema, a))) ===
  JSON.stringify(bindingOf(schema, cleanValues(schema, b)));

function secretPaths(schema: JsonSchema, values: Config, path: string[] = []): string[][] {
  return properties(withActiveVariant(schema, values)).flatMap(([name, inner]) => {
    const here = [...path, name];
    if (isSection(inner)) return secretPaths(inner, asSchema(values[name]), here);
    return isSecret(inner) ? [here] : [];
  });
}

/** With empty fields where a stored secret stood. */
export const withoutStoredSecrets = (schema: JsonSchema, values: Config): Config =>
  secretPaths(schema, values).reduce(
    (cleared, path) => (isStoredSecret(readPath(values, path)) ? writePath(cleared, path, '') : cleared),
    values,
  );

/** With the stored secrets of `before` where nothing was typed instead. */
export const withStoredSecretsOf = (schema: JsonSchema, before: Config, values: Config): Config =>
  secretPaths(schema, values).reduce((filled, path) => {
    const stored = readPath(before, path);
    return isStoredSecret(stored) && readPath(values, path) === '' ? writePath(filled, path, stored) : filled;
  }, values);
