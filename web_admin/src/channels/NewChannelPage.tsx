import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { Language, PluginInfo } from '../api/types';
import { keys } from '../app/query_keys';
import { channelIcon } from '../inbox/channel_icon';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { Icon } from '../parts/Icon';
import { Notice } from '../parts/Notice';
import { PageFrame } from '../parts/PageFrame';
import { Waiting } from '../parts/Waiting';
import { ChannelEditor } from './ChannelEditor';
import styles from './channels.module.css';
import { localised } from './words';

function Gallery({ plugins }: { plugins: PluginInfo[] }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  if (plugins.length === 0)
    return <Empty icon="channels" title={t('plugin.none')} text={t('plugin.none_text')} />;
  return (
    <ul className={styles.gallery}>
      {plugins.map((plugin) => (
        <li key={plugin.id}>
          <Link href={`/channels/new?plugin=${encodeURIComponent(plugin.id)}`} className={styles.plugin}>
            <span className={styles.sign}>
              <Icon name={channelIcon(plugin.id)} />
            </span>
            <div>
              <h2>{localised(plugin.names, language) || plugin.id}</h2>
              <p>{localised(plugin.descriptions, language)}</p>
              <small>{t('plugin.version', { version: plugin.version })}</small>
            </div>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Unusable({ plugins }: { plugins: PluginInfo[] }) {
  const { t } = useTranslation();
  if (plugins.length === 0) return null;
  return (
    <Notice tone="warn" title={t('plugin.unusable')}>
      <p>{t('plugin.unusable_text')}</p>
      <ul>
        {plugins.map((plugin) => (
          <li key={plugin.path}>
            <b>{plugin.id}</b> · {plugin.path}: {plugin.problem}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export default function NewChannelPage() {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  // A plugin's id holds dots, and the server keeps paths with a dot for files: so it travels in the query.
  const [search] = useSearchParams();
  const wanted = search.get('plugin');
  const query = useQuery({ queryKey: keys.plugins, queryFn: () => call('plugin.list') });
  const isUnusable = (one: PluginInfo) => one.approval.state === 'unusable';
  const usable = query.data?.items.filter((one) => !isUnusable(one));
  const plugin = usable?.find((one) => one.id === wanted);
  const title = plugin
    ? t('channel.add_of', { plugin: localised(plugin.names, i18n.language as Language) })
    : t('channel.add');
  return (
    <PageFrame title={title} lead={t(plugin ? 'channel.add_lead' : 'plugin.lead')}>
      {query.isPending && <Waiting rows={4} />}
      {query.isError && <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {plugin?.approval.state === 'new' && (
        <Notice tone="warn" title={t('plugin.new')}>
          <p>{t('plugin.reach')}</p>
        </Notice>
      )}
      {plugin && (
        <ChannelEditor
          key={plugin.id}
          plugin={plugin}
          onSaved={(channel) => navigate(`/channels/${channel.id}`)}
        />
      )}
      {usable && !plugin && <Gallery plugins={usable} />}
      {query.data && !plugin && <Unusable plugins={query.data.items.filter(isUnusable)} />}
    </PageFrame>
  );
}
