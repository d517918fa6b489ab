import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { Channel, ChannelState, CheckStep, Language, Localised } from '../api/types';
import type { Tone } from '../parts/Chip';

export const stateTones: Record<ChannelState, Tone> = {
  ok: 'ok',
  starting: 'accent',
  degraded: 'warn',
  needs_reauth: 'bad',
  quarantined: 'bad',
  stopped: 'plain',
};

/** True for a channel that does not work as somebody wants it to; one that was paused is as it should be. */
export function inTrouble({ enabled, state }: Channel): boolean {
  return enabled && state !== 'ok' && state !== 'starting';
}

export function localised(words: Localised | null, language: Language): string {
  return words?.[language] ?? words?.en ?? words?.['zh-CN'] ?? '';
}

/** `imap_login_auth_failed` means `auth_failed` at a step: the longest ending that has a sentence wins. */
export function knownReason(code: string): string | undefined {
  const words = code.split('_');
  const endings = words.map((_, index) => words.slice(index).join('_'));
  return endings.find((ending) => i18next.exists(`reason.${ending}`));
}

/** Our own sentence for a reason code, else the server's text. Plugins put the code of a step at the end of its text. */
export function reasonWords(code: string | null, text: string | null, t: TFunction): string {
  const inText = /\[(\w+)\]$/.exec(text ?? '')?.[1];
  const known = [code, inText].map((one) => (one ? knownReason(one) : undefined)).find(Boolean);
  return known ? t(`reason.${known}`) : text || code || '';
}

export function stepName(step: CheckStep, t: TFunction): string {
  return i18next.exists(`check.step.${step.name}`) ? t(`check.step.${step.name}`) : step.name;
}
