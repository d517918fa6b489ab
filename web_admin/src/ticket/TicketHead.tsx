// The ticket's head says each thing once: what it is about, how it stands, how urgent, whose it is; and what can be done.
import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { Ticket, UseCase } from '../api/types';
import { useOfferActs } from '../app/offered_acts';
import { useShortcuts } from '../app/shortcuts';
import { Chip } from '../parts/Chip';
import { Icon } from '../parts/Icon';
import { Masked } from '../parts/Masked';
import { PriorityMark } from '../parts/PriorityMark';
import { FailureNotice } from './FailureNotice';
import { offers } from './offers';
import { assign, OwnerControl } from './OwnerControl';
import styles from './TicketPane.module.css';
import type { Acts } from './useTicket';

interface Props {
  ticket: Ticket;
  acts: Acts;
  /** The last word to the customer was ours: then resolving is what comes next. */
  answered?: boolean;
  onClose?: () => void;
  onFacts?: () => void;
  onClassify?: () => void;
  onMerge?: () => void;
}

/** Acts that need nothing but the ticket; each has a button or a line in the menu where the ticket offers it. */
const plainActs = [
  'ticket.claim',
  'ticket.resolve',
  'ticket.reopen',
  'ticket.spam',
  'ticket.not-spam',
] as const;
type PlainAct = (typeof plainActs)[number];

/** The others stand in the menu. */
const inSight: readonly PlainAct[] = ['ticket.claim', 'ticket.resolve', 'ticket.reopen', 'ticket.not-spam'];

function useHeadActs({ ticket, acts, onClassify, onMerge }: Props) {
  const { t } = useTranslation();
  const can = (act: UseCase) => offers(ticket, act);
  const simply = (act: PlainAct) =>
    void acts.run(act, () => call(act, { ticket: ticket.id }, { version: ticket.version }));
  const giveBack =
    can('ticket.assign') && ticket.owner !== null ? () => void assign(ticket, acts, null) : undefined;
  // Resolving starts a new round when undone, so one stray letter must not do it.
  useShortcuts({
    c: () => can('ticket.claim') && simply('ticket.claim'),
    'shift+e': () => can('ticket.resolve') && simply('ticket.resolve'),
  });
  useOfferActs([
    ...plainActs.filter(can).map((name) => ({ name, label: t(name), run: () => simply(name) })),
    ...(giveBack ? [{ name: 'ticket.assign' as const, label: t('ticket.give_back'), run: giveBack }] : []),
    ...(onClassify
      ? [{ name: 'ticket.classify' as const, label: t('ticket.classify'), run: onClassify }]
      : []),
    ...(onMerge ? [{ name: 'ticket.merge' as const, label: t('merge.open'), run: onMerge }] : []),
  ]);
  return { can, simply, giveBack };
}

function HeadActs(props: Props) {
  const { t } = useTranslation();
  const { acts, answered, onClassify, onMerge } = props;
  const { can, simply, giveBack } = useHeadActs(props);
  const hidden = plainActs.filter((act) => can(act) && !inSight.includes(act));
  const next = inSight.find((act) => can(act) && (act !== 'ticket.resolve' || answered));
  return (
    <div className={styles.acts}>
      {inSight.filter(can).map((act) => (
        <Button
          key={act}
          size="xs"
          variant={act === next && act !== 'ticket.reopen' ? 'filled' : 'default'}
          loading={acts.busy === act}
          onClick={() => simply(act)}
        >
          {t(act)}
        </Button>
      ))}
      {(hidden.length > 0 || onClassify || onMerge || giveBack) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" size={30} aria-label={t('ticket.more_acts')}>
              <Icon name="dots" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {onClassify && <Menu.Item onClick={onClassify}>{t('ticket.classify')}</Menu.Item>}
            {onMerge && <Menu.Item onClick={onMerge}>{t('merge.open')}</Menu.Item>}
            {giveBack && <Menu.Item onClick={giveBack}>{t('ticket.give_back')}</Menu.Item>}
            {hidden.map((act) => (
              <Menu.Item key={act} onClick={() => simply(act)}>
                {t(act)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

function Priority({ ticket, onClassify }: Props) {
  const { t } = useTranslation();
  const words = t(`priority.${ticket.priority}`);
  if (!onClassify) {
    return (
      <span className={styles.value}>
        <PriorityMark priority={ticket.priority} decorative />
        {words}
      </span>
    );
  }
  return (
    <UnstyledButton className={styles.choice} onClick={onClassify}>
      <PriorityMark priority={ticket.priority} decorative />
      <span className="only-for-readers">{`${t('ticket.change_priority')}: `}</span>
      {words}
      <Icon name="down" size={12} />
    </UnstyledButton>
  );
}

export function TicketHead(props: Props) {
  const { t } = useTranslation();
  const { ticket, acts, onClose, onFacts } = props;
  return (
    <header className={styles.head}>
      {onFacts && (
        <ActionIcon
          className={styles.factsButton}
          variant="subtle"
          aria-label={t('facts.title')}
          onClick={onFacts}
        >
          <Icon name="facts" />
        </ActionIcon>
      )}
      <div className={styles.headLine}>
        {onClose && (
          <ActionIcon variant="subtle" aria-label={t('ticket.back')} onClick={onClose}>
            <Icon name="back" />
          </ActionIcon>
        )}
        <h2 className={styles.title}>
          <Masked text={ticket.subject || t('ticket.no_subject')} />
        </h2>
      </div>
      <HeadActs {...props} />
      <div className={styles.marks}>
        <Chip tone={ticket.state === 'resolved' ? 'ok' : 'accent'}>{t(`state.ticket.${ticket.state}`)}</Chip>
        <Priority {...props} />
        <OwnerControl ticket={ticket} acts={acts} />
        <span className={styles.number}>{ticket.number}</span>
      </div>
      {acts.failure && (
        <div className={styles.failure}>
          <FailureNotice failure={acts.failure} />
        </div>
      )}
    </header>
  );
}
