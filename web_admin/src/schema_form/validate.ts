// Checks values against the form profile and answers in our own words. The server checks again and decides.
import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import type { Config, JsonSchema } from '../api/types';
import {
  asSchema,
  cleanValues,
  isSecret,
  isSection,
  isShown,
  isStoredSecret,
  properties,
  readPath,
  requiredNames,
  withActiveVariant,
} from './profile';

/** A translation key with its values, for the field at a path such as `imap.port`. */
export interface FieldError {
  key: string;
  params?: Record<string, string | number>;
}

export type FieldErrors = Record<string, FieldError>;

function activeSchema(schema: JsonSchema, values: Config, root: Config): JsonSchema {
  const active = withActiveVariant(schema, values);
  const shown = properties(active).filter(
    ([name, inner]) => isShown(inner, values, root) && !(isSecret(inner) && isStoredSecret(values[name])),
  );
  const names = shown.map(([name]) => name);
  const inside = shown.map(([name, inner]): [string, JsonSchema] => [
    name,
    isSection(inner) ? activeSchema(inner, asSchema(values[name]), root) : inner,
  ]);
  return {
    ...active,
    properties: Object.fromEntries(inside),
    required: requiredNames(active).filter((name) => names.includes(name)),
  };
}

function findMissing(schema: JsonSchema, values: Config, path: string[], errors: FieldErrors): void {
  const required = requiredNames(schema);
  for (const [name, inner] of properties(schema)) {
    const here = [...path, name];
    if (isSection(inner)) findMissing(inner, asSchema(values[name]), here, errors);
    else if (required.includes(name) && values[name] === undefined)
      errors[here.join('.')] = { key: 'form.required' };
  }
}

type Explain = (schema: JsonSchema) => FieldError;
const count = (key: string, limit: string): Explain => {
  return (schema) => ({ key, params: { count: Number(schema[limit]) } });
};
const limit = (key: string, name: string): Explain => {
  return (schema) => ({ key, params: { limit: Number(schema[name]) } });
};

const explanations: Record<string, Explain> = {
  type: (schema) => ({
    key:
      schema.type === 'integer' ? 'form.integer' : schema.type === 'number' ? 'form.number' : 'form.invalid',
  }),
  minLength: (schema) =>
    schema.minLength === 1 ? { key: 'form.required' } : count('form.too_short', 'minLength')(schema),
  maxLength: count('form.too_long', 'maxLength'),
  minimum: limit('form.minimum', 'minimum'),
  maximum: limit('form.maximum', 'maximum'),
  minItems: count('form.min_items', 'minItems'),
  maxItems: count('form.max_items', 'maxItems'),
  uniqueItems: () => ({ key: 'form.unique_items' }),
  pattern: () => ({ key: 'form.pattern' }),
  enum: () => ({ key: 'form.enum' }),
  format: (schema) =>
    ['email', 'hostname', 'uri', 'date-time'].includes(String(schema.format))
      ? { key: `form.format_${String(schema.format)}` }
      : { key: 'form.invalid' },
};

const wrappers = new Set(['properties', 'items', 'required', 'additionalProperties', 'oneOf', 'false']);

function schemaAt(schema: JsonSchema, path: string[]): JsonSchema {
  return asSchema(path.reduce<unknown>((inner, name) => asSchema(asSchema(inner).properties)[name], schema));
}

function explain(unit: OutputUnit, schema: JsonSchema): [string, FieldError] | null {
  if (wrappers.has(unit.keyword)) return null;
  const steps = unit.instanceLocation.split('/').slice(1).map(decodeURIComponent);
  // A mistake in one value of a list belongs to the list's field.
  const path = steps.filter((step) => !/^\d+$/.test(step));
  const field = schemaAt(schema, path);
  const inList = path.length < steps.length;
  const rule = inList ? asSchema(field.items) : field;
  const words = explanations[unit.keyword]?.(rule) ?? { key: 'form.invalid' };
  return [path.join('.'), words];
}

export function validateForm(schema: JsonSchema, values: Config): FieldErrors {
  const active = activeSchema(schema, values, values);
  const cleaned = cleanValues(active, values);
  const errors: FieldErrors = {};
  findMissing(active, cleaned, [], errors);
  const result = new Validator(active as Schema, '2020-12', false).validate(cleaned);
  for (const unit of result.errors) {
    const found = explain(unit, active);
    if (found && !(found[0] in errors) && readPath(cleaned, found[0].split('.')) !== undefined)
      errors[found[0]] = found[1];
  }
  return errors;
}

/** The server names fields as `config.imap.port` or `/imap/port`; both mean the path `imap.port`. */
export function serverFieldPath(field: string): string {
  return field
    .replace(/^[#/]+/, '')
    .replaceAll('/', '.')
    .replace(/^config\./, '');
}
