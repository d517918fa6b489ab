// The form of one channel: name, the plugin's own fields, connection test, save.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { Channel, Config, JsonSchema, Language, PluginInfo } from '../api/types';
import { keys } from '../app/query_keys';
import { useUser } from '../app/session';
import { endedSession, Refusal } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import partStyles from '../parts/parts.module.css';
import {
  bindsAlike,
  cleanValues,
  initialValues,
  withoutStoredSecrets,
  withStoredSecretsOf,
} from '../schema_form/profile';
import { SchemaForm } from '../schema_form/SchemaForm';
import { serverFieldPath, validateForm, type FieldErrors } from '../schema_form/validate';
import { CheckSteps } from './CheckSteps';
import { channelChanges, mergeUntouched, type ChannelChange } from './conflict';
import styles from './channels.module.css';
import { useKeepUnsaved, useUnsaved, type Filled } from './unsaved';
import { localised } from './words';

interface Props {
  plugin: PluginInfo;
  channel?: Channel;
  onSaved: (channel: Channel) => void;
}

const nameField = '$name';

function serverErrors(error: unknown): FieldErrors {
  const fields = asProblem(error).fields;
  return Object.fromEntries(
    fields.map(({ field }) => [
      field === 'name' ? nameField : serverFieldPath(field),
      { key: 'form.invalid' },
    ]),
  );
}

/**
 * The channel as this form knows it. Its version goes with every save, so a colleague's change in between is told and not
 * overwritten. A newer version with the same name and settings (paused, resumed) takes nothing away and is adopted.
 */
function useSeenChannel(schema: JsonSchema, channel: Channel | undefined, keptSeen: Channel | undefined) {
  const { i18n } = useTranslation();
  const [seen, setSeen] = useState(keptSeen ?? channel);
  const [changes, setChanges] = useState<ChannelChange[] | null>(null);
  const compare = (now: Channel) =>
    seen ? channelChanges(schema, seen, now, i18n.language as Language) : [];

  const harmless = channel && seen && channel.version > seen.version && compare(channel).length === 0;
  useEffect(() => {
    if (harmless) setSeen(channel);
  }, [harmless, channel]);

  /** After a refused save: says what is different now; the next save is made knowing it. */
  const learn = async (id: string): Promise<Channel | null> => {
    const now = await call('channel.show', { channel: id }).catch(() => null);
    if (!now) return null;
    setChanges(compare(now));
    setSeen(now);
    return now;
  };
  const saved = (now: Channel) => {
    setSeen(now);
    setChanges(null);
  };
  return { seen, changes, learn, saved };
}

