import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { Channel } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { Chip } from '../parts/Chip';
import { Failure } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import { PageFrame } from '../parts/PageFrame';
import partStyles from '../parts/parts.module.css';
import { Switcher } from '../parts/Switcher';
import { Waiting } from '../parts/Waiting';
import { ChannelActs, ChannelFacts, SameAccount } from './ChannelCard';
import { ChannelEditor } from './ChannelEditor';
import { usePluginName } from './ChannelsPage';
import styles from './channels.module.css';
import { Ledger } from './Ledger';
import { ReasonOrApproval } from './PluginChanged';
import { RemoveChannel } from './RemoveChannel';
import { stateTones } from './words';

type Tab = 'settings' | 'ledger';

function Settings({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: keys.plugins, queryFn: () => call('plugin.list') });
  const plugin = query.data?.items.find((one) => one.id === channel.plugin);
  if (query.isPending) return <Waiting rows={4} />;
  if (query.isError) return <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  if (!plugin || plugin.approval.state === 'unusable')
    return (
      <Notice tone="warn" title={t('channel.plugin_gone', { plugin: channel.plugin })}>
        {plugin?.problem}
      </Notice>
    );
  return <ChannelEditor plugin={plugin} channel={channel} onSaved={() => undefined} />;
}

function ChannelDetail({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const pluginName = usePluginName();
  const [search, setSearch] = useSearchParams();
  const runs = useMay('run_channels');
  const tab: Tab = !runs || search.get('tab') === 'ledger' ? 'ledger' : 'settings';
  return (
    <PageFrame
      title={channel.name}
      lead={pluginName(channel.plugin)}
      actions={runs && <ChannelActs channel={channel} />}
    >
      <div className={`${partStyles.panel} ${partStyles.panelBody} ${styles.summary}`}>
        <div>
          <Chip tone={stateTones[channel.state]}>{t(`channel.state.${channel.state}`)}</Chip>
        </div>
        <ReasonOrApproval channel={channel} />
        <SameAccount channel={channel} />
        <ChannelFacts channel={channel} />
      </div>
      {runs && (
        <div className={styles.tabs}>
          <Switcher<Tab>
            label={t('channel.parts')}
            value={tab}
            choices={[
              { value: 'settings', label: t('channel.settings') },
              { value: 'ledger', label: t('ledger.title') },
            ]}
            onChange={(next) => setSearch(next === 'ledger' ? { tab: next } : {})}
          />
        </div>
      )}
      {tab === 'ledger' && <Ledger channel={channel} />}
      {tab === 'settings' && (
        <>
          <Settings key={channel.id} channel={channel} />
          <RemoveChannel channel={channel} />
        </>
      )}
    </PageFrame>
  );
}

export default function ChannelPage() {
  const { t } = useTranslation();
  const { id } = useParams<{ id: string }>();
  const query = useQuery({
    queryKey: keys.channel(id),
    queryFn: () => call('channel.show', { channel: id }),
    refetchInterval: 30_000,
  });
  if (query.data) return <ChannelDetail channel={query.data} />;
  return (
    <PageFrame title={t('nav.channels')}>
      {query.isError ? (
        <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : (
        <Waiting rows={4} />
      )}
    </PageFrame>
  );
}
