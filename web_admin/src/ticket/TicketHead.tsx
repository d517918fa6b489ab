import { ActionIcon, Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { Priority, Ticket, UseCase } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay, useRights, useUser } from '../app/session';
import { useShortcuts } from '../app/shortcuts';
import { Chip, type Tone } from '../parts/Chip';
import { Icon } from '../parts/Icon';
import { Masked } from '../parts/Masked';
import { FailureNotice } from './FailureNotice';
import { offers } from './offers';
import styles from './TicketPane.module.css';
import type { Acts } from './useTicket';

interface Props {
  ticket: Ticket;
  acts: Acts;
  onClose?: () => void;
  onFacts?: () => void;
  onClassify?: () => void;
  onMerge?: () => void;
}

const priorityTones: Record<Priority, Tone> = { P1: 'bad', P2: 'warn', P3: 'plain' };

const assignTo = ({ id, version }: Ticket, owner_id: string | null) =>
  call('ticket.assign', { ticket: id, owner_id }, { version });

/** For those who may choose among colleagues. */
function AssignMenu({ ticket, acts }: { ticket: Ticket; acts: Acts }) {
  const { t } = useTranslation();
  const user = useUser();
  const agents =
    useQuery({
      queryKey: keys.agents,
      queryFn: () => call('colleague.list'),
      enabled: useMay('see_colleagues'),
    }).data?.items ?? [];
  const assign = (owner: string | null) => void acts.run('ticket.assign', () => assignTo(ticket, owner));
  const others = agents.filter((agent) => agent.id !== user.id);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          loading={acts.busy === 'ticket.assign'}
          rightSection={<Icon name="down" size={14} />}
        >
          {t('ticket.assign')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ticket.owner?.id !== user.id && (
          <Menu.Item onClick={() => assign(user.id)}>{t('ticket.assign_me')}</Menu.Item>
        )}
        {others.map((agent) => (
          <Menu.Item key={agent.id} disabled={agent.id === ticket.owner?.id} onClick={() => assign(agent.id)}>
            {agent.display_name}
          </Menu.Item>
        ))}
        {ticket.owner && <Menu.Divider />}
        {ticket.owner && <Menu.Item onClick={() => assign(null)}>{t('ticket.unassign')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Acts that need nothing but the ticket; each has a button where the ticket offers it. */
const plainActs = ['ticket.resolve', 'ticket.reopen', 'ticket.spam', 'ticket.not-spam'] as const;

function HeadActs({ ticket, acts, onClassify, onMerge }: Props) {
  const { t } = useTranslation();
  const { assign: reach } = useRights();
  const can = (act: UseCase) => offers(ticket, act);
  const simply = (act: 'ticket.claim' | (typeof plainActs)[number]) =>
    void acts.run(act, () => call(act, { ticket: ticket.id }, { version: ticket.version }));
  const giveBack = () => void acts.run('ticket.assign', () => assignTo(ticket, null));
  // Resolving starts a new round when undone, so one stray letter must not do it.
  useShortcuts({
    c: () => can('ticket.claim') && simply('ticket.claim'),
    'shift+e': () => can('ticket.resolve') && simply('ticket.resolve'),
  });
  // The right's reach says whether others can be chosen, or only the queue.
  const choosesOthers = reach === 'team' || reach === 'all';
  return (
    <div className={styles.acts}>
      {can('ticket.claim') && (
        <Button
          size="xs"
          variant="light"
          loading={acts.busy === 'ticket.claim'}
          onClick={() => simply('ticket.claim')}
        >
          {t('ticket.claim')}
        </Button>
      )}
      {can('ticket.assign') && choosesOthers && <AssignMenu ticket={ticket} acts={acts} />}
      {can('ticket.assign') && !choosesOthers && ticket.owner && (
        <Button size="xs" variant="default" loading={acts.busy === 'ticket.assign'} onClick={giveBack}>
          {t('ticket.give_back')}
        </Button>
      )}
      {onClassify && (
        <Button size="xs" variant="default" onClick={onClassify}>
          {t('ticket.classify')}
        </Button>
      )}
      {onMerge && (
        <Button size="xs" variant="default" onClick={onMerge}>
          {t('merge.open')}
        </Button>
      )}
      {plainActs.filter(can).map((act) => (
        <Button key={act} size="xs" variant="default" loading={acts.busy === act} onClick={() => simply(act)}>
          {t(act)}
        </Button>
      ))}
    </div>
  );
}

export function TicketHead(props: Props) {
  const { t } = useTranslation();
  const { ticket, acts, onClose, onFacts } = props;
  const place = [ticket.phase && t(`phase.${ticket.phase}`), ticket.topic].filter(Boolean).join(' · ');
  return (
    <header className={styles.head}>
      <div className={styles.headLine}>
        {onClose && (
          <ActionIcon variant="subtle" aria-label={t('ticket.back')} onClick={onClose}>
            <Icon name="back" />
          </ActionIcon>
        )}
        <h2 className={styles.title}>
          <Masked text={ticket.subject || t('ticket.no_subject')} />
        </h2>
        {onFacts && (
          <ActionIcon variant="subtle" aria-label={t('facts.title')} onClick={onFacts}>
            <Icon name="facts" />
          </ActionIcon>
        )}
      </div>
      <div className={styles.marks}>
        <Chip tone={priorityTones[ticket.priority]}>{t(`priority.${ticket.priority}`)}</Chip>
        <Chip tone={ticket.state === 'resolved' ? 'ok' : 'accent'}>{t(`state.ticket.${ticket.state}`)}</Chip>
        <span className={styles.more}>
          <Chip>{t(`type.${ticket.type}`)}</Chip>
        </span>
        {place && (
          <span className={styles.more}>
            <Chip>{place}</Chip>
          </span>
        )}
        <span>
          {ticket.number} · {ticket.channel.name} ·{' '}
          {ticket.owner ? t('ticket.owner', { name: ticket.owner.display_name }) : t('ticket.nobody')}
        </span>
      </div>
      <HeadActs {...props} />
      {acts.failure && (
        <div className={styles.failure}>
          <FailureNotice failure={acts.failure} />
        </div>
      )}
    </header>
  );
}
