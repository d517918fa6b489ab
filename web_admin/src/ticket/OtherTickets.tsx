// What else the customer has asked: their other tickets, the newest ten, and the way to all of them.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import type { Ticket } from '../api/types';
import { keys } from '../app/query_keys';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import styles from './Facts.module.css';

export function OtherTickets({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { short } = useMoment();
  const others = useQuery({
    queryKey: keys.others(ticket.id),
    queryFn: () => call('ticket.others', { ticket: ticket.id }),
  }).data?.items;
  if (!others || others.length === 0) return null;
  return (
    <section className={styles.section}>
      <header className={styles.sectionHead}>
        <h3>{t('facts.others')}</h3>
        <Link href={`/inbox?view=all&customer=${ticket.customer.id}`}>{t('facts.all_others')}</Link>
      </header>
      <ul className={styles.others}>
        {others.map((other) => (
          <li key={other.id}>
            <Link href={`/inbox/${other.number}?view=all`}>
              <Masked text={other.subject || t('ticket.no_subject')} />
            </Link>
            <small className={styles.due}>
              {other.number} · {t(`state.ticket.${other.state}`)} · {short(other.created_at)}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