function useEditor({ plugin, channel, onSaved }: Props) {
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const schema = plugin.config_schema ?? {};
  const form = useRef<HTMLFormElement>(null);
  const place = `${useUser().id}.${channel ? channel.id : plugin.id}`;
  const { kept, forget } = useUnsaved(place);
  const stored = (of: Channel | undefined): Filled => ({
    name: of?.name ?? localised(plugin.names, i18n.language as Language),
    values: initialValues(schema, of?.config),
  });
  const [base, setBase] = useState<Filled>(() => kept?.base ?? stored(channel));
  const [filled, setFilled] = useState<Filled>(() => kept?.filled ?? base);
  const { name } = filled;
  const setValues = (next: Config) => setFilled((before) => ({ ...before, values: next }));
  const [errors, setErrors] = useState<FieldErrors>({});
  const known = useSeenChannel(schema, channel, kept?.seen);
  /** A stored secret is not told to another server, port or account: it is asked for again. */
  const anew = known.seen !== undefined && !bindsAlike(schema, stored(known.seen).values, filled.values);
  const values = anew ? withoutStoredSecrets(schema, filled.values) : filled.values;
  const dirty = useKeepUnsaved(place, { filled, base, seen: known.seen });
  const [returned, setReturned] = useState(kept !== undefined);

  const showErrors = (found: FieldErrors) => {
    setErrors(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const config = () => cleanValues(schema, values);
  const isValid = (): boolean => {
    const found = validateForm(schema, values);
    if (name.trim() === '') found[nameField] = { key: 'form.required' };
    showErrors(found);
    return Object.keys(found).length === 0;
  };
  /** What was typed since `old` stays; what was not touched follows the stored channel. */
  const follow = (old: Filled, fresh: Filled) => {
    setBase(fresh);
    setFilled((typed) => ({
      name: typed.name === old.name ? fresh.name : typed.name,
      values: mergeUntouched(old.values, typed.values, fresh.values),
    }));
  };
  const meetConflict = async (before: Channel) => {
    const now = await known.learn(before.id);
    if (!now) return;
    follow(stored(before), stored(now));
  };
  const check = useMutation({
    mutationFn: () => call('channel.check', { plugin: plugin.id, config: config(), channel_id: channel?.id }),
    onError: (error) => showErrors(serverErrors(error)),
  });
  const save = useMutation({
    mutationFn: (sent: Filled) => {
      const written = { name: sent.name.trim(), config: cleanValues(schema, sent.values) };
      return known.seen
        ? call('channel.change', { channel: known.seen.id, ...written }, { version: known.seen.version })
        : call('channel.add', { plugin: plugin.id, ...written });
    },
    onSuccess: async (saved, sent) => {
      known.saved(saved);
      // A password that was saved leaves the form; what was typed meanwhile stays.
      follow(sent, stored(saved));
      setReturned(false);
      forget();
      await queries.invalidateQueries({ queryKey: keys.channels });
      onSaved(saved);
    },
    onError: (error) => {
      if (known.seen && asProblem(error).isConflict) void meetConflict(known.seen);
      showErrors(serverErrors(error));
    },
  });
  /** Gives up what was typed for what is stored now. */
  const takeStored = () => {
    const newest = channel && known.seen && channel.version > known.seen.version ? channel : known.seen;
    const fresh = stored(newest);
    setBase(fresh);
    setFilled(fresh);
    setErrors({});
    setReturned(false);
    if (newest) known.saved(newest);
    save.reset();
    check.reset();
  };
  const change = (next: Config) => {
    setValues(anew ? withStoredSecretsOf(schema, filled.values, next) : next);
    check.reset();
    save.reset();
    if (Object.keys(errors).length === 0) return;
    const { [nameField]: ofName } = errors;
    setErrors({ ...validateForm(schema, next), ...(ofName && { [nameField]: ofName }) });
  };
  const setName = (next: string) => {
    setFilled((before) => ({ ...before, name: next }));
    setErrors(({ [nameField]: _corrected, ...others }) => others);
    save.reset();
  };
  const runCheck = () => {
    save.reset();
    if (isValid()) check.mutate();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isValid()) save.mutate({ name, values });
  };
  const { changes } = known;
  return {
    schema,
    form,
    name,
    setName,
    values,
    anew,
    change,
    errors,
    check,
    save,
    runCheck,
    submit,
    changes,
    takeStored,
    returned: returned && dirty,
  };
}

function ConflictNotice({ changes, onTake }: { changes: ChannelChange[]; onTake: () => void }) {
  const { t } = useTranslation();
  const none = t('value.none');
  return (
    <Notice tone="warn" title={t('channel.conflict')}>
      <ul>
        {changes.map(({ field, from, to }, index) => (
          <li key={index}>
            {t('conflict.field', { field: field ?? t('channel.name'), from: from ?? none, to: to ?? none })}
          </li>
        ))}
      </ul>
      <p>{t('channel.conflict_text')}</p>
      <div className={partStyles.formActions}>
        <Button size="xs" variant="default" onClick={onTake}>
          {t('channel.conflict_take')}
        </Button>
      </div>
    </Notice>
  );
}

function ReturnedNotice({ isNew, onDiscard }: { isNew: boolean; onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <Notice tone="warn">
      <p>{t('channel.unsaved')}</p>
      <div className={partStyles.formActions}>
        <Button size="xs" variant="default" onClick={onDiscard}>
          {t(isNew ? 'channel.unsaved_discard' : 'channel.conflict_take')}
        </Button>
      </div>
    </Notice>
  );
}

export function ChannelEditor(props: Props) {
  const { t } = useTranslation();
  const editor = useEditor(props);
  const {
    schema,
    form,
    name,
    setName,
    values,
    anew,
    change,
    errors,
    check,
    save,
    runCheck,
    submit,
    changes,
  } = editor;
  const nameError = errors[nameField];
  const tested = check.data?.ok === true;
  const conflict = changes !== null && save.error !== null && asProblem(save.error).isConflict;
  const problem = conflict ? null : (save.error ?? check.error);
  return (
    <form ref={form} className={`${partStyles.panel} ${partStyles.panelBody}`} onSubmit={submit} noValidate>
      <div className={`${partStyles.fields} ${styles.measure}`}>
        {editor.returned && !conflict && (
          <ReturnedNotice isNew={!props.channel} onDiscard={editor.takeStored} />
        )}
        <TextInput
          label={t('channel.name')}
          description={t('channel.name_help')}
          error={nameError && t(nameError.key)}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SchemaForm schema={schema} values={values} errors={errors} anew={anew} onChange={change} />
      </div>
      {check.data && <CheckSteps result={check.data} />}
      {conflict && (
        <div className={styles.result}>
          <ConflictNotice changes={changes} onTake={editor.takeStored} />
        </div>
      )}
      {problem && !endedSession(problem) && (
        <div className={styles.result}>
          <Refusal error={problem} />
        </div>
      )}
      <div className={styles.editorActs}>
        <Button variant={tested ? 'default' : 'filled'} loading={check.isPending} onClick={runCheck}>
          {t('check.run')}
        </Button>
        <Button type="submit" variant={tested ? 'filled' : 'default'} loading={save.isPending}>
          {t(props.channel ? 'action.save' : 'channel.create')}
        </Button>
        <span role="status" className={styles.said}>
          {save.isSuccess && t('state.saved')}
        </span>
      </div>
    </form>
  );
}
