import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { ThemeChoice } from '../api/types';
import { usePreferences } from '../app/preferences';
import { useSession, useUser } from '../app/session';
import { languages } from '../i18n';
import { fieldProblemText, Refusal } from '../parts/Failure';
import { PageFrame } from '../parts/PageFrame';
import partStyles from '../parts/parts.module.css';
import { Switcher } from '../parts/Switcher';
import { PasswordField } from '../setup/PasswordField';
import { shortestPassword } from '../setup/strength';
import { chosenTheme } from '../theme/scheme';
import styles from './ProfilePage.module.css';

const themes: ThemeChoice[] = ['auto', 'light', 'dark'];

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={`${partStyles.panel} ${partStyles.panelBody} ${styles.section}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Appearance() {
  const { t } = useTranslation();
  const { language, setLanguage, setTheme } = usePreferences();
  const [theme, setShown] = useState(chosenTheme);
  return (
    <Section title={t('profile.appearance')}>
      <div className={styles.line}>
        <span>{t('profile.language')}</span>
        <Switcher
          label={t('profile.language')}
          value={language}
          choices={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(value) => void setLanguage(value)}
        />
      </div>
      <div className={styles.line}>
        <span>{t('profile.theme')}</span>
        <Switcher
          label={t('profile.theme')}
          value={theme}
          choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChange={(value) => {
            setShown(value);
            void setTheme(value);
          }}
        />
      </div>
    </Section>
  );
}

function NameForm() {
  const { t } = useTranslation();
  const user = useUser();
  const { updateUser } = useSession();
  const [name, setName] = useState(user.display_name);
  const save = useMutation({
    mutationFn: () => call('me.change', { display_name: name.trim() }),
    onSuccess: (saved) => updateUser({ ...user, ...saved }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate();
  };
  return (
    <Section title={t('profile.you')}>
      <form className={partStyles.fields} onSubmit={submit}>
        <Refusal error={save.error} />
        <TextInput label={t('setup.name')} value={user.name} readOnly />
        <TextInput
          label={t('setup.display_name')}
          value={name}
          error={name.trim() === '' ? t('form.required') : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <div className={styles.save}>
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('action.save')}
          </Button>
          <span role="status">{save.isSuccess && t('state.saved')}</span>
        </div>
      </form>
    </Section>
  );
}

function PasswordForm() {
  const { t } = useTranslation();
  const user = useUser();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useMutation({
    mutationFn: () => call('me.change', { password, current_password: current }),
    onSuccess: () => {
      setCurrent('');
      setPassword('');
      setAsked(false);
    },
  });
  const refused = fieldProblemText(save.error, 'current_password', t);
  const tooShort = password.length < shortestPassword;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (current !== '' && !tooShort) save.mutate();
  };
  const currentError = asked && current === '' ? t('form.required') : undefined;
  const shortError = asked && tooShort ? t('form.too_short', { count: shortestPassword }) : undefined;
  return (
    <Section title={t('profile.password')}>
      <form className={partStyles.fields} onSubmit={submit} noValidate>
        {!refused && <Refusal error={save.error} />}
        <input type="text" name="username" autoComplete="username" value={user.name} readOnly hidden />
        <PasswordInput
          label={t('profile.current_password')}
          autoComplete="current-password"
          value={current}
          error={refused ?? currentError}
          aria-invalid={(refused ?? currentError) !== undefined}
          onChange={(event) => setCurrent(event.target.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
        />
        <PasswordField
          label={t('profile.new_password')}
          value={password}
          known={[user.name, user.display_name]}
          error={shortError ?? fieldProblemText(save.error, 'password', t)}
          onChange={setPassword}
        />
        <div className={styles.save}>
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('profile.change_password')}
          </Button>
          <span role="status">{save.isSuccess && t('profile.password_changed')}</span>
        </div>
      </form>
    </Section>
  );
}

export default function ProfilePage() {
  const { t } = useTranslation();
  const user = useUser();
  return (
    <PageFrame title={t('nav.profile')} lead={user.roles.map((role) => t(`role.${role}`)).join(' · ')}>
      <div className={styles.sections}>
        <Appearance />
        <NameForm />
        <PasswordForm />
      </div>
    </PageFrame>
  );
}
