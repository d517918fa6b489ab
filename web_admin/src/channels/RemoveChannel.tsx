// Removing a channel cannot be undone, so its name is typed first.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import type { Channel } from '../api/types';
import { keys } from '../app/query_keys';
import { Dialog } from '../parts/Dialog';
import { Refusal } from '../parts/Failure';
import partStyles from '../parts/parts.module.css';
import styles from './channels.module.css';

function RemoveForm({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  // The channel as it was when the question was asked: what changes meanwhile is to be seen before it goes.
  const [seen] = useState(channel.version);
  const remove = useMutation({
    mutationFn: () => call('channel.remove', { channel: channel.id }, { version: seen }),
    onSuccess: () => {
      navigate('/channels', { replace: true });
      queries.removeQueries({ queryKey: keys.channel(channel.id) });
      void queries.invalidateQueries({ queryKey: keys.channels });
    },
  });
  const named = typed.trim() === channel.name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (named) remove.mutate();
  };
  return (
    <form className={partStyles.fields} onSubmit={submit}>
      <Refusal error={remove.error} />
      <p>{t('channel.remove_text')}</p>
      <TextInput
        label={t('channel.remove_type', { name: channel.name })}
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={partStyles.formActions}>
        <Button type="submit" color="red" disabled={!named} loading={remove.isPending}>
          {t('channel.remove')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

export function RemoveChannel({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <section className={`${partStyles.panel} ${styles.removal}`}>
      <div>
        <h2>{t('channel.remove')}</h2>
        <p>{t('channel.remove_help')}</p>
      </div>
      <Button variant="default" color="red" onClick={() => setAsking(true)}>
        {t('channel.remove_ask')}
      </Button>
      <Dialog opened={asking} onClose={close} title={t('channel.remove_title', { name: channel.name })}>
        <RemoveForm channel={channel} onClose={close} />
      </Dialog>
    </section>
  );
}
