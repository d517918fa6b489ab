import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { Language } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { Icon } from '../parts/Icon';
import { PageFrame } from '../parts/PageFrame';
import { Waiting } from '../parts/Waiting';
import { ChannelCard } from './ChannelCard';
import styles from './channels.module.css';
import { localised } from './words';

function AddButton() {
  const { t } = useTranslation();
  return (
    <Button component={Link} href="/channels/new" leftSection={<Icon name="plus" size={16} />}>
      {t('channel.add')}
    </Button>
  );
}

/** The name of a plugin; who may not read the list sees its id. */
export function usePluginName() {
  const { i18n } = useTranslation();
  const enabled = useMay('run_channels');
  const plugins = useQuery({
    queryKey: keys.plugins,
    queryFn: () => call('plugin.list'),
    staleTime: 300_000,
    enabled,
  }).data?.items;
  return (id: string) => {
    const plugin = plugins?.find((one) => one.id === id);
    return (plugin && localised(plugin.names, i18n.language as Language)) || id;
  };
}

export default function ChannelsPage() {
  const { t } = useTranslation();
  const pluginName = usePluginName();
  const query = useQuery({
    queryKey: keys.channels,
    queryFn: () => call('channel.list'),
    refetchInterval: 30_000,
  });
  const channels = query.data?.items;
  const runs = useMay('run_channels');
  return (
    <PageFrame title={t('nav.channels')} lead={t('channel.lead')} actions={runs && <AddButton />}>
      {query.isPending && <Waiting rows={4} />}
      {query.isError && !channels && (
        <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      )}
      {channels?.length === 0 && (
        <Empty icon="channels" title={t('channel.none')} text={t('channel.none_text')}>
          {runs && <AddButton />}
        </Empty>
      )}
      {channels && channels.length > 0 && (
        <ul className={styles.cards}>
          {channels.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} pluginName={pluginName(channel.plugin)} />
          ))}
        </ul>
      )}
    </PageFrame>
  );
}
