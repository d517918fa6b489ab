// Unsent texts with their files and the key of a send that may have got through, per person, ticket and tab: in session
// storage, so that a reload or crash of the page loses nothing and repeats nothing. They never outlive the person.
import type { Attachment, Upload } from '../api/types';
import { nobody, type Recipients } from './contacts';

export type ComposerTab = 'reply' | 'note' | 'forward';

/** One intended effect: the same content keeps its key over retries, so a lost answer never sends twice. */
export interface Attempt {
  key: string;
  content: string;
}

export type ForwardedFile = Pick<Attachment, 'id' | 'name' | 'size'>;

const prefix = 'frontdesk.draft.';

function read<T>(key: string, otherwise: T): T {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps what is there to keep; a full storage costs the copy, not the work on the page. */
function keep(key: string, text: string | null): void {
  if (text === null) return sessionStorage.removeItem(key);
  try {
    sessionStorage.setItem(key, text);
  } catch {
    sessionStorage.removeItem(key);
  }
}

/** The drafts of one person for one ticket. */
export class Drafts {
  private readonly place: string;

  constructor(userId: string, ticketId: string) {
    this.place = `${prefix}${userId}.${ticketId}.`;
  }

  text(tab: ComposerTab): string {
    return sessionStorage.getItem(this.place + tab) ?? '';
  }

  keepText(tab: ComposerTab, text: string): void {
    keep(this.place + tab, text === '' ? null : text);
  }

  files(): Upload[] {
    return read<Upload[]>(`${this.place}files`, []);
  }

  keepFiles(uploads: Upload[]): void {
    keep(`${this.place}files`, uploads.length === 0 ? null : JSON.stringify(uploads));
  }

  recipients(tab: ComposerTab): Recipients {
    return read<Recipients>(`${this.place}${tab}.people`, nobody);
  }

  keepRecipients(tab: ComposerTab, people: Recipients): void {
    keep(`${this.place}${tab}.people`, people === nobody ? null : JSON.stringify(people));
  }

  /** Files of the ticket that are forwarded. */
  forwarded(): ForwardedFile[] {
    return read<ForwardedFile[]>(`${this.place}forward.files`, []);
  }

  keepForwarded(files: ForwardedFile[]): void {
    keep(`${this.place}forward.files`, files.length === 0 ? null : JSON.stringify(files));
  }

  /** The key for this content: the one of an earlier attempt with the same content, else a new one. */
  keyFor(tab: ComposerTab, content: string, newKey: () => string): string {
    const place = `${this.place}${tab}.attempt`;
    const before = read<Attempt | null>(place, null);
    if (before?.content === content) return before.key;
    const attempt: Attempt = { key: newKey(), content };
    keep(place, JSON.stringify(attempt));
    return attempt.key;
  }

  /** After a text was sent. What was written since, on another visit of the ticket, stays. */
  sent(tab: ComposerTab, text: string): void {
    sessionStorage.removeItem(`${this.place}${tab}.attempt`);
    if (this.text(tab) === text) {
      sessionStorage.removeItem(this.place + tab);
      this.keepRecipients(tab, nobody);
    }
    if (tab === 'reply') this.keepFiles([]);
    if (tab === 'forward') this.keepForwarded([]);
    sentTexts.dispatchEvent(new CustomEvent<SentText>('sent', { detail: { place: this.place, tab, text } }));
  }

  /** Tells when a text of this ticket was sent, also by a composer that has been closed since. */
  onSent(heard: (tab: ComposerTab, text: string) => void): () => void {
    const listener = (event: Event) => {
      const { place, tab, text } = (event as CustomEvent<SentText>).detail;
      if (place === this.place) heard(tab, text);
    };
    sentTexts.addEventListener('sent', listener);
    return () => sentTexts.removeEventListener('sent', listener);
  }
}

interface SentText {
  place: string;
  tab: ComposerTab;
  text: string;
}

const sentTexts = new EventTarget();

/** Removes the drafts of everybody but this person; of everybody when nobody is signed in. */
export function forgetDrafts(exceptUserId?: string): void {
  const own = exceptUserId === undefined ? undefined : `${prefix}${exceptUserId}.`;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix) && !(own && key.startsWith(own))) sessionStorage.removeItem(key);
  }
}
