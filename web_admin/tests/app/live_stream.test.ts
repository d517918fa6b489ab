// All tabs of one person share one stream; when the tab that holds it goes, the next takes over.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { joinStream, type Connection } from '../../src/app/live_stream';

class FakeSource extends EventTarget {
  static CLOSED = 2;
  static open: FakeSource[] = [];
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    super();
    FakeSource.open.push(this);
  }
  say(name: string, data: string) {
    this.dispatchEvent(new MessageEvent(name, { data }));
  }
  close() {
    this.readyState = FakeSource.CLOSED;
    FakeSource.open = FakeSource.open.filter((one) => one !== this);
  }
}

/** Locks as the browser has them: one holder, the others wait in line. */
function fakeLocks() {
  let line = Promise.resolve();
  return {
    request: (_name: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>) => {
      const turn = line.then(() => (signal.aborted ? undefined : hold()));
      line = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
  };
}

class FakeChannel {
  static all: FakeChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(readonly name: string) {
    FakeChannel.all.push(this);
  }
  postMessage(data: unknown) {
    for (const one of FakeChannel.all) if (one !== this && one.name === this.name) one.onmessage?.({ data });
  }
  close() {
    FakeChannel.all = FakeChannel.all.filter((one) => one !== this);
  }
}

function tab() {
  const heard: string[] = [];
  const states: [Connection, boolean][] = [];
  const leave = joinStream('person-1', {
    event: ({ name, data }) => heard.push(`${name} ${data}`),
    state: (state, missed) => states.push([state, missed]),
  });
  return { heard, states, leave };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.open = [];
  FakeChannel.all = [];
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
});

afterEach(() => {
  Reflect.deleteProperty(navigator, 'locks');
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('six tabs open one stream, hear it, and read anew what changed before it was open', async () => {
  const tabs = Array.from({ length: 6 }, tab);
  await settled();
  expect(FakeSource.open).toHaveLength(1);
  FakeSource.open[0]?.onopen?.();
  FakeSource.open[0]?.say('ticket', '{"id":"7"}');
  for (const one of tabs) {
    expect(one.heard).toEqual(['ticket {"id":"7"}']);
    expect(one.states).toEqual([['live', true]]);
    one.leave();
  }
});

test('the next tab takes over and reads everything anew', async () => {
  const first = tab();
  const second = tab();
  await settled();
  FakeSource.open[0]?.onopen?.();
  first.leave();
  await settled();
  expect(FakeSource.open).toHaveLength(1);
  FakeSource.open[0]?.onopen?.();
  expect(second.states.at(-1)).toEqual(['live', true]);
  second.leave();
  expect(FakeSource.open).toHaveLength(0);
});

test('a tab in sight does not wait for a holder that sleeps', async () => {
  const first = tab();
  await settled();
  FakeSource.open[0]?.onopen?.();
  for (const one of FakeChannel.all) one.onmessage = null;
  const second = tab();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(FakeSource.open).toHaveLength(2);
  FakeSource.open[1]?.say('channel', '{}');
  expect(second.heard).toEqual(['channel {}']);
  first.leave();
  second.leave();
});

test('without locks every tab has a stream of its own', () => {
  Reflect.deleteProperty(navigator, 'locks');
  const tabs = [tab(), tab()];
  expect(FakeSource.open).toHaveLength(2);
  tabs.forEach((one) => one.leave());
});
