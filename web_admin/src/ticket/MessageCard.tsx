import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../api/client';
import type { Message, Ticket } from '../api/types';
import { Chip } from '../parts/Chip';
import { CustomerMark } from '../parts/CustomerMark';
import { Masked } from '../parts/Masked';
import partStyles from '../parts/parts.module.css';
import { When } from '../parts/When';
import { Damage } from './Damage';
import { DeliveryLine } from './DeliveryLine';
import { Files } from './Files';
import styles from './Timeline.module.css';
import { nameGiven, saysMore } from './words';

/** How many Latin letters a line is wide; what is written in Chinese takes the room of two. */
function lineWidth(line: string): number {
  return line.length + (line.match(/[\u2e80-\uffef]/g)?.length ?? 0);
}

/**
 * A frame that may do nothing cannot tell its height either, so it is guessed from the text, with what is quoted, before
 * the frame is shown. Mails that were designed have headings, pictures and buttons around few words: even a short one gets
 * a third of a page. Long ones scroll inside or are shown larger.
 */
export function guessedHeight(text: string, quoted = ''): number {
  const lines = `${text}\n${quoted}`
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(lineWidth(line) / 80)), 0);
  return Math.min(480, Math.max(260, 180 + lines * 24));
}

/** The mail as it was designed, in a frame that may run nothing and load nothing from outside. */
function HtmlFrame({ message, whole }: { message: Message; whole: boolean }) {
  const { t } = useTranslation();
  return (
    <iframe
      className={whole ? styles.htmlWhole : styles.html}
      style={whole ? undefined : { height: guessedHeight(message.text, message.quoted) }}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      src={addressOf('message.page', { message: message.id })}
      title={t('ticket.html_title', { name: message.author.name })}
      referrerPolicy="no-referrer"
    />
  );
}

function PlainText({ message }: { message: Message }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.text}>
        <Masked text={message.text.trimEnd()} />
      </p>
      {message.quoted && (
        <details className={styles.quoted}>
          <summary>{t('ticket.quoted')}</summary>
          <p>
            <Masked text={message.quoted} />
          </p>
        </details>
      )}
    </>
  );
}

function TextButton({ label, pressed, onPress }: { label: string; pressed: boolean; onPress: () => void }) {
  return (
    <button type="button" className={partStyles.textButton} aria-expanded={pressed} onClick={onPress}>
      {label}
    </button>
  );
}

function Body({ message }: { message: Message }) {
  const { t } = useTranslation();
  // A text that leaves words out would be answered as if they had not been written.
  const [html, setHtml] = useState(message.html_holds_more);
  const [whole, setWhole] = useState(false);
  if (message.unreadable) return <p className={styles.unreadable}>{t('ticket.unreadable')}</p>;
  return (
    <>
      {html ? <HtmlFrame message={message} whole={whole} /> : <PlainText message={message} />}
      {message.has_html && (
        <div className={styles.under}>
          <TextButton
            label={t(html ? 'ticket.show_text' : 'ticket.show_html')}
            pressed={html}
            onPress={() => setHtml(!html)}
          />
          {html && (
            <TextButton
              label={t(whole ? 'ticket.html_smaller' : 'ticket.html_larger')}
              pressed={whole}
              onPress={() => setWhole(!whole)}
            />
          )}
          {html && message.has_remote_images && (
            <span className={styles.dim}>{t('ticket.remote_images')}</span>
          )}
        </div>
      )}
    </>
  );
}

const isName = (name: string): boolean => nameGiven(name) && saysMore(name);

/** Who else got it, or wants the answers; whom it did not reach stands out. */
function People({ people }: { people: Message['people'] }) {
  const { t } = useTranslation();
  const roles = (['to', 'cc', 'bcc', 'reply_to'] as const).filter((role) =>
    people.some((one) => one.role === role),
  );
  if (roles.length === 0) return null;
  return (
    <p className={styles.people}>
      {roles.map((role) => (
        <span key={role}>
          {t(`people.${role}`)}{' '}
          {people
            .filter((one) => one.role === role)
            .map(({ id, name, address, failed }, index) => (
              <span key={id} className={failed ? styles.failed : undefined}>
                {index > 0 && ', '}
                <Masked text={isName(name) ? `${name} ${address}` : address} />
                {failed && ` (${t('people.failed')})`}
              </span>
            ))}
        </span>
      ))}
    </p>
  );
}

interface Props {
  message: Message;
  ticket: Ticket;
  /** It is what was searched for. */
  marked?: boolean;
  onForward?: (message: Message) => void;
}

export function MessageCard({ message, ticket, marked = false, onForward }: Props) {
  const { t } = useTranslation();
  const kindClass = { inbound: '', outbound: styles.outbound, note: styles.note, system: '' }[message.kind];
  const at = message.sent_at ?? message.created_at;
  return (
    <li
      className={`${styles.message} ${kindClass} ${marked ? styles.marked : ''}`}
      data-kind={message.kind}
      data-message={message.id}
      aria-current={marked ? 'true' : undefined}
    >
      <p className={styles.by}>
        {message.author.role === 'customer' && <CustomerMark number={ticket.customer.number} />}
        <b>
          <Masked text={isName(message.author.name) ? message.author.name : t('ticket.customer')} />
        </b>
        {message.author.address !== '' && message.author.address !== message.author.name && (
          <span className={styles.dim}>
            <Masked text={message.author.address} />
          </span>
        )}
        <When at={at} />
        {message.kind === 'note' ? <span>{t('ticket.note')}</span> : <span>{ticket.channel.name}</span>}
        {message.author.role === 'server' && <Chip>{t('ticket.mail_server')}</Chip>}
        {message.automatic && message.author.role !== 'server' && <Chip>{t('ticket.automatic')}</Chip>}
        {message.elsewhere && <Chip>{t('ticket.elsewhere')}</Chip>}
        {message.aside && <Chip>{t('ticket.aside')}</Chip>}
        {onForward && message.kind !== 'note' && !message.unreadable && (
          <button
            type="button"
            className={`${partStyles.textButton} ${styles.forward}`}
            onClick={() => onForward(message)}
          >
            {t('composer.forward')}
          </button>
        )}
      </p>
      <People people={message.people} />
      <Body message={message} />
      <Damage since={message.damaged_since} words="original" />
      <Files files={message.attachments} name={ticket.number} />
      {message.delivery && <DeliveryLine message={message} delivery={message.delivery} />}
    </li>
  );
}
