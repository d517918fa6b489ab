// The time zones to choose from, each with its offset today and its name in the reader's language.

const commonTimeZones = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Dubai',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Moscow',
  'America/New_York',
  'America/Los_Angeles',
  'Australia/Sydney',
  'UTC',
];

/** The zone that the browser lives in; where it does not say, that of most shops. */
export const ownTimeZone = (): string =>
  new Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Shanghai';

function allTimeZones(): string[] {
  const supported = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  const first = [...new Set([ownTimeZone(), ...commonTimeZones])];
  return [...first, ...supported.filter((zone) => !first.includes(zone))];
}

function part(zone: string, language: string, timeZoneName: 'longGeneric' | 'longOffset'): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** "UTC+08:00 · 中国时间 · Asia/Shanghai"; the name is left out where the language has none. */
export function zoneWords(zone: string, language: string): string {
  const offset = part(zone, 'en', 'longOffset').replace('GMT', 'UTC');
  const name = part(zone, language, 'longGeneric');
  return [offset, /^(GMT|UTC)/.test(name) ? '' : name, zone].filter((word) => word !== '').join(' · ');
}

const known = new Map<string, { value: string; label: string }[]>();

/** The usual zones first, the reader's own before all; made once for each language. */
export function timeZoneChoices(language: string): { value: string; label: string }[] {
  const choices =
    known.get(language) ?? allTimeZones().map((value) => ({ value, label: zoneWords(value, language) }));
  known.set(language, choices);
  return choices;
}
