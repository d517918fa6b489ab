import { Button, Menu, ActionIcon } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { ListedUser, User } from '../api/types';
import { keys } from '../app/query_keys';
import { useUser } from '../app/session';
import { Chip } from '../parts/Chip';
import { Dialog } from '../parts/Dialog';
import { Failure, Refusal } from '../parts/Failure';
import { Icon } from '../parts/Icon';
import { useMoment } from '../parts/moment';
import { PageFrame } from '../parts/PageFrame';
import styles from '../parts/parts.module.css';
import { Waiting } from '../parts/Waiting';
import { When } from '../parts/When';
import { DisableUser } from './DisableUser';
import { UserForm, type UserTask } from './UserForm';

function RowMenu({
  user,
  onTask,
  onToggle,
}: {
  user: ListedUser;
  onTask: (task: UserTask) => void;
  onToggle: () => void;
}) {
  const { t } = useTranslation();
  const self = useUser().id === user.id;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={t('user.acts_of', { name: user.display_name })}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onTask({ kind: 'edit', user })}>{t('user.edit')}</Menu.Item>
        <Menu.Item onClick={() => onTask({ kind: 'password', user })}>{t('user.reset_password')}</Menu.Item>
        <Menu.Item disabled={self} onClick={onToggle}>
          {t(user.disabled ? 'user.enable' : 'user.disable')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function UserRow({
  user,
  onTask,
  onToggle,
}: {
  user: ListedUser;
  onTask: (task: UserTask) => void;
  onToggle: () => void;
}) {
  const { t } = useTranslation();
  const { day, number } = useMoment();
  return (
    <tr>
      <td>
        <b>{user.display_name}</b>
        <div className={styles.dim}>{user.name}</div>
      </td>
      <td>{user.roles.map((role) => t(`role.${role}`)).join(' · ')}</td>
      <td className={styles.dim}>{user.disabled ? <Chip>{t('user.disabled')}</Chip> : t('user.active')}</td>
      <td className={styles.number} data-label={t('user.open_tickets')}>
        {user.open_tickets > 0 ? number(user.open_tickets) : ''}
      </td>
      <td data-label={t('user.last_sign_in')}>
        {user.last_sign_in ? <When at={user.last_sign_in} ago /> : t('user.never_signed_in')}
      </td>
      <td className={styles.dim} data-label={t('user.since')}>
        {day(user.created_at)}
      </td>
      <td className={styles.rowActs}>
        <RowMenu user={user} onTask={onTask} onToggle={onToggle} />
      </td>
    </tr>
  );
}

function UserTable({
  users,
  onTask,
  onToggled,
}: {
  users: ListedUser[];
  onTask: (task: UserTask) => void;
  onToggled: (user: User) => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState<ListedUser | null>(null);
  const toggle = useMutation({
    mutationFn: (user: ListedUser) =>
      call('user.change', { user: user.id, disabled: !user.disabled }, { version: user.version }),
    onSuccess: onToggled,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.users }),
  });
  const ask = (user: ListedUser) =>
    !user.disabled && user.open_tickets > 0 ? setLeaving(user) : toggle.mutate(user);
  return (
    <>
      <Refusal error={toggle.error} />
      <div className={`${styles.panel} ${styles.tableWrap}`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('user.person')}</th>
              <th scope="col">{t('user.roles')}</th>
              <th scope="col">{t('field.state')}</th>
              <th scope="col" className={styles.number}>
                {t('user.open_tickets')}
              </th>
              <th scope="col">{t('user.last_sign_in')}</th>
              <th scope="col">{t('user.since')}</th>
              <th scope="col">
                <span className="only-for-readers">{t('user.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <UserRow key={user.id} user={user} onTask={onTask} onToggle={() => ask(user)} />
            ))}
          </tbody>
        </table>
      </div>
      <DisableUser
        user={leaving}
        onClose={() => setLeaving(null)}
        onDisable={(user) => {
          setLeaving(null);
          toggle.mutate(user);
        }}
      />
    </>
  );
}

/** What was done last, for everybody to read and to hear. */
interface Done {
  word: UserTask['kind'] | 'disable' | 'enable';
  name: string;
}

const nameOf = (task: UserTask) => (task.kind === 'add' ? '' : task.user.display_name);

export default function UsersPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  // The palette leads here with the form open.
  const adding = search.has('add');
  const [begun, setTask] = useState<UserTask | null>(null);
  const task: UserTask | null = begun ?? (adding ? { kind: 'add' } : null);
  const [done, setDone] = useState<Done | null>(null);
  const leave = () => {
    setTask(null);
    if (adding) setSearch({}, { replace: true });
  };
  const begin = (next: UserTask) => {
    setDone(null);
    setTask(next);
  };
  const finish = (saved?: User) => {
    if (task && saved) setDone({ word: task.kind, name: saved.display_name });
    leave();
  };
  const query = useQuery({ queryKey: keys.users, queryFn: () => call('user.list') });
  const add = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => begin({ kind: 'add' })}>
      {t('user.add')}
    </Button>
  );
  return (
    <PageFrame title={t('nav.users')} lead={t('user.lead')} actions={add}>
      {query.isPending && <Waiting rows={5} />}
      {query.isError && <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      <p role="status" className={styles.done}>
        {done && t(`user.done_${done.word}`, { name: done.name })}
      </p>
      {query.data && (
        <UserTable
          users={query.data.items}
          onTask={begin}
          onToggled={({ disabled, display_name: name }) =>
            setDone({ word: disabled ? 'disable' : 'enable', name })
          }
        />
      )}
      <Dialog
        opened={task !== null}
        onClose={leave}
        title={task ? t(`user.task_${task.kind}`, { name: nameOf(task) }) : ''}
      >
        {task && <UserForm task={task} onDone={finish} />}
      </Dialog>
    </PageFrame>
  );
}
