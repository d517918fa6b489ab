import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { ChannelState, CheckStep, Language, Localised } from '../api/types';
import type { Tone } from '../parts/Chip';

export const stateTones: Record<ChannelState, Tone> = {
  ok: 'ok',
  starting: 'accent',
  degraded: 'warn',
  needs_reauth: 'bad',
  quarantined: 'bad',
  stopped: 'plain',
};

export function localised(words: Localised, language: Language): string {
  return words[language] ?? words.en ?? words['zh-CN'] ?? '';
}

/** Our own sentence for a reason code, else the server's text. */
export function reasonWords(code: string | null, text: string | null, t: TFunction): string {
  if (code && i18next.exists(`reason.${code}`)) return t(`reason.${code}`);
  return text || code || '';
}

export function stepName(step: CheckStep, t: TFunction): string {
  return i18next.exists(`check.step.${step.name}`) ? t(`check.step.${step.name}`) : step.name;
}
