// Says that the plugin's files are not the approved ones, and lets those who run the channels approve them.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { Channel, PluginInfo } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { endedSession, problemText } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import { ChannelReason } from './ChannelCard';
import styles from './channels.module.css';

function Approval({ plugin }: { plugin: PluginInfo }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const approve = useMutation({
    mutationFn: () => call('plugin.approve', { plugin: plugin.id, library_sha256: plugin.library_sha256 }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: keys.plugins });
      await queries.invalidateQueries({ queryKey: keys.channels });
    },
  });
  return (
    <Notice tone="bad" title={t('plugin.changed')}>
      <p>{t('plugin.changed_text', { version: plugin.version, hash: plugin.library_sha256.slice(0, 12) })}</p>
      <p>{t('plugin.reach')}</p>
      <Button size="xs" mt={8} loading={approve.isPending} onClick={() => approve.mutate()}>
        {t('plugin.approve')}
      </Button>
      {approve.error && !endedSession(approve.error) && (
        <span role="alert" className={styles.said}>
          {problemText(approve.error, t)}
        </span>
      )}
    </Notice>
  );
}

/** The reason of a channel; for who runs it a changed plugin with its approval, which says the same and more. */
export function ReasonOrApproval({ channel }: { channel: Channel }) {
  const runs = useMay('run_channels');
  const query = useQuery({ queryKey: keys.plugins, queryFn: () => call('plugin.list'), enabled: runs });
  const plugin = query.data?.items.find((one) => one.id === channel.plugin);
  // The channel can know before the list does: files replaced while the desk runs are noticed by the plugin's host.
  const changed =
    plugin && (plugin.approval.state === 'changed' || channel.reason?.code === 'plugin_changed');
  const approval = runs && changed;
  const saysMore = channel.reason?.code !== 'plugin_changed' || !approval;
  return (
    <>
      {saysMore && <ChannelReason channel={channel} />}
      {approval && <Approval plugin={plugin} />}
    </>
  );
}
