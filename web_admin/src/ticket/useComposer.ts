// The state behind the composer: the kept draft, its files, and sending exactly once.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { call, newKey } from '../api/client';
import type { Message, Ticket } from '../api/types';
import { useUser } from '../app/session';
import { anyWrong, chosen, nobody, type Recipients } from './contacts';
import { Drafts, type ComposerTab, type ForwardedFile } from './drafts';
import { offers } from './offers';
import { useFiles } from './useFiles';
import type { Acts } from './useTicket';

/** What was said to and fro; our own notes and system events do not stop a reply. */
export function spokenOf(messages: Message[]): Message[] {
  return messages.filter(
    (message) =>
      message.kind === 'inbound' || (message.kind === 'outbound' && !message.automatic && !message.aside),
  );
}

/** The name of a colleague who became the owner since this draft was begun; null while nobody did. */
function useNewOwner(ticket: Ticket, drafting: boolean): string | null {
  const user = useUser();
  const { owner } = ticket;
  const now = owner?.id ?? null;
  const [atStart, setAtStart] = useState(now);
  if (!drafting && atStart !== now) setAtStart(now);
  return owner && now !== atStart && now !== user.id ? owner.display_name : null;
}

const sendingActs = ['send', 'send_resolve', 'ticket.note', 'ticket.forward'];

export function useComposer(ticket: Ticket, acts: Acts, messages: Message[]) {
  const user = useUser();
  const drafts = useMemo(() => new Drafts(user.id, ticket.id), [user.id, ticket.id]);
  const [tab, setTab] = useState<ComposerTab>(offers(ticket, 'ticket.reply') ? 'reply' : 'note');
  const [text, setText] = useState(() => drafts.text(tab));
  const [newer, setNewer] = useState<Message[]>([]);
  const files = useFiles(drafts);
  const drafting =
    text !== '' || (['reply', 'note', 'forward'] as const).some((one) => drafts.text(one) !== '');
  const newOwner = useNewOwner(ticket, drafting);
  const spokenAtStart = useRef<number | null>(null);
  const saidNow = spokenOf(messages);
  const spoken = saidNow.length;
  const [recipients, setRecipients] = useState(() => drafts.recipients(tab));
  const [forwarded, setForwarded] = useState(() => drafts.forwarded());
  const sending = acts.busy !== null && sendingActs.includes(acts.busy);

  // A look at the note does not begin the reply anew.
  useEffect(() => {
    if (tab !== 'reply') return;
    if (text === '') spokenAtStart.current = null;
    else if (messages.length > 0) spokenAtStart.current ??= spoken;
  }, [tab, text, spoken, messages.length]);

  // Only what was sent leaves the box: something else may stand there by now.
  const { clear: clearFiles } = files;
  useEffect(
    () =>
      drafts.onSent((sentTab, sentText) => {
        if (sentTab === 'reply') clearFiles();
        if (sentTab === 'forward') setForwarded([]);
        if (sentTab !== tab) return;
        setText((now) => (now === sentText ? '' : now));
        setRecipients(nobody);
      }),
    [drafts, tab, clearFiles],
  );

  const write = useCallback(
    (next: string) => {
      if (sending) return;
      drafts.keepText(tab, next);
      setText(next);
      if (next === '') setNewer([]);
    },
    [drafts, tab, sending],
  );

  const choose = (next: ComposerTab) => {
    if (sending) return;
    setTab(next);
    setText(drafts.text(next));
    setRecipients(drafts.recipients(next));
    acts.dismiss();
  };

  const address = (people: Recipients) => {
    drafts.keepRecipients(tab, people);
    setRecipients(people);
  };

  const keepForwarded = (chosenFiles: ForwardedFile[]) => {
    drafts.keepForwarded(chosenFiles);
    setForwarded(chosenFiles);
  };

  /** A draft that is forwarded already is not written over: it goes on, with these files as well. */
  const forward = (quote: string, quotedFiles: ForwardedFile[]) => {
    if (sending) return;
    const begun = drafts.text('forward');
    drafts.keepText('forward', begun === '' ? quote : `${begun}${quote}`);
    const fresh = quotedFiles.filter(({ id }) => !forwarded.some((one) => one.id === id));
    keepForwarded([...forwarded, ...fresh]);
    choose('forward');
  };

  const dropForward = () => {
    drafts.keepText('forward', '');
    drafts.keepRecipients('forward', nobody);
    keepForwarded([]);
    choose(offers(ticket, 'ticket.reply') ? 'reply' : 'note');
  };

  const send = async (resolve: boolean): Promise<boolean> => {
    const body = text.trim();
    if (body === '' || acts.busy !== null || files.uploading.length > 0) return false;
    const done = () => {
      if (tab === 'reply') spokenAtStart.current = null;
      drafts.sent(tab, text);
    };
    if (tab === 'note') {
      const key = drafts.keyFor('note', body, newKey);
      return acts.run(
        'ticket.note',
        () => call('ticket.note', { ticket: ticket.id, text: body }, { key }),
        done,
      );
    }
    if (anyWrong(recipients)) return false;
    if (tab === 'forward') {
      const content = { text: body, to: [], ...chosen(recipients), files: forwarded.map(({ id }) => id) };
      if (content.to.length === 0) return false;
      const key = drafts.keyFor('forward', JSON.stringify(content), newKey);
      return acts.run(
        'ticket.forward',
        () => call('ticket.forward', { ticket: ticket.id, ...content }, { version: ticket.version, key }),
        () => {
          done();
          choose('reply');
        },
      );
    }
    // Someone spoke since this draft was begun: stop once, so that the answer fits what was said.
    const arrived = saidNow.slice(spokenAtStart.current ?? spoken);
    if (arrived.length > 0) {
      spokenAtStart.current = spoken;
      setNewer(arrived);
      return false;
    }
    setNewer([]);
    const draft = {
      text: body,
      attachments: files.files.map((file) => file.id),
      resolve,
      ...chosen(recipients),
    };
    const key = drafts.keyFor('reply', JSON.stringify(draft), newKey);
    const name = resolve ? 'send_resolve' : 'send';
    return acts.run(
      name,
      () => call('ticket.reply', { ticket: ticket.id, ...draft }, { version: ticket.version, key }),
      done,
    );
  };

  return {
    tab,
    choose,
    text,
    write,
    files,
    recipients,
    address,
    ready: !anyWrong(recipients) && (tab !== 'forward' || recipients.to.length > 0),
    forwarding: drafts.text('forward') !== '',
    forwarded,
    keepForwarded,
    forward,
    dropForward,
    send,
    sending,
    newer: tab === 'reply' ? newer : [],
    newOwner,
  };
}
