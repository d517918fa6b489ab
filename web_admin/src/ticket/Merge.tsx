// This ticket becomes part of another: find the other, look at both, confirm.
import { Button, Checkbox, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { Ticket, TicketRow } from '../api/types';
import { keys } from '../app/query_keys';
import { CustomerMark } from '../parts/CustomerMark';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Failure';
import { Masked } from '../parts/Masked';
import { Notice } from '../parts/Notice';
import partStyles from '../parts/parts.module.css';
import { FailureNotice } from './FailureNotice';
import styles from './Merge.module.css';
import { saysMore } from './words';
import type { Acts } from './useTicket';

interface Props {
  ticket: Ticket;
  acts: Acts;
  /** The number of the ticket that a line of the timeline led to; empty: none is chosen yet. */
  proposed: string;
  onClose: () => void;
}

const shownHits = 8;

function Card({ role, ticket }: { role: string; ticket: TicketRow }) {
  const { t } = useTranslation();
  return (
    <div className={styles.card}>
      <p className={styles.role}>{role}</p>
      <p>
        <b>
          <Masked text={ticket.subject || t('ticket.no_subject')} />
        </b>
      </p>
      <p className={styles.dim}>
        {ticket.number} · {t(`state.ticket.${ticket.state}`)}
      </p>
      <p className={styles.customer}>
        <CustomerMark number={ticket.customer.number} />
        {saysMore(ticket.customer.name) && <Masked text={ticket.customer.name} />}
        {ticket.customer.number}
      </p>
      <p className={styles.preview} data-excerpt>
        <Masked text={ticket.last_message.text} />
      </p>
    </div>
  );
}

function Hits({
  ticket,
  text,
  onChoose,
}: {
  ticket: Ticket;
  text: string;
  onChoose: (number: string) => void;
}) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: keys.mergeSearch(text),
    queryFn: () => call('ticket.list', { view: 'all', q: text, limit: shownHits }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
  if (text === '') return <p className={styles.dim}>{t('merge.find_help')}</p>;
  if (query.isError) return <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  const hits = (query.data?.items ?? []).filter(({ id }) => id !== ticket.id);
  if (query.isSuccess && hits.length === 0) return <p role="status">{t('merge.nothing')}</p>;
  return (
    <ul className={styles.hits}>
      {hits.map((hit) => (
        <li key={hit.id}>
          <button type="button" className={styles.hit} onClick={() => onChoose(hit.number)}>
            <Card role="" ticket={hit} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Confirm({ ticket, target, acts, onClose }: Omit<Props, 'proposed'> & { target: Ticket }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [meant, setMeant] = useState(false);
  const differ = ticket.customer.id !== target.customer.id;
  const merge = () =>
    call(
      'ticket.merge',
      { ticket: ticket.id, into: target.id, into_version: target.version, other_customer: differ && meant },
      { version: ticket.version },
    );
  const confirm = () =>
    void acts.run('ticket.merge', merge, () => {
      onClose();
      navigate(`/inbox/${target.number}`);
    });
  return (
    <>
      {acts.failure && <FailureNotice failure={acts.failure} />}
      <div className={styles.pair}>
        <Card role={t('merge.source')} ticket={ticket} />
        <Card role={t('merge.target')} ticket={target} />
      </div>
      <p>{t('merge.effect')}</p>
      {differ && (
        <Notice tone="warn" title={t('merge.customers_differ')}>
          <Checkbox
            label={t('merge.customers_meant')}
            checked={meant}
            onChange={(event) => setMeant(event.currentTarget.checked)}
          />
        </Notice>
      )}
      <div className={partStyles.formActions}>
        <Button disabled={differ && !meant} loading={acts.busy === 'ticket.merge'} onClick={confirm}>
          {t('merge.do', { number: target.number })}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </>
  );
}

function MergeSteps(props: Props) {
  const { t } = useTranslation();
  const { ticket, proposed } = props;
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(proposed);
  const query = useQuery({
    queryKey: keys.ticket(chosen),
    queryFn: () => call('ticket.show', { ticket: chosen }),
    enabled: chosen !== '',
  });
  const target = chosen === '' ? undefined : query.data;
  return (
    <div className={partStyles.fields}>
      <TextInput
        label={t('merge.find')}
        value={text}
        data-autofocus
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen('');
        }}
      />
      {chosen !== '' && query.isError && (
        <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      )}
      {chosen === '' && <Hits ticket={ticket} text={text.trim()} onChoose={setChosen} />}
      {target && <Confirm {...props} target={target} />}
    </div>
  );
}

/** `proposed` null: closed. */
export function Merge({ proposed, ...props }: Omit<Props, 'proposed'> & { proposed: string | null }) {
  const { t } = useTranslation();
  const close = () => {
    props.acts.dismiss();
    props.onClose();
  };
  return (
    <Dialog opened={proposed !== null} onClose={close} title={t('merge.title')} size="lg">
      <MergeSteps key={proposed} {...props} proposed={proposed ?? ''} onClose={close} />
    </Dialog>
  );
}
