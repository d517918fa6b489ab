// Where answers and notes are written. It never moves or empties by itself: only a sent text leaves.
import { ActionIcon, Button, Kbd, Menu, Tooltip } from '@mantine/core';
import { useEffect, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../parts/Failure';
import type { Message, Ticket } from '../api/types';
import { useShortcuts } from '../app/shortcuts';
import { Icon } from '../parts/Icon';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import { Notice } from '../parts/Notice';
import styles from './Composer.module.css';
import type { ComposerTab, ForwardedFile } from './drafts';
import { offers } from './offers';
import { RecipientFields } from './RecipientFields';
import { useComposer } from './useComposer';
import { named, useDrop } from './useDrop';
import { useGrowing } from './useGrowing';
import type { Acts } from './useTicket';
import { quoteOf } from './quote';
import { nameGiven } from './words';

interface Props {
  ticket: Ticket;
  acts: Acts;
  messages: Message[];
  /** The message that somebody wants to forward; `at` tells one wish from the next. */
  forwards?: { message: Message; at: number } | null;
}

type ComposerState = ReturnType<typeof useComposer>;

function Tabs({ composer, ticket }: { composer: ComposerState; ticket: Ticket }) {
  const { t } = useTranslation();
  const allowed: Record<ComposerTab, boolean> = {
    reply: offers(ticket, 'ticket.reply'),
    note: offers(ticket, 'ticket.note'),
    forward: composer.tab === 'forward' || composer.forwarding,
  };
  return (
    <div className={styles.tabs} role="group" aria-label={t('composer.kind')}>
      {(['reply', 'note', 'forward'] as const)
        .filter((name) => allowed[name])
        .map((name) => (
          <button
            key={name}
            type="button"
            className={name === composer.tab ? styles.tabOn : styles.tab}
            aria-pressed={name === composer.tab}
            disabled={composer.sending}
            onClick={() => composer.choose(name)}
          >
            {t(`composer.${name}`)}
          </button>
        ))}
    </div>
  );
}

/** What goes along; each can be left out. */
function FileList({ files, onRemove }: { files: ForwardedFile[]; onRemove: (id: string) => void }) {
  const { t } = useTranslation();
  const { bytes } = useMoment();
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t('ticket.attachments')}>
      {files.map(({ id, name, size }) => (
        <li key={id} className={styles.file}>
          <Icon name="clip" size={14} />
          <span className={styles.fileName}>{name}</span>
          <span className={styles.dim}>{bytes(size)}</span>
          <ActionIcon
            size="xs"
            variant="subtle"
            aria-label={t('composer.remove_file', { name })}
            onClick={() => onRemove(id)}
          >
            <Icon name="close" size={12} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

function ChosenFiles({ composer }: { composer: ComposerState }) {
  const { t } = useTranslation();
  const { files, uploading, refused, remove } = composer.files;
  const wordless = files.length > 0 && composer.text.trim() === '';
  return (
    <div className={styles.added}>
      <FileList files={files} onRemove={remove} />
      {uploading.length > 0 && (
        <ul className={styles.files} aria-label={t('composer.uploading', { count: uploading.length })}>
          {uploading.map(({ key, name, part }) => (
            <li key={key} className={styles.file}>
              <span className={styles.fileName}>{name}</span>
              <progress className={styles.progress} value={part} aria-label={name} />
            </li>
          ))}
        </ul>
      )}
      {wordless && (
        <p role="status" className={styles.dim}>
          {t('composer.files_alone')}
        </p>
      )}
      {refused.length > 0 && (
        <Notice tone="bad">
          {refused.map(({ name, problem }, index) => (
            <p key={index}>{t('composer.file_refused', { name, why: problemText(problem, t) })}</p>
          ))}
        </Notice>
      )}
    </div>
  );
}

function AttachButton({ composer }: { composer: ComposerState }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Tooltip label={t('composer.attach')}>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('composer.attach')}
          disabled={composer.sending}
          onClick={() => input.current?.click()}
        >
          <Icon name="clip" />
        </ActionIcon>
      </Tooltip>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('composer.attach')}
        onChange={(event) => {
          void composer.files.add(Array.from(event.target.files ?? []));
          event.target.value = '';
        }}
      />
    </>
  );
}

/** One main act; the other way to send is behind its arrow. */
function SendButtons({ composer, ticket, acts }: { composer: ComposerState; ticket: Ticket; acts: Acts }) {
  const { t } = useTranslation();
  const idle = composer.text.trim() === '';
  if (composer.tab === 'note') {
    return (
      <Button disabled={idle} loading={acts.busy === 'ticket.note'} onClick={() => void composer.send(false)}>
        {t('composer.add_note')}
      </Button>
    );
  }
  if (composer.tab === 'forward') {
    return (
      <>
        <Button variant="default" onClick={composer.dropForward}>
          {t('action.cancel')}
        </Button>
        <Button
          disabled={idle || !composer.ready}
          loading={acts.busy === 'ticket.forward'}
          onClick={() => void composer.send(false)}
        >
          {t('composer.send_forward')}
        </Button>
      </>
    );
  }
  const resolves = offers(ticket, 'ticket.resolve');
  return (
    <div className={styles.split}>
      <Button
        className={resolves ? styles.splitMain : undefined}
        disabled={idle || !composer.ready}
        loading={acts.busy === 'send' || acts.busy === 'send_resolve'}
        onClick={() => void composer.send(false)}
      >
        {t('composer.send')}
      </Button>
      {resolves && (
        <Menu position="top-end">
          <Menu.Target>
            <Button
              className={styles.splitMore}
              aria-label={t('composer.more_ways')}
              disabled={idle || !composer.ready}
            >
              <Icon name="down" size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item rightSection={<Kbd size="xs">Ctrl ⇧ ↵</Kbd>} onClick={() => void composer.send(true)}>
              {t('composer.send_resolve')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

/** Who spoke meanwhile, and what was said: read it here, then decide. */
function Newer({ messages }: { messages: Message[] }) {
  const { t } = useTranslation();
  if (messages.length === 0) return null;
  return (
    <Notice tone="warn" title={t('composer.newer', { count: messages.length })}>
      <ul className={styles.newer}>
        {messages.slice(-3).map(({ id, author, text }) => (
          <li key={id}>
            <b>
              <Masked text={nameGiven(author.name) ? author.name : t('ticket.customer')} />
            </b>{' '}
            <Masked text={text} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export function Composer({ ticket, acts, messages, forwards = null }: Props) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const composer = useComposer(ticket, acts, messages);
  const area = useRef<HTMLTextAreaElement>(null);
  const onReply = composer.tab === 'reply';
  const dropping = useDrop(onReply && !composer.sending, (files) => void composer.files.add(files));
  useGrowing(area, composer.text);
  const taken = useRef(0);
  useEffect(() => {
    if (!forwards || taken.current === forwards.at) return;
    taken.current = forwards.at;
    const { message } = forwards;
    composer.forward(quoteOf(message, ticket, t, exact), message.attachments);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(0, 0);
    });
  });
  const focus = (tab: ComposerTab) => {
    composer.choose(tab);
    requestAnimationFrame(() => area.current?.focus());
  };
  useShortcuts({
    r: () => offers(ticket, 'ticket.reply') && focus('reply'),
    n: () => offers(ticket, 'ticket.note') && focus('note'),
  });

  if (!offers(ticket, 'ticket.reply') && !offers(ticket, 'ticket.note'))
    return <p className={styles.closed}>{t('composer.closed')}</p>;

  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void composer.send(event.shiftKey && offers(ticket, 'ticket.resolve'));
    }
    if (event.key === 'Escape') area.current?.blur();
  };
  const pasted = (event: ClipboardEvent) => {
    const files = Array.from(event.clipboardData.files);
    if (files.length === 0) return;
    event.preventDefault();
    void composer.files.add(files.map(named));
  };
  const boxClass = [
    composer.tab === 'note' ? styles.noteBox : styles.box,
    dropping.over ? styles.over : '',
  ].join(' ');
  const customer = ticket.reply_to?.display || ticket.customer.name;
  const hint = {
    reply: t('composer.reply_hint', { name: customer }),
    note: t('composer.note_hint'),
    forward: t('composer.forward_hint'),
  }[composer.tab];
  return (
    <div className={styles.composer}>
      <Newer messages={composer.newer} />
      {composer.newOwner && (
        <Notice tone="warn">{t('composer.new_owner', { name: composer.newOwner })}</Notice>
      )}
      <div className={boxClass} {...dropping.handlers}>
        <Tabs composer={composer} ticket={ticket} />
        {composer.tab !== 'note' && (
          <RecipientFields
            key={composer.tab}
            messages={messages}
            usual={onReply ? customer : undefined}
            recipients={composer.recipients}
            disabled={composer.sending}
            onChange={composer.address}
          />
        )}
        <textarea
          ref={area}
          className={styles.input}
          aria-label={t(`composer.${composer.tab}`)}
          placeholder={hint}
          rows={2}
          value={composer.text}
          readOnly={composer.sending}
          aria-busy={composer.sending}
          onChange={(event) => composer.write(event.target.value)}
          onKeyDown={pressed}
          onPaste={onReply ? pasted : undefined}
        />
        {onReply && <ChosenFiles composer={composer} />}
        {composer.tab === 'forward' && (
          <FileList
            files={composer.forwarded}
            onRemove={(id) => composer.keepForwarded(composer.forwarded.filter((file) => file.id !== id))}
          />
        )}
        <div className={styles.line}>
          {onReply && <AttachButton composer={composer} />}
          <div className={styles.sending}>
            <SendButtons composer={composer} ticket={ticket} acts={acts} />
          </div>
        </div>
        {dropping.over && <p className={styles.drop}>{t('composer.drop')}</p>}
      </div>
    </div>
  );
}
