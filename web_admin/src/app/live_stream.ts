// The event stream of the server, shared by all tabs of one person. A browser gives one server six connections over
// HTTP/1.1; a stream per tab would use them up and every request would hang. One tab (the holder of a lock) keeps the
// stream and passes on what it hears; when it goes, the next one takes over.
import { addressOf } from '../api/client';
import type { LiveEvents } from '../api/types';

export type Connection = 'connecting' | 'live' | 'lost';
export const eventNames = ['ticket', 'message', 'channel', 'reset'] as const satisfies (keyof LiveEvents)[];
export type EventName = (typeof eventNames)[number];

export interface LiveEvent {
  name: EventName;
  data: string;
}

export interface Hearer {
  event: (event: LiveEvent) => void;
  /** `missed`: events may have gone by unheard, so everything shown is to be read anew. */
  state: (connection: Connection, missed: boolean) => void;
}

export const graceBeforeLost = 3_000;
const pauseBeforeRetry = 5_000;

/** Opens a stream of our own. The browser reconnects by itself (with Last-Event-ID); a refused one is tried again here. */
export function openStream(hearer: Hearer): () => void {
  let source: EventSource;
  let grace: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  // Until the stream is open, also for the first time, changes go by that the page has read too early to show.
  let missed = true;

  const open = () => {
    source = new EventSource(addressOf('event.stream', {}));
    for (const name of eventNames) {
      source.addEventListener(name, (event: MessageEvent<string>) =>
        hearer.event({ name, data: event.data }),
      );
    }
    source.onopen = () => {
      clearTimeout(grace);
      grace = undefined;
      hearer.state('live', missed);
      missed = false;
    };
    source.onerror = () => {
      missed = true;
      grace ??= setTimeout(() => hearer.state('lost', false), graceBeforeLost);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, pauseBeforeRetry);
    };
  };

  open();
  return () => {
    clearTimeout(grace);
    clearTimeout(again);
    source.close();
  };
}

type Told = { ask: true } | { event: LiveEvent } | { state: Connection; missed: boolean };

const pauseBetweenAsking = 30_000;
const patienceForAnswer = 3_000;

/** Joins the stream of this name, or opens it when nobody has it. Returns how to leave. */
export function joinStream(name: string, hearer: Hearer): () => void {
  // Without locks (plain HTTP that is not loopback) there is no safe way to choose who holds the stream.
  if (typeof BroadcastChannel === 'undefined' || !navigator.locks) return openStream(hearer);

  const channel = new BroadcastChannel(name);
  const tell = (told: Told) => channel.postMessage(told);
  const leaving = new AbortController();
  let close: (() => void) | undefined;
  let release: () => void = () => undefined;
  let last: Connection = 'connecting';
  let patience: ReturnType<typeof setTimeout> | undefined;

  const hold = () => {
    close ??= openStream({
      event: (event) => {
        hearer.event(event);
        tell({ event });
      },
      state: (state, missed) => {
        last = state;
        hearer.state(state, missed);
        tell({ state, missed });
      },
    });
  };
  // The holder may be asleep in the background. A tab that is looked at does not wait for it.
  const ask = () => {
    if (close || document.visibilityState === 'hidden') return;
    tell({ ask: true });
    patience ??= setTimeout(() => {
      patience = undefined;
      hold();
    }, patienceForAnswer);
  };

  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if ('ask' in data) {
      if (close) tell({ state: last, missed: false });
      return;
    }
    clearTimeout(patience);
    patience = undefined;
    if (close) return;
    if ('event' in data) return hearer.event(data.event);
    last = data.state;
    hearer.state(data.state, data.missed);
  };
  navigator.locks
    .request(name, { signal: leaving.signal }, () => {
      hold();
      return new Promise<void>((resolve) => (release = resolve));
    })
    .catch(() => undefined);
  const asking = setInterval(ask, pauseBetweenAsking);
  document.addEventListener('visibilitychange', ask);
  ask();

  return () => {
    clearInterval(asking);
    clearTimeout(patience);
    document.removeEventListener('visibilitychange', ask);
    leaving.abort();
    close?.();
    release();
    channel.close();
  };
}
