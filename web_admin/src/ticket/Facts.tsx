// Beside the ticket: every clock with its bar, who the customer is, and how the ticket is classified.
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clock, Ticket } from '../api/types';
import { viewClock } from '../parts/clock';
import { ClockChip } from '../parts/ClockChip';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import { useNow } from '../parts/now';
import styles from './Facts.module.css';

function ClockLine({ clock }: { clock: Clock }) {
  const { t } = useTranslation();
  const { short } = useMoment();
  const seen = viewClock(clock, useNow());
  return (
    <li className={styles.clock}>
      <span>{t(`clock.kind.${clock.kind}`)}</span>
      <ClockChip clock={clock} />
      <span className={styles.track} aria-hidden="true">
        <i className={styles[seen.tone]} style={{ width: `${Math.round(seen.used * 100)}%` }} />
      </span>
      {clock.due_at && clock.state !== 'met' && clock.state !== 'void' && (
        <small className={styles.due}>{t('clock.due', { at: short(clock.due_at) })}</small>
      )}
    </li>
  );
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <header className={styles.sectionHead}>
        <h3>{title}</h3>
        {action}
      </header>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Customer({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const kindWord = (kind: string) =>
    i18n.exists(`identity.${kind}`) ? t(`identity.${kind}`) : t('identity.other');
  return (
    <Section title={t('facts.customer')}>
      <dl>
        <Fact name={t('facts.name')}>
          <Masked text={ticket.customer.name || t('value.unknown')} />
        </Fact>
        {ticket.identities.map((identity, index) => (
          <Fact key={index} name={kindWord(identity.kind)}>
            <Masked text={identity.display} />
          </Fact>
        ))}
        <Fact name={t('facts.customer_number')}>{ticket.customer.number}</Fact>
      </dl>
    </Section>
  );
}

function About({ ticket, onClassify }: { ticket: Ticket; onClassify?: () => void }) {
  const { t } = useTranslation();
  const { short, number } = useMoment();
  const change = onClassify && (
    <UnstyledButton className={styles.change} onClick={onClassify}>
      {t('action.change')}
    </UnstyledButton>
  );
  return (
    <Section title={t('facts.ticket')} action={change}>
      <dl>
        <Fact name={t('facts.number')}>{ticket.number}</Fact>
        <Fact name={t('field.owner')}>{ticket.owner?.display_name ?? t('ticket.nobody')}</Fact>
        <Fact name={t('field.type')}>{t(`type.${ticket.type}`)}</Fact>
        <Fact name={t('field.phase')}>{ticket.phase ? t(`phase.${ticket.phase}`) : t('value.none')}</Fact>
        <Fact name={t('field.topic')}>{ticket.topic || t('value.none')}</Fact>
        <Fact name={t('facts.channel')}>{ticket.channel.name}</Fact>
        <Fact name={t('facts.received')}>{short(ticket.created_at)}</Fact>
        {ticket.round > 1 && <Fact name={t('facts.round')}>{number(ticket.round)}</Fact>}
      </dl>
    </Section>
  );
}

export function Facts({ ticket, onClassify }: { ticket: Ticket; onClassify?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.facts}>
      <Section title={t('facts.clocks')}>
        {ticket.clocks.length === 0 ? (
          <p className={styles.none}>{t('facts.no_clocks')}</p>
        ) : (
          <ul>
            {ticket.clocks.map((clock) => (
              <ClockLine key={clock.id} clock={clock} />
            ))}
          </ul>
        )}
      </Section>
      <Customer ticket={ticket} />
      <About ticket={ticket} onClassify={onClassify} />
    </div>
  );
}
