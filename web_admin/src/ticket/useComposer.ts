// The state behind the composer: the kept draft, its files, and sending exactly once.
import { useCallback, useEffect, useRef, useState } from 'react';
import { asProblem, type Problem } from '../api/problem';
import { ticketApi } from '../api/tickets';
import type { Message, Ticket, Upload } from '../api/types';
import { drafts, type ComposerTab } from './drafts';
import type { Acts } from './useTicket';

interface Attempt {
  key: string;
  content: string;
}

/** Counts what others added to the conversation; our own notes and system events do not stop a reply. */
export function spokenCount(messages: Message[]): number {
  return messages.filter(
    (message) => message.kind === 'inbound' || (message.kind === 'outbound' && !message.automatic),
  ).length;
}

function useFiles(ticketId: string) {
  const [files, setFiles] = useState<Upload[]>(() => drafts.files(ticketId));
  const [uploading, setUploading] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const keep = (next: Upload[]) => {
    drafts.keepFiles(ticketId, next);
    setFiles(next);
  };
  const add = async (chosen: File[]) => {
    setProblem(null);
    setUploading((count) => count + chosen.length);
    for (const file of chosen) {
      try {
        const upload = await ticketApi.upload(file);
        keep([...drafts.files(ticketId), upload]);
      } catch (error) {
        setProblem(asProblem(error));
      }
      setUploading((count) => count - 1);
    }
  };
  const remove = (id: string) => keep(files.filter((file) => file.id !== id));
  return { files, uploading, problem, add, remove, clear: () => setFiles([]) };
}

export function useComposer(ticket: Ticket, acts: Acts, messages: Message[]) {
  const [tab, setTab] = useState<ComposerTab>(ticket.can.reply ? 'reply' : 'note');
  const [text, setText] = useState(() => drafts.text(ticket.id, tab));
  const [newer, setNewer] = useState(0);
  const files = useFiles(ticket.id);
  const spokenAtStart = useRef<number | null>(null);
  const attempt = useRef<Attempt | null>(null);
  const spoken = spokenCount(messages);

  useEffect(() => {
    if (text === '') spokenAtStart.current = null;
    else if (messages.length > 0) spokenAtStart.current ??= spoken;
  }, [text, spoken, messages.length]);

  const write = useCallback(
    (next: string) => {
      drafts.keepText(ticket.id, tab, next);
      setText(next);
    },
    [ticket.id, tab],
  );

  const choose = (next: ComposerTab) => {
    setTab(next);
    setText(drafts.text(ticket.id, next));
    acts.dismiss();
  };

  // The same content keeps its key over retries, so a lost answer never sends twice.
  const keyFor = (content: string): string => {
    if (attempt.current?.content !== content) attempt.current = { key: ticketApi.newKey(), content };
    return attempt.current.key;
  };

  const done = () => {
    drafts.clear(ticket.id, tab);
    attempt.current = null;
    spokenAtStart.current = null;
    setText('');
    if (tab === 'reply') files.clear();
  };

  const send = async (resolve: boolean): Promise<boolean> => {
    const body = text.trim();
    if (body === '' || acts.busy !== null || files.uploading > 0) return false;
    if (tab === 'note') {
      return acts.run('note', () => ticketApi.note(ticket.id, body), done);
    }
    // Someone spoke since this draft was begun: stop once, so that the answer fits what was said.
    const arrived = spoken - (spokenAtStart.current ?? spoken);
    if (arrived > 0) {
      spokenAtStart.current = spoken;
      setNewer(arrived);
      return false;
    }
    setNewer(0);
    const draft = { text: body, attachments: files.files.map((file) => file.id), resolve };
    const key = keyFor(JSON.stringify(draft));
    const name = resolve ? 'send_resolve' : 'send';
    return acts.run(name, () => ticketApi.reply(ticket.id, ticket.version, draft, key), done);
  };

  return { tab, choose, text, write, files, send, newer };
}
