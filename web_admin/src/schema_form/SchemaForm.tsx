// Draws a plugin's configuration schema as a form: groups, sections, variants, secrets that never come back.
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Config, JsonSchema, Language } from '../api/types';
import { SchemaField } from './SchemaField';
import { chosenPreset, presetsOf, withPreset } from './presets';
import {
  asSchema,
  groupOf,
  groupTitle,
  initialValues,
  isSection,
  isShown,
  orderOf,
  properties,
  readPath,
  requiredNames,
  variantsOf,
  variantTitle,
  withActiveVariant,
  wordsOf,
  writePath,
} from './profile';
import styles from './SchemaForm.module.css';
import type { FieldErrors } from './validate';

interface FormProps {
  schema: JsonSchema;
  values: Config;
  errors: FieldErrors;
  /** Secrets that are stored have to be given again: a setting that they were given for was changed. */
  anew?: boolean;
  onChange: (values: Config) => void;
}

interface PartProps extends FormProps {
  part: JsonSchema;
  path: string[];
}

type Entry = [string, JsonSchema];

function visibleEntries(part: JsonSchema, siblings: Config, root: Config): Entry[] {
  return properties(withActiveVariant(part, siblings))
    .filter(([, inner]) => !('const' in inner) && isShown(inner, siblings, root))
    .sort(([, a], [, b]) => orderOf(a) - orderOf(b));
}

function PresetChoice({ schema, values, onChange }: FormProps) {
  const { t, i18n } = useTranslation();
  const presets = presetsOf(schema, i18n.language as Language);
  if (presets.length === 0) return null;
  const choose = (id: string) => {
    const preset = presets.find((one) => one.id === id);
    if (preset) onChange(withPreset(schema, values, preset));
  };
  return (
    <NativeSelect
      label={t('schema_form.preset')}
      description={t('schema_form.preset_help')}
      data={[
        { value: '', label: t('schema_form.preset_none') },
        ...presets.map(({ id, title }) => ({ value: id, label: title })),
      ]}
      value={chosenPreset(presets, values)?.id ?? ''}
      onChange={(event) => choose(event.target.value)}
    />
  );
}

function VariantChoice({ part, path, values, onChange }: PartProps) {
  const { t, i18n } = useTranslation();
  const variants = variantsOf(part);
  if (!variants || variants.options.length < 2) return null;
  const { discriminator, options } = variants;
  const language = i18n.language as Language;
  const here = asSchema(readPath(values, path));
  const choose = (value: string) => {
    const changed = initialValues(part, { ...here, [discriminator]: value });
    onChange(path.length === 0 ? changed : writePath(values, path, changed));
  };
  return (
    <NativeSelect
      name={[...path, discriminator].join('.')}
      label={t('schema_form.variant')}
      data={options.map((option) => ({
        value: option.value,
        label: variantTitle(option, discriminator, language),
      }))}
      value={String(here[discriminator] ?? options[0]?.value)}
      onChange={(event) => choose(event.target.value)}
    />
  );
}

function Entries({ entries, required, ...form }: PartProps & { entries: Entry[]; required: string[] }) {
  const { path, values, errors, anew, onChange } = form;
  return entries.map(([name, inner]) => {
    const here = [...path, name];
    if (isSection(inner)) return <Section key={name} {...form} part={inner} path={here} name={name} />;
    return (
      <SchemaField
        key={name}
        name={here.join('.')}
        schema={inner}
        required={required.includes(name)}
        value={readPath(values, here)}
        error={errors[here.join('.')]}
        anew={anew === true}
        onChange={(value) => onChange(writePath(values, here, value))}
      />
    );
  });
}

/** Rarely needed settings stay folded until someone wants them or one of them is wrong. */
function Folded({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details className={styles.folded} open={open || undefined}>
      <summary>{title}</summary>
      <div className={styles.foldedBody}>{children}</div>
    </details>
  );
}

function Section({ name, ...form }: PartProps & { name: string }) {
  const { i18n } = useTranslation();
  const { part, path, values, errors } = form;
  const siblings = asSchema(readPath(values, path));
  const words = wordsOf(part, name, i18n.language as Language);
  const active = withActiveVariant(part, siblings);
  const inside = (
    <>
      {words.help && <p className={styles.help}>{words.help}</p>}
      <VariantChoice {...form} />
      <Entries {...form} entries={visibleEntries(part, siblings, values)} required={requiredNames(active)} />
    </>
  );
  if (groupOf(part) === 'advanced') {
    const prefix = `${path.join('.')}.`;
    const wrong = Object.keys(errors).some((field) => field.startsWith(prefix));
    return (
      <Folded title={words.title} open={wrong}>
        {inside}
      </Folded>
    );
  }
  return (
    <fieldset className={styles.section}>
      <legend>{words.title}</legend>
      {inside}
    </fieldset>
  );
}

/** Neighbouring fields of one group share a heading; sections bring their own. */
function inGroups(entries: Entry[]): { group: string; entries: Entry[] }[] {
  const groups: { group: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const group = isSection(entry[1]) ? '' : groupOf(entry[1]);
    const last = groups.at(-1);
    if (last && last.group === group && !isSection(entry[1])) last.entries.push(entry);
    else groups.push({ group, entries: [entry] });
  }
  return groups;
}

export function SchemaForm(form: FormProps) {
  const { i18n } = useTranslation();
  const { schema, values } = form;
  const part = { ...form, part: schema, path: [] };
  const required = requiredNames(withActiveVariant(schema, values));
  return (
    <div className={styles.form}>
      <PresetChoice {...form} />
      <VariantChoice {...part} />
      {inGroups(visibleEntries(schema, values, values)).map(({ group, entries }, index) =>
        group === '' ? (
          <Entries key={index} {...part} entries={entries} required={required} />
        ) : (
          <fieldset key={index} className={styles.section}>
            <legend>{groupTitle(schema, group, i18n.language as Language)}</legend>
            <Entries {...part} entries={entries} required={required} />
          </fieldset>
        ),
      )}
    </div>
  );
}
