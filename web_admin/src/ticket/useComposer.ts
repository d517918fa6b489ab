// The state behind the composer: the kept draft, its files, and sending exactly once.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { call, newKey, upload } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import type { Message, Ticket } from '../api/types';
import { useUser } from '../app/session';
import { Drafts, type ComposerTab } from './drafts';
import { offers } from './offers';
import type { Acts } from './useTicket';

/** Counts what others added to the conversation; our own notes and system events do not stop a reply. */
export function spokenCount(messages: Message[]): number {
  return messages.filter(
    (message) => message.kind === 'inbound' || (message.kind === 'outbound' && !message.automatic),
  ).length;
}

/** What the files of one reply may have together (daemon/desk/limits.h); told before anything is uploaded. */
export const MOST_REPLY_FILE_BYTES = 32 * 1024 * 1024;

interface RefusedFile {
  name: string;
  problem: Problem;
}

function useFiles(drafts: Drafts) {
  const [files, setFiles] = useState(() => drafts.files());
  const [uploading, setUploading] = useState(0);
  const [refused, setRefused] = useState<RefusedFile[]>([]);
  const keep = (next: typeof files) => {
    drafts.keepFiles(next);
    setFiles(next);
  };
  const add = async (chosen: File[]) => {
    setRefused([]);
    setUploading((count) => count + chosen.length);
    for (const file of chosen) {
      try {
        const held = drafts.files().reduce((sum, one) => sum + one.size, 0);
        if (held + file.size > MOST_REPLY_FILE_BYTES) {
          throw new Problem(400, { key: 'error.reply_too_large' });
        }
        const uploaded = await upload(file);
        keep([...drafts.files(), uploaded]);
      } catch (error) {
        const problem = asProblem(error);
        setRefused((before) => [...before, { name: file.name, problem }]);
      }
      setUploading((count) => count - 1);
    }
  };
  const remove = (id: string) => keep(files.filter((file) => file.id !== id));
  const clear = useCallback(() => setFiles([]), []);
  return { files, uploading, refused, add, remove, clear };
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

const sendingActs = ['send', 'send_resolve', 'ticket.note'];

export function useComposer(ticket: Ticket, acts: Acts, messages: Message[]) {
  const user = useUser();
  const drafts = useMemo(() => new Drafts(user.id, ticket.id), [user.id, ticket.id]);
  const [tab, setTab] = useState<ComposerTab>(offers(ticket, 'ticket.reply') ? 'reply' : 'note');
  const [text, setText] = useState(() => drafts.text(tab));
  const [newer, setNewer] = useState(0);
  const files = useFiles(drafts);
  const otherTab = tab === 'reply' ? 'note' : 'reply';
  const newOwner = useNewOwner(ticket, text !== '' || drafts.text(otherTab) !== '');
  const spokenAtStart = useRef<number | null>(null);
  const spoken = spokenCount(messages);
  const [answers, answer] = useState<string | null>(null);
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
        if (sentTab === tab) setText((now) => (now === sentText ? '' : now));
      }),
    [drafts, tab, clearFiles],
  );

  const write = useCallback(
    (next: string) => {
      if (sending) return;
      drafts.keepText(tab, next);
      setText(next);
      if (next === '') setNewer(0);
    },
    [drafts, tab, sending],
  );

  const choose = (next: ComposerTab) => {
    if (sending) return;
    setTab(next);
    setText(drafts.text(next));
    acts.dismiss();
  };

  const send = async (resolve: boolean): Promise<boolean> => {
    const body = text.trim();
    if (body === '' || acts.busy !== null || files.uploading > 0) return false;
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
    // Someone spoke since this draft was begun: stop once, so that the answer fits what was said.
    const arrived = spoken - (spokenAtStart.current ?? spoken);
    if (arrived > 0) {
      spokenAtStart.current = spoken;
      setNewer(arrived);
      return false;
    }
    setNewer(0);
    const draft = {
      text: body,
      attachments: files.files.map((file) => file.id),
      resolve,
      ...(answers !== null && { answers }),
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
    answers,
    answer,
    send,
    sending,
    newer: tab === 'reply' ? newer : 0,
    newOwner,
  };
}
