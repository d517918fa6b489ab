// Dates and times as people of the chosen language write them, in the reader's own time zone.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface Moment {
  /** Date and time in full. */
  exact: (at: string) => string;
  /** The date alone. */
  day: (at: string) => string;
  /** Time of day, with the date when it is not today, and the year when it is not this one. */
  short: (at: string) => string;
  /** How long ago, or the date when older than six days. */
  ago: (at: string, now: number) => string;
  number: (value: number) => string;
  bytes: (size: number) => string;
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

function agoWith(words: Intl.RelativeTimeFormat, dates: (at: Date, now: Date) => string, justNow: string) {
  return (at: string, now: number) => {
    const span = now - Date.parse(at);
    if (span < minute) return justNow;
    if (span < hour) return words.format(-Math.floor(span / minute), 'minute');
    if (span < day) return words.format(-Math.floor(span / hour), 'hour');
    if (span < 6 * day) return words.format(-Math.floor(span / day), 'day');
    return dates(new Date(at), new Date(now));
  };
}

function bytesWith(language: string) {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  // Not Intl's own words: in English they are "14 byte". The blank does not break.
  const format = (value: number, unit: string) => `${numbers.format(value)}\u00a0${unit}`;
  return (size: number) => {
    if (size < 1024) return format(size, 'B');
    if (size < 1024 * 1024) return format(size / 1024, 'KB');
    if (size < 1024 * 1024 * 1024) return format(size / 1024 / 1024, 'MB');
    return format(size / 1024 / 1024 / 1024, 'GB');
  };
}

/** In Chinese text a blank stands between numbers and words, as in all our own sentences: 5 分钟前, 3 月 15 日. */
export const spaced = (text: string): string =>
  text.replace(/(\d)(?=[\u4e00-\u9fff])|([\u4e00-\u9fff])(?=\d)/g, '$1$2 ');

/** Without the year as long as it is this one. */
function datesWith(language: string, more: Intl.DateTimeFormatOptions) {
  const near = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', ...more });
  const far = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: 'numeric', ...more });
  return (at: Date, now: Date) => (at.getFullYear() === now.getFullYear() ? near : far).format(at);
}

// Not hour12: false, which makes midnight 24:00 in English.
const timeOfDay: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export function makeMoment(language: string, justNow: string): Moment {
  const full = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const clock = new Intl.DateTimeFormat(language, timeOfDay);
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const dated = datesWith(language, timeOfDay);
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const numbers = new Intl.NumberFormat(language);
  const agoWords = agoWith(words, datesWith(language, {}), justNow);
  return {
    day: (at) => spaced(days.format(new Date(at))),
    exact: (at) => spaced(full.format(new Date(at))),
    short: (text) => {
      const [at, now] = [new Date(text), new Date()];
      return spaced(sameDay(at, now) ? clock.format(at) : dated(at, now));
    },
    ago: (at, now) => spaced(agoWords(at, now)),
    number: (value) => numbers.format(value),
    bytes: bytesWith(language),
  };
}

export function useMoment(): Moment {
  const { t, i18n } = useTranslation();
  const justNow = t('span.just_now');
  return useMemo(() => makeMoment(i18n.language, justNow), [i18n.language, justNow]);
}
