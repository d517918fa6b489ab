import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type Problem } from '../api/problem';
import { useSession } from '../app/session';
import { problemText } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import partStyles from '../parts/parts.module.css';

/** The seconds until this refusal allows another try; each refusal counts anew. */
function useCountdown(problem: Problem | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = problem?.retryAfter ?? 0;
    setLeft(seconds);
    if (seconds === 0) return;
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, [problem]);
  return left;
}

/** Name and password. With a name given (session expired) only the password is asked. */
export function LoginForm({ name: known = '' }: { name?: string }) {
  const { t } = useTranslation();
  const { signIn } = useSession();
  const [name, setName] = useState(known);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const wait = useCountdown(problem);
  const waited = Boolean(problem?.retryAfter) && wait === 0;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (name === '' || password === '') {
      const form = event.currentTarget;
      setTried(true);
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    setTried(false);
    setBusy(true);
    try {
      await signIn(name, password);
    } catch (error) {
      setProblem(asProblem(error));
      setPassword('');
      setBusy(false);
    }
  };
  // In our words: the browser would say it in its own language, not in the one chosen here.
  const missing = (value: string) => (tried && value === '' ? t('form.required') : undefined);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState?.('CapsLock') ?? false);

  return (
    <form className={partStyles.fields} onSubmit={submit} noValidate aria-label={t('login.title')}>
      {problem && !waited && (
        <Notice tone="bad">{wait > 0 ? t('login.wait', { count: wait }) : problemText(problem, t)}</Notice>
      )}
      <TextInput
        label={t('login.name')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        autoFocus={known === ''}
        readOnly={known !== ''}
        value={name}
        error={missing(name)}
        onChange={(event) => setName(event.target.value)}
      />
      <PasswordInput
        label={t('login.password')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus={known !== ''}
        data-autofocus={known !== '' || undefined}
        value={password}
        error={missing(password)}
        aria-invalid={missing(password) !== undefined}
        description={capsLock ? t('login.caps_lock') : undefined}
        onKeyUp={watchCapsLock}
        onChange={(event) => setPassword(event.target.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
      />
      <Button type="submit" fullWidth loading={busy} disabled={wait > 0} mt={4}>
        {t('login.submit')}
      </Button>
    </form>
  );
}
