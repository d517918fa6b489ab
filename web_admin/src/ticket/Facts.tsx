// Beside the ticket: every clock with its bar, who the customer is, and how the ticket is classified.
import { UnstyledButton } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clock, Ticket } from '../api/types';
import { clockLimit, exactSpan, viewClock } from '../parts/clock';
import { ClockChip } from '../parts/ClockChip';
import { CustomerMark } from '../parts/CustomerMark';
import { Icon } from '../parts/Icon';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import { useNow } from '../parts/now';
import { orderClocks, type OrderedClock } from './clock_order';
import styles from './Facts.module.css';
import { OtherTickets } from './OtherTickets';
import { customerName } from './words';

/** The time given, in the largest unit that says it without a rest: 2 hours, 90 minutes. */
function limitWords(clock: Clock, t: TFunction): string | null {
  const limit = clockLimit(clock);
  if (limit === null) return null;
  const { unit, count } = exactSpan(limit);
  return t(`span.${unit}`, { count });
}

/** When the clock began, when it is due, what ends it and where the limit comes from. */
function ClockWhy({ clock, id }: { clock: Clock; id: string }) {
  const { t, i18n } = useTranslation();
  const { exact } = useMoment();
  const moments: [string, string | null][] = [
    [t('clock.why.started'), clock.started_at],
    [t('clock.why.due'), clock.due_at],
    [t('clock.why.met'), clock.met_at],
    [t('clock.why.breached'), clock.breached_at],
  ];
  const ends = `clock.why.${clock.kind}`;
  return (
    <div id={id} className={styles.why}>
      <dl>
        {moments.map(
          ([name, at]) =>
            at && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{exact(at)}</dd>
              </div>
            ),
        )}
      </dl>
      {i18n.exists(ends) && <p>{t(ends)}</p>}
      <p>{t('clock.why.rule')}</p>
    </div>
  );
}

function ClockLine({ clock, round }: OrderedClock) {
  const { t } = useTranslation();
  const { short } = useMoment();
  const seen = viewClock(clock, useNow());
  const [open, setOpen] = useState(false);
  const whyId = useId();
  const kindName = t(`clock.kind.${clock.kind}`);
  const kind = round === null ? kindName : t('clock.of_round', { kind: kindName, round });
  const limit = limitWords(clock, t);
  const shownDue = clock.state !== 'met' && clock.state !== 'void' ? clock.due_at : null;
  return (
    <li className={styles.clock}>
      <span className={styles.clockName}>
        {kind}
        <button
          type="button"
          className={styles.whyButton}
          aria-label={t('clock.why_of', { kind })}
          aria-expanded={open}
          aria-controls={open ? whyId : undefined}
          onClick={() => setOpen(!open)}
        >
          <Icon name="info" size={15} />
        </button>
      </span>
      <ClockChip clock={clock} />
      <span className={styles.track} aria-hidden="true">
        <i className={styles[seen.tone]} style={{ width: `${Math.round(seen.used * 100)}%` }} />
      </span>
      <small className={styles.due}>
        {[limit && t('clock.given', { limit }), shownDue && t('clock.due', { at: short(shownDue) })]
          .filter(Boolean)
          .join(' · ')}
      </small>
      {open && <ClockWhy clock={clock} id={whyId} />}
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
          <span className={styles.customer}>
            <CustomerMark number={ticket.customer.number} />
            <Masked text={customerName(ticket.customer, t)} />
          </span>
        </Fact>
        <Fact name={t('facts.customer_number')}>{ticket.customer.number}</Fact>
        {ticket.identities.map((identity, index) => (
          <Fact key={index} name={kindWord(identity.kind)}>
            <Masked text={identity.display} />
          </Fact>
        ))}
      </dl>
    </Section>
  );
}

/** What stands in the head is not said again; what nobody filled in waits behind a line. */
function About({ ticket, onClassify }: { ticket: Ticket; onClassify?: () => void }) {
  const { t } = useTranslation();
  const { short, number } = useMoment();
  const [unfolded, setUnfolded] = useState(false);
  const change = onClassify && (
    <UnstyledButton className={styles.change} onClick={onClassify}>
      {t('action.change')}
    </UnstyledButton>
  );
  const optional: [string, string | null][] = [
    [t('field.phase'), ticket.phase && t(`phase.${ticket.phase}`)],
    [t('field.topic'), ticket.topic],
  ];
  const empty = optional.filter(([, value]) => !value);
  return (
    <Section title={t('facts.ticket')} action={change}>
      <dl>
        <Fact name={t('field.type')}>{t(`type.${ticket.type}`)}</Fact>
        {optional.map(
          ([name, value]) =>
            (value || unfolded) && (
              <Fact key={name} name={name}>
                {value || <span className={styles.none}>{t('value.unset')}</span>}
              </Fact>
            ),
        )}
        <Fact name={t('facts.channel')}>{ticket.channel.name}</Fact>
        <Fact name={t('facts.received')}>{short(ticket.created_at)}</Fact>
        {ticket.round > 1 && <Fact name={t('facts.round')}>{number(ticket.round)}</Fact>}
      </dl>
      {empty.length > 0 && (
        <UnstyledButton
          className={styles.fold}
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {t(unfolded ? 'facts.fold' : 'facts.unfold', { count: empty.length })}
        </UnstyledButton>
      )}
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
            {orderClocks(ticket).map(({ clock, round }) => (
              <ClockLine key={clock.id} clock={clock} round={round} />
            ))}
          </ul>
        )}
      </Section>
      <Customer ticket={ticket} />
      <OtherTickets ticket={ticket} />
      <About ticket={ticket} onClassify={onClassify} />
    </div>
  );
}
