// The form of one channel: name, the plugin's own fields, connection test, save.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { channelApi } from '../api/office';
import { asProblem } from '../api/problem';
import type { Channel, Config, Language, PluginInfo } from '../api/types';
import { keys } from '../app/query_keys';
import { problemText } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import partStyles from '../parts/parts.module.css';
import { cleanValues, initialValues } from '../schema_form/profile';
import { SchemaForm } from '../schema_form/SchemaForm';
import { serverFieldPath, validateForm, type FieldErrors } from '../schema_form/validate';
import { CheckSteps } from './CheckSteps';
import styles from './channels.module.css';
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

function useEditor({ plugin, channel, onSaved }: Props) {
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const schema = plugin.config_schema ?? {};
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(channel?.name ?? localised(plugin.names, i18n.language as Language));
  const [values, setValues] = useState<Config>(() => initialValues(schema, channel?.config));
  const [errors, setErrors] = useState<FieldErrors>({});

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
  const check = useMutation({
    mutationFn: () => channelApi.check(plugin.id, config(), channel?.id),
    onError: (error) => showErrors(serverErrors(error)),
  });
  const save = useMutation({
    mutationFn: () =>
      channel
        ? channelApi.patch(channel.id, channel.version, { name: name.trim(), config: config() })
        : channelApi.add(plugin.id, name.trim(), config()),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: keys.channels });
      onSaved(saved);
    },
    onError: (error) => showErrors(serverErrors(error)),
  });
  const change = (next: Config) => {
    setValues(next);
    check.reset();
    save.reset();
    if (Object.keys(errors).length > 0) setErrors(validateForm(schema, next));
  };
  const runCheck = () => {
    save.reset();
    if (isValid()) check.mutate();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isValid()) save.mutate();
  };
  return { schema, form, name, setName, values, change, errors, check, save, runCheck, submit };
}

export function ChannelEditor(props: Props) {
  const { t } = useTranslation();
  const { schema, form, name, setName, values, change, errors, check, save, runCheck, submit } =
    useEditor(props);
  const nameError = errors[nameField];
  const tested = check.data?.ok === true;
  const problem = save.error ?? check.error;
  return (
    <form
      ref={form}
      className={`${partStyles.panel} ${partStyles.panelBody} ${styles.editor}`}
      onSubmit={submit}
      noValidate
    >
      <div className={partStyles.fields}>
        <TextInput
          label={t('channel.name')}
          description={t('channel.name_help')}
          error={nameError && t(nameError.key)}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SchemaForm schema={schema} values={values} errors={errors} onChange={change} />
      </div>
      {check.data && <CheckSteps result={check.data} />}
      {problem && (
        <div className={styles.result}>
          <Notice tone="bad">{problemText(problem, t)}</Notice>
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
