import type { IconName } from '../parts/Icon';

const signs: [RegExp, IconName][] = [
  [/mail|imap|smtp/i, 'mail'],
  [/phone|call|voice|pbx/i, 'phone'],
  [/shop|store|taobao|jd|order/i, 'shop'],
];

/** A sign for the kind of channel, guessed from the plugin's id. */
export function channelIcon(plugin: string): IconName {
  return signs.find(([pattern]) => pattern.test(plugin))?.[1] ?? 'chat';
}
