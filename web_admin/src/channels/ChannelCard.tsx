import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import type { Channel } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { channelIcon } from '../inbox/channel_icon';
import { Chip } from '../parts/Chip';
import { endedSession, problemText } from '../parts/Failure';
import { Icon } from '../parts/Icon';
import { useMoment } from '../parts/moment';
import { Notice } from '../parts/Notice';
import { When } from '../parts/When';
import styles from './channels.module.css';
import { reasonWords, stateTones } from './words';

/** Pause, resume and poll, for the card and the channel's own page. */
export function ChannelActs({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const settle = () => queries.invalidateQueries({ queryKey: keys.channels });
  const toggle = useMutation({
    mutationFn: () =>
      call(
        'channel.change',
        { channel: channel.id, enabled: !channel.enabled },
        { version: channel.version },
      ),
    onSettled: settle,
  });
  const poll = useMutation({
    mutationFn: () => call('channel.poll-now', { channel: channel.id }),
    onSettled: settle,
  });
  const error = toggle.error ?? poll.error;
  return (
    <>
      {channel.enabled && (
        <Button size="xs" variant="default" loading={poll.isPending} onClick={() => poll.mutate()}>
          {t('channel.poll')}
        </Button>
      )}
      <Button size="xs" variant="default" loading={toggle.isPending} onClick={() => toggle.mutate()}>
        {t(channel.enabled ? 'channel.pause' : 'channel.resume')}
      </Button>
      {poll.isSuccess && !error && <span className={styles.said}>{t('channel.polling')}</span>}
      {error && !endedSession(error) && <span role="alert">{problemText(error, t)}</span>}
    </>
  );
}

export function ChannelFacts({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const { number } = useMoment();
  const { counters } = channel;
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('channel.last_success')}</dt>
        <dd>{channel.last_success_at ? <When at={channel.last_success_at} ago /> : t('channel.never')}</dd>
      </div>
      {(['received', 'pending', 'failed', 'outbox'] as const).map((name) => (
        <div key={name}>
          <dt>{t(`channel.${name}`)}</dt>
          <dd className={name === 'failed' && counters.failed > 0 ? styles.badNumber : undefined}>
            {number(counters[name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function ChannelReason({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  if (!channel.reason) return null;
  const tone = stateTones[channel.state] === 'bad' ? 'bad' : 'warn';
  return <Notice tone={tone}>{reasonWords(channel.reason.code, channel.reason.text, t)}</Notice>;
}

/** Two channels that read one account bring every message in twice. */
export function SameAccount({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  if (channel.same_account.length === 0) return null;
  const names = channel.same_account.map(({ name }) => name).join(', ');
  return <Notice tone="warn">{t('channel.same_account', { names })}</Notice>;
}

export function ChannelCard({ channel, pluginName }: { channel: Channel; pluginName: string }) {
  const { t } = useTranslation();
  const runs = useMay('run_channels');
  return (
    <li className={styles.card}>
      <header className={styles.cardHead}>
        <span className={styles.sign}>
          <Icon name={channelIcon(channel.plugin)} />
        </span>
        <div className={styles.cardName}>
          <h2>
            <Link href={`/channels/${channel.id}`}>{channel.name}</Link>
          </h2>
          <p>{pluginName}</p>
        </div>
        <Chip tone={stateTones[channel.state]}>{t(`channel.state.${channel.state}`)}</Chip>
      </header>
      <ChannelReason channel={channel} />
      <ChannelFacts channel={channel} />
      {runs && (
        <div className={styles.cardActs}>
          <ChannelActs channel={channel} />
        </div>
      )}
    </li>
  );
}
