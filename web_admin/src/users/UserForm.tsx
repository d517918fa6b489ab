// Adding a person, changing one, or giving a new password: the same form with the fields each task needs.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { Language, ListedUser, Role, User } from '../api/types';
import { keys } from '../app/query_keys';
import { languages } from '../i18n';
import { fieldProblemText, Refusal } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import styles from '../parts/parts.module.css';
import { PasswordField } from '../setup/PasswordField';
import { shortestPassword } from '../setup/strength';
import { userChanges, type UserChange } from './conflict';

export type UserTask =
  { kind: 'add' } | { kind: 'edit'; user: ListedUser } | { kind: 'password'; user: ListedUser };

interface Draft {
  name: string;
  display_name: string;
  roles: Role[];
  language: Language;
  password: string;
}

type Field = keyof Draft;

const neededFields: Record<UserTask['kind'], Field[]> = {
  add: ['name', 'display_name', 'roles', 'password'],
  edit: ['display_name', 'roles'],
  password: ['password'],
};

function startDraft(task: UserTask, language: Language): Draft {
  const user = task.kind === 'add' ? undefined : task.user;
  return {
    name: user?.name ?? '',
    display_name: user?.display_name ?? '',
    roles: user?.roles ?? ['agent'],
    language: user?.language ?? language,
    password: '',
  };
}

/** Sends the task with the version of the person that was seen, so that a colleague's change is not overwritten. */
function send(task: UserTask, seen: ListedUser | null, draft: Draft): Promise<User> {
  const { display_name, roles: chosen, language, password } = draft;
  if (task.kind === 'add') return call('user.add', draft);
  const changes = task.kind === 'edit' ? { display_name, roles: chosen, language } : { password };
  return call('user.change', { user: task.user.id, ...changes }, { version: (seen ?? task.user).version });
}

function ConflictNotice({ changes }: { changes: UserChange[] }) {
  const { t } = useTranslation();
  const words = ({ field, value }: UserChange): string => {
    switch (field) {
      case 'roles':
        return `${t('user.roles')}: ${value.map((role) => t(`role.${role}`)).join(' · ')}`;
      case 'disabled':
        return t(value ? 'user.disabled' : 'user.active');
      case 'language':
        return `${t('profile.language')}: ${t(`language.${value}`)}`;
      case 'display_name':
        return `${t('setup.display_name')}: ${value}`;
    }
  };
  return (
    <Notice tone="warn" title={t('user.conflict')}>
      <ul>
        {changes.map((change) => (
          <li key={change.field}>{words(change)}</li>
        ))}
      </ul>
      <p>{t('conflict.again')}</p>
    </Notice>
  );
}

/** The fields that were not changed in the form follow what is stored now. */
function untouched(typed: Draft, seen: ListedUser, now: ListedUser): Partial<Draft> {
  const follows: Partial<Draft> = {};
  if (typed.display_name === seen.display_name) follows.display_name = now.display_name;
  if (typed.language === seen.language) follows.language = now.language;
  if ([...typed.roles].sort().join() === [...seen.roles].sort().join()) follows.roles = now.roles;
  return follows;
}

export function UserForm({ task, onDone }: { task: UserTask; onDone: (saved?: User) => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => startDraft(task, i18n.language as Language));
  const [missing, setMissing] = useState<Field[]>([]);
  const [seen, setSeen] = useState(task.kind === 'add' ? null : task.user);
  const roles = useQuery({ queryKey: keys.roles, queryFn: () => call('role.list') }).data?.items ?? [];
  const [changes, setChanges] = useState<UserChange[] | null>(null);
  const save = useMutation({
    mutationFn: () => send(task, seen, draft),
    onError: async (error) => {
      if (asProblem(error).status !== 412 || !seen) return;
      const { items } = await queries.fetchQuery({
        queryKey: keys.users,
        queryFn: () => call('user.list'),
        staleTime: 0,
      });
      const now = items.find((one) => one.id === seen.id);
      if (!now) return;
      setChanges(userChanges(seen, now));
      setDraft((typed) => ({ ...typed, ...untouched(typed, seen, now) }));
      setSeen(now);
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: keys.users });
      onDone(saved);
    },
  });
  const needs = neededFields[task.kind];
  const set = <K extends Field>(field: K, value: Draft[K]) =>
    setDraft((before) => ({ ...before, [field]: value }));

  const answers = (chosen: Role[]): boolean =>
    roles.some(({ role, rights }) => chosen.includes(role as Role) && rights.answer !== 'none');
  // Told before it is saved: whoever may not answer any more cannot own tickets.
  const losesTickets =
    task.kind === 'edit' &&
    seen !== null &&
    seen.open_tickets > 0 &&
    roles.length > 0 &&
    answers(seen.roles) &&
    !answers(draft.roles);

  const errorOf = (field: Field): string | undefined => {
    if (missing.includes(field)) {
      return field === 'password' && draft.password !== ''
        ? t('form.too_short', { count: shortestPassword })
        : t('form.required');
    }
    return fieldProblemText(save.error, field, t);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = needs.filter((field) =>
      field === 'password' ? draft.password.length < shortestPassword : draft[field].length === 0,
    );
    setMissing(empty);
    if (empty.length === 0) return save.mutate();
    save.reset();
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };

  return (
    <form ref={form} className={styles.fields} onSubmit={submit} noValidate>
      {changes === null && <Refusal error={save.error} />}
      {save.isError && changes !== null && <ConflictNotice changes={changes} />}
      {needs.includes('name') && (
        <TextInput
          label={t('setup.name')}
          description={t('setup.name_help')}
          autoCapitalize="none"
          autoComplete="off"
          data-autofocus
          value={draft.name}
          error={errorOf('name')}
          onChange={(event) => set('name', event.target.value)}
        />
      )}
      {needs.includes('display_name') && (
        <TextInput
          label={t('setup.display_name')}
          autoComplete="off"
          data-autofocus={task.kind === 'edit' || undefined}
          value={draft.display_name}
          error={errorOf('display_name')}
          onChange={(event) => set('display_name', event.target.value)}
        />
      )}
      {needs.includes('roles') && (
        <Checkbox.Group
          label={t('user.roles')}
          error={errorOf('roles')}
          value={draft.roles}
          onChange={(value) => set('roles', value as Role[])}
        >
          <div className={styles.choices}>
            {roles.map(({ role }) => (
              <Checkbox
                key={role}
                value={role}
                label={t(`role.${role}`)}
                description={t(`role.${role}_help`)}
              />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {losesTickets && (
        <Notice tone="warn">
          {t('user.gives_back', { name: seen.display_name, count: seen.open_tickets })}
        </Notice>
      )}
      {task.kind !== 'password' && (
        <NativeSelect
          label={t('profile.language')}
          data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          value={draft.language}
          onChange={(event) => set('language', event.target.value as Language)}
        />
      )}
      {needs.includes('password') && (
        <PasswordField
          label={t('user.password')}
          value={draft.password}
          known={[draft.name, draft.display_name]}
          focused={task.kind === 'password'}
          error={errorOf('password')}
          onChange={(value) => set('password', value)}
        />
      )}
      <div className={styles.formActions}>
        <Button type="submit" loading={save.isPending}>
          {t(task.kind === 'add' ? 'user.add' : 'action.save')}
        </Button>
        <Button variant="default" onClick={() => onDone()}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
