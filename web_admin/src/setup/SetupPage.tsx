// First run: one page makes the first administrator and the house settings, then leads to the first channel, or to the desk when it has one.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import type { SetupForm } from '../api/types';
import { asProblem, type Problem } from '../api/problem';
import type { Language } from '../api/types';
import { useSession } from '../app/session';
import { asLanguage, languages, switchLanguage } from '../i18n';
import { fieldProblemText, problemText } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import { Outside } from '../parts/Outside';
import partStyles from '../parts/parts.module.css';
import { PasswordField } from './PasswordField';
import styles from './SetupPage.module.css';
import { faultsOfTyped, missingIn, type Faults, type Field } from './faults';
import { ownTimeZone, timeZoneChoices } from './time_zones';
import { onTokenInAddress, takeTokenFromAddress } from './token';

/** Channels may have been added at the command line; then the next step is not to add one. */
async function firstPage(): Promise<string> {
  const channels = await call('channel.list').catch(() => null);
  return channels && channels.items.length > 0 ? '/' : '/channels/new';
}

function useSetupForm() {
  const { t, i18n } = useTranslation();
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const [form, setForm] = useState<SetupForm>(() => ({
    token: takeTokenFromAddress(),
    name: '',
    display_name: '',
    password: '',
    also_answers: true,
    language: asLanguage(i18n.language) ?? 'zh-CN',
    company: '',
    time_zone: ownTimeZone(),
  }));
  const [problem, setProblem] = useState<Problem>();
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);

  const [linked, setLinked] = useState(form.token !== '');
  // A new link opened in the same tab changes only the part behind the hash.
  useEffect(
    () =>
      onTokenInAddress((token) => {
        setForm((before) => ({ ...before, token }));
        setLinked(true);
        setProblem(undefined);
      }),
    [],
  );

  const set = <K extends keyof SetupForm>(field: K, value: SetupForm[K]) => {
    setForm((before) => ({ ...before, [field]: value }));
    setFaults((before) => ({ ...before, [field]: undefined }));
  };

  /** Whoever leaves a field hears at once what is wrong with it. */
  const leave = async (field: Field) => {
    if (form[field].trim() === '') return;
    const found = await faultsOfTyped(form).catch(() => null);
    if (found) setFaults((before) => ({ ...before, [field]: found[field] }));
  };

  const errorOf = (field: Field): string | undefined => {
    const fault = faults[field];
    if (fault) return t(fault);
    if (field === 'token' && problem?.key === 'error.setup_token') return t('error.setup_token');
    return fieldProblemText(problem, field, t);
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const showMistake = () =>
      requestAnimationFrame(() => element.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
    setBusy(true);
    try {
      const missing = missingIn(form);
      setFaults(missing);
      const found = { ...(await faultsOfTyped(form)), ...missing };
      setFaults(found);
      if (Object.keys(found).length > 0) {
        setBusy(false);
        showMistake();
        return;
      }
      await call('setup.finish', form);
      const home = await firstPage();
      await enter();
      navigate(home, { replace: true });
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
      showMistake();
    }
  };
  return { form, set, leave, linked, errorOf, submit, problem, busy };
}

export default function SetupPage() {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const { form, set, leave, linked, errorOf, submit, problem, busy } = useSetupForm();
  const tokenRefused = problem?.key === 'error.setup_token';

  return (
    <Outside title={t('setup.title')} lead={t('setup.lead')} wide>
      <form className={partStyles.fields} onSubmit={submit} noValidate aria-label={t('setup.title')}>
        {problem && !tokenRefused && <Notice tone="bad">{problemText(problem, t)}</Notice>}
        {linked && !tokenRefused ? (
          <Notice tone="ok">{t('setup.token_taken')}</Notice>
        ) : (
          <TextInput
            label={t('setup.token')}
            description={t('setup.token_help')}
            value={form.token}
            error={errorOf('token')}
            autoComplete="off"
            onChange={(event) => set('token', event.target.value.trim())}
          />
        )}
        <fieldset className={styles.part}>
          <legend>{t('setup.you')}</legend>
          <div className={partStyles.fieldRow}>
            <TextInput
              label={t('setup.name')}
              description={t('setup.name_help')}
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              value={form.name}
              error={errorOf('name')}
              onBlur={() => void leave('name')}
              onChange={(event) => set('name', event.target.value)}
            />
            <TextInput
              label={t('setup.display_name')}
              description={t('setup.display_name_help')}
              name="display_name"
              autoComplete="name"
              value={form.display_name}
              error={errorOf('display_name')}
              onChange={(event) => set('display_name', event.target.value)}
            />
          </div>
          <PasswordField
            label={t('setup.password')}
            value={form.password}
            known={[form.name, form.display_name, form.company]}
            error={errorOf('password')}
            onLeave={() => void leave('password')}
            onChange={(value) => set('password', value)}
          />
          <Checkbox
            label={t('setup.also_answers')}
            description={t('setup.also_answers_help')}
            checked={form.also_answers}
            onChange={(event) => set('also_answers', event.target.checked)}
          />
        </fieldset>
        <fieldset className={styles.part}>
          <legend>{t('setup.house')}</legend>
          <TextInput
            label={t('setup.company')}
            name="company"
            autoComplete="organization"
            value={form.company}
            error={errorOf('company')}
            onChange={(event) => set('company', event.target.value)}
          />
          <div className={partStyles.fieldRow}>
            <NativeSelect
              label={t('setup.time_zone')}
              data={timeZoneChoices(language)}
              value={form.time_zone}
              onChange={(event) => set('time_zone', event.target.value)}
            />
            <NativeSelect
              label={t('setup.language')}
              data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
              value={form.language}
              onChange={(event) => {
                const chosen = event.target.value as Language;
                set('language', chosen);
                void switchLanguage(chosen);
              }}
            />
          </div>
        </fieldset>
        <Button type="submit" size="md" loading={busy}>
          {t('setup.submit')}
        </Button>
      </form>
    </Outside>
  );
}
