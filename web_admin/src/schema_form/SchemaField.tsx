// One field of a schema form, by the kind of its value.
import { Button, Checkbox, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonSchema, Language } from '../api/types';
import { asSchema, isSecret, isStoredSecret, wordsOf } from './profile';
import styles from './SchemaForm.module.css';
import type { FieldError } from './validate';

interface Props {
  name: string;
  schema: JsonSchema;
  required: boolean;
  value: unknown;
  error: FieldError | undefined;
  /** A stored secret cannot be kept with the settings that stand in the form. */
  anew: boolean;
  onChange: (value: unknown) => void;
}

interface Drawn extends Props {
  title: string;
  help: string | undefined;
  message: string | undefined;
  choices: { value: string; label: string }[];
}

/** Text becomes a number when it is one; otherwise it stays, so that the mistake can be seen and mended. */
function asNumber(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return Number.isNaN(number) ? text : number;
}

function SecretField({ name, title, help, message, value, anew, onChange }: Drawn) {
  const { t } = useTranslation();
  const replacing = !isStoredSecret(value);
  const [stored, setStored] = useState(!replacing);
  if (!replacing && !stored) setStored(true);
  if (stored && !replacing) {
    return (
      <div>
        <span className={styles.label}>{title}</span>
        <p className={styles.stored}>
          {t('form.secret_set')}
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('form.secret_replace_of', { title })}
            onClick={() => onChange('')}
          >
            {t('form.secret_replace')}
          </Button>
        </p>
      </div>
    );
  }
  return (
    <div>
      <PasswordInput
        name={name}
        label={title}
        description={stored && anew ? t('form.secret_anew') : help}
        error={message}
        aria-invalid={message !== undefined}
        autoComplete="new-password"
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
      />
      {stored && !anew && (
        <Button size="compact-xs" variant="subtle" mt={4} onClick={() => onChange({ set: true })}>
          {t('form.secret_keep')}
        </Button>
      )}
    </div>
  );
}

function ChoicesField({ title, help, message, value, choices, onChange }: Drawn) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <Checkbox.Group label={title} description={help} error={message} value={chosen} onChange={onChange}>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function ListField({ name, title, help, message, value, schema, onChange }: Drawn) {
  const { t } = useTranslation();
  const numeric = ['integer', 'number'].includes(String(asSchema(schema.items).type));
  const items: unknown[] = Array.isArray(value) ? value : [];
  const itemsOf = (lines: string) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => (numeric ? asNumber(line) : line));
  // Blank lines are kept while someone types; another list, such as the stored one, takes the place of the text.
  const [text, setText] = useState(items.join('\n'));
  const [typed, setTyped] = useState(JSON.stringify(items));
  const now = JSON.stringify(items);
  if (now !== typed) {
    setTyped(now);
    if (now !== JSON.stringify(itemsOf(text))) setText(items.join('\n'));
  }
  const change = (next: string) => {
    setText(next);
    onChange(itemsOf(next));
  };
  return (
    <Textarea
      name={name}
      label={title}
      description={help ? t('form.one_per_line_after', { help }) : t('form.one_per_line')}
      error={message}
      rows={Math.min(6, Math.max(2, text.split('\n').length))}
      value={text}
      onChange={(event) => change(event.target.value)}
    />
  );
}

function ChoiceField({ name, title, help, message, value, schema, required, choices, onChange }: Drawn) {
  const { t } = useTranslation();
  const all = Array.isArray(schema.enum) ? (schema.enum as unknown[]) : [];
  const empty = required && value !== undefined ? [] : [{ value: '', label: t('form.choose') }];
  return (
    <NativeSelect
      name={name}
      label={title}
      description={help}
      error={message}
      data={[...empty, ...choices]}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => onChange(all.find((one) => String(one) === event.target.value))}
    />
  );
}

function PlainField({ name, title, help, message, value, schema, onChange }: Drawn) {
  const numeric = schema.type === 'integer' || schema.type === 'number';
  return (
    <TextInput
      name={name}
      label={title}
      description={help}
      error={message}
      inputMode={numeric ? 'numeric' : schema.format === 'email' ? 'email' : undefined}
      classNames={numeric ? { input: styles.short } : undefined}
      autoComplete="off"
      spellCheck={false}
      value={value === undefined || value === null ? '' : String(value)}
      onChange={(event) => onChange(numeric ? asNumber(event.target.value) : event.target.value)}
    />
  );
}

export function SchemaField(props: Props) {
  const { t, i18n } = useTranslation();
  const { schema, name, error, value, onChange, required } = props;
  const words = wordsOf(schema, name.split('.').at(-1) ?? name, i18n.language as Language);
  const title =
    required || schema.type === 'boolean' ? words.title : t('schema_form.optional', { title: words.title });
  const listed = schema.type === 'array' ? asSchema(schema.items).enum : schema.enum;
  const choices = (Array.isArray(listed) ? listed : []).map((one) => ({
    value: String(one),
    label: words.choices?.[String(one)] ?? String(one),
  }));
  const message = error && t(error.key, error.params ?? {});
  const drawn: Drawn = { ...props, title, help: words.help, message, choices };
  if (schema.type === 'boolean') {
    return (
      <Switch
        name={name}
        label={title}
        description={words.help}
        checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  if (isSecret(schema)) return <SecretField {...drawn} />;
  if (schema.type === 'array')
    return choices.length > 0 ? <ChoicesField {...drawn} /> : <ListField {...drawn} />;
  if (choices.length > 0) return <ChoiceField {...drawn} />;
  return <PlainField {...drawn} />;
}
