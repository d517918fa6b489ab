// The owner in the ticket's head: a name to read, and for those who may change it the place to do so.
import { Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { Ticket } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay, useRights, useUser } from '../app/session';
import { Icon } from '../parts/Icon';
import { offers } from './offers';
import styles from './TicketPane.module.css';
import type { Acts } from './useTicket';

const assignTo = ({ id, version }: Ticket, owner_id: string | null) =>
  call('ticket.assign', { ticket: id, owner_id }, { version });

/** Gives the ticket to somebody; null is the queue. */
export const assign = (ticket: Ticket, acts: Acts, owner: string | null) =>
  acts.run('ticket.assign', () => assignTo(ticket, owner));

/** The right's reach says whether others can be chosen, or only the queue. */
export function useChoosesOthers(): boolean {
  const { assign: reach } = useRights();
  return reach === 'team' || reach === 'all';
}

function Colleagues({ ticket, onChoose }: { ticket: Ticket; onChoose: (owner: string | null) => void }) {
  const { t } = useTranslation();
  const user = useUser();
  const agents =
    useQuery({
      queryKey: keys.agents,
      queryFn: () => call('colleague.list'),
      enabled: useMay('see_colleagues'),
    }).data?.items ?? [];
  return (
    <>
      {ticket.owner?.id !== user.id && (
        <Menu.Item onClick={() => onChoose(user.id)}>{t('ticket.assign_me')}</Menu.Item>
      )}
      {agents
        .filter((agent) => agent.id !== user.id)
        .map((agent) => (
          <Menu.Item
            key={agent.id}
            disabled={agent.id === ticket.owner?.id}
            onClick={() => onChoose(agent.id)}
          >
            {agent.display_name}
          </Menu.Item>
        ))}
      {ticket.owner && <Menu.Divider />}
      {ticket.owner && <Menu.Item onClick={() => onChoose(null)}>{t('ticket.unassign')}</Menu.Item>}
    </>
  );
}

export function OwnerControl({ ticket, acts }: { ticket: Ticket; acts: Acts }) {
  const { t } = useTranslation();
  const choosesOthers = useChoosesOthers();
  const choose = (owner: string | null) => void assign(ticket, acts, owner);
  const name = ticket.owner?.display_name ?? t('ticket.nobody');
  const changes = offers(ticket, 'ticket.assign') && (choosesOthers || ticket.owner !== null);
  if (!changes) {
    return (
      <span className={styles.value}>
        <Icon name="profile" size={14} />
        <span className="only-for-readers">{`${t('field.owner')}: `}</span>
        {name}
      </span>
    );
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={styles.choice} disabled={acts.busy !== null}>
          <Icon name="profile" size={14} />
          <span className="only-for-readers">{`${t('ticket.change_owner')}: `}</span>
          {name}
          <Icon name="down" size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {choosesOthers ? (
          <Colleagues ticket={ticket} onChoose={choose} />
        ) : (
          <Menu.Item onClick={() => choose(null)}>{t('ticket.give_back')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
