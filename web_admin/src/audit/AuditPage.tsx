// Who did what, when: the newest first, with the state of the log that proves nothing was changed.
import { Button, NativeSelect, TextInput, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { call } from '../api/client';
import type { AuditFilter, AuditRecord, AuditState } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { Chip, type Tone } from '../parts/Chip';
import { SidePanel } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { useMoment } from '../parts/moment';
import { Notice } from '../parts/Notice';
import { PagedTable } from '../parts/PagedTable';
import { PageFrame } from '../parts/PageFrame';
import styles from '../parts/parts.module.css';
import { AuditDetails } from './AuditDetails';
import { DamagedFiles } from './DamagedFiles';
import { momentsOf } from '../parts/days';
import { actionChoices, actionWords, actorWords, objectWords, resultWords, type Names } from './words';

function logWords(intact: boolean | null): [Tone, string] {
  if (intact === null) return ['plain', 'audit.unchecked'];
  return intact ? ['ok', 'audit.intact'] : ['bad', 'audit.broken'];
}

function LogState({ state }: { state: AuditState }) {
  const { t } = useTranslation();
  const { exact, number } = useMoment();
  const checkpoint = state.last_checkpoint;
  const [tone, title] = logWords(state.intact);
  return (
    <Notice tone={tone} title={t(title)}>
      <p>
        {checkpoint
          ? t('audit.size_checked', {
              size: number(state.size),
              at: exact(checkpoint.at),
              checked: number(checkpoint.size),
            })
          : t('audit.size', { size: number(state.size) })}
      </p>
      {state.anchor && (
        <p>
          {t('audit.anchored', {
            size: number(state.anchor.size),
            at: exact(state.anchor.at),
            places: state.anchor.places.join(', '),
          })}
        </p>
      )}
      {state.alarms.length > 0 && (
        <ul>
          {state.alarms.map(({ object, id, reason }) => (
            <li key={`${object} ${id}`}>
              {object} {id}: {reason}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function useDelayed(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), 400);
    return () => clearTimeout(timer);
  });
  return [text, setText] as const;
}

/** What the reader chose, as the page's address keeps it. */
type Chosen = Record<'action' | 'actor' | 'object_id' | 'from' | 'to', string>;

const nothing: Chosen = { action: '', actor: '', object_id: '', from: '', to: '' };

const filterOf = ({ from, to, ...rest }: Chosen): AuditFilter => ({ ...rest, ...momentsOf(from, to) });

function Day({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <TextInput
      type="date"
      className={styles.shortFilter}
      label={label}
      value={value}
      max="9999-12-30"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** For those who may see people. */
function usePeople() {
  const query = useQuery({
    queryKey: keys.users,
    queryFn: () => call('user.list'),
    enabled: useMay('run_users'),
  });
  return query.data?.items;
}

function Filters({ chosen, onChange }: { chosen: Chosen; onChange: (chosen: Chosen) => void }) {
  const { t } = useTranslation();
  const people = usePeople();
  const [object, setObject] = useDelayed(chosen.object_id, (object_id) => onChange({ ...chosen, object_id }));
  return (
    <div className={styles.filters}>
      <NativeSelect
        label={t('audit.action')}
        data={[{ value: '', label: t('filter.any') }, ...actionChoices(t)]}
        value={chosen.action}
        onChange={(event) => onChange({ ...chosen, action: event.target.value })}
      />
      {people && (
        <NativeSelect
          label={t('audit.actor')}
          data={[
            { value: '', label: t('filter.any') },
            ...people.map((one) => ({ value: one.id, label: one.display_name })),
          ]}
          value={chosen.actor}
          onChange={(event) => onChange({ ...chosen, actor: event.target.value })}
        />
      )}
      <TextInput
        label={t('audit.object_id')}
        value={object}
        onChange={(event) => setObject(event.target.value.trim().toUpperCase())}
      />
      <Day label={t('audit.from')} value={chosen.from} onChange={(from) => onChange({ ...chosen, from })} />
      <Day label={t('audit.to')} value={chosen.to} onChange={(to) => onChange({ ...chosen, to })} />
    </div>
  );
}

function Row({ record, names, onOpen }: { record: AuditRecord; names: Names; onOpen: () => void }) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  // What was denied says so by its name already.
  const failed = record.result !== null && record.result !== 'ok' && record.action !== 'access.denied';
  return (
    <tr>
      <td className={styles.nowrap}>{exact(record.at)}</td>
      <td>{actorWords(record, t, names)}</td>
      <td>
        <UnstyledButton className={styles.textLink} onClick={onOpen}>
          {actionWords(record.action, t)}
        </UnstyledButton>{' '}
        {failed && <Chip tone="bad">{resultWords(record.result ?? '', t)}</Chip>}
      </td>
      <td className={styles.dim}>{objectWords(record, t, names)}</td>
    </tr>
  );
}

export default function AuditPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const chosen: Chosen = { ...nothing };
  for (const name of Object.keys(nothing) as (keyof Chosen)[]) chosen[name] = search.get(name) ?? '';
  const filter = filterOf(chosen);
  const query = useInfiniteQuery({
    queryKey: keys.audit(filter),
    queryFn: ({ pageParam }) => call('audit.list', { ...filter, after: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const state = useQuery({ queryKey: keys.auditState, queryFn: () => call('audit.state') }).data;
  const [open, setOpen] = useState<AuditRecord | null>(null);
  const names: Names = new Map(usePeople()?.map(({ id, display_name: name }) => [id, name]));
  const change = (next: Chosen) =>
    setSearch(
      Object.entries(next).filter(([, value]) => value),
      { replace: true },
    );
  return (
    <PageFrame title={t('nav.audit')} lead={t('audit.lead')}>
      <div className={styles.fields}>
        {state && <LogState state={state} />}
        <DamagedFiles />
        <Filters chosen={chosen} onChange={change} />
      </div>
      <PagedTable
        query={query}
        label={t('nav.audit')}
        columns={[t('audit.at'), t('audit.actor'), t('audit.action'), t('audit.object')]}
        row={(record) => (
          <Row key={record.seq} record={record} names={names} onOpen={() => setOpen(record)} />
        )}
        empty={
          <Empty icon="audit" title={t('audit.none')}>
            {Object.values(chosen).some(Boolean) && (
              <Button variant="default" onClick={() => change(nothing)}>
                {t('inbox.clear_filters')}
              </Button>
            )}
          </Empty>
        }
      />
      <SidePanel
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        size={440}
        title={t('audit.details')}
      >
        {open && <AuditDetails record={open} />}
      </SidePanel>
    </PageFrame>
  );
}
