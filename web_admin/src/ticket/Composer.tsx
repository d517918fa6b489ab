// Where answers and notes are written. It never moves or empties by itself: only a sent text leaves.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../parts/Failure';
import type { Message, Ticket } from '../api/types';
import { useShortcuts } from '../app/shortcuts';
import { Icon } from '../parts/Icon';
import { useMoment } from '../parts/moment';
import { Notice } from '../parts/Notice';
import { Switcher } from '../parts/Switcher';
import styles from './Composer.module.css';
import type { ComposerTab } from './drafts';
import { offers } from './offers';
import { Recipient, writers } from './Recipient';
import { useComposer } from './useComposer';
import type { Acts } from './useTicket';

interface Props {
  ticket: Ticket;
  acts: Acts;
  messages: Message[];
}

type ComposerState = ReturnType<typeof useComposer>;

function Tabs({ composer, ticket }: { composer: ComposerState; ticket: Ticket }) {
  const { t } = useTranslation();
  const allowed: Record<ComposerTab, boolean> = {
    reply: offers(ticket, 'ticket.reply'),
    note: offers(ticket, 'ticket.note'),
  };
  const choices = (['reply', 'note'] as const)
    .filter((name) => allowed[name])
    .map((value) => ({ value, label: t(`composer.${value}`) }));
  return (
    <Switcher
      label={t('composer.kind')}
      value={composer.tab}
      choices={choices}
      disabled={composer.sending}
      onChange={composer.choose}
    />
  );
}

function ChosenFiles({ composer }: { composer: ComposerState }) {
  const { t } = useTranslation();
  const { bytes } = useMoment();
  const { files, uploading, refused, remove } = composer.files;
  const wordless = files.length > 0 && composer.text.trim() === '';
  return (
    <div className={styles.added}>
      {files.length > 0 && (
        <ul className={styles.files} aria-label={t('ticket.attachments')}>
          {files.map((file) => (
            <li key={file.id} className={styles.file}>
              <Icon name="clip" size={14} />
              <span className={styles.fileName}>{file.name}</span>
              <span className={styles.dim}>{bytes(file.size)}</span>
              <ActionIcon
                size="xs"
                variant="subtle"
                aria-label={t('composer.remove_file', { name: file.name })}
                onClick={() => remove(file.id)}
              >
                <Icon name="close" size={12} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {uploading > 0 && <p role="status">{t('composer.uploading', { count: uploading })}</p>}
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
  return (
    <>
      <Button
        variant={offers(ticket, 'ticket.resolve') ? 'default' : 'filled'}
        disabled={idle}
        loading={acts.busy === 'send'}
        onClick={() => void composer.send(false)}
      >
        {t('composer.send')}
      </Button>
      {offers(ticket, 'ticket.resolve') && (
        <Button
          disabled={idle}
          loading={acts.busy === 'send_resolve'}
          onClick={() => void composer.send(true)}
        >
          {t('composer.send_resolve')}
        </Button>
      )}
    </>
  );
}

export function Composer({ ticket, acts, messages }: Props) {
  const { t } = useTranslation();
  const composer = useComposer(ticket, acts, messages);
  const area = useRef<HTMLTextAreaElement>(null);
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
  const onReply = composer.tab === 'reply';
  const customer = ticket.reply_to?.display || ticket.customer.name;
  const answered = writers(messages).find(({ message }) => message === composer.answers);
  const hint = onReply
    ? t('composer.reply_hint', { name: answered?.address ?? customer })
    : t('composer.note_hint');
  return (
    <div className={styles.composer}>
      {composer.newer > 0 && <Notice tone="warn">{t('composer.newer', { count: composer.newer })}</Notice>}
      {composer.newOwner && (
        <Notice tone="warn">{t('composer.new_owner', { name: composer.newOwner })}</Notice>
      )}
      {onReply && (
        <Recipient
          messages={messages}
          customer={customer}
          answers={composer.answers}
          onChange={composer.answer}
          disabled={composer.sending}
        />
      )}
      <div className={onReply ? styles.box : styles.noteBox}>
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
        />
        {onReply && <ChosenFiles composer={composer} />}
      </div>
      <div className={styles.line}>
        <Tabs composer={composer} ticket={ticket} />
        {onReply && <AttachButton composer={composer} />}
        <div className={styles.sending}>
          <SendButtons composer={composer} ticket={ticket} acts={acts} />
        </div>
      </div>
    </div>
  );
}
