// What became of an outgoing message, on the message itself; a failure offers to try again.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { Delivery, DeliveryState, Message } from '../api/types';
import { keys } from '../app/query_keys';
import { Chip, type Tone } from '../parts/Chip';
import { Dialog } from '../parts/Dialog';
import { endedSession, problemText } from '../parts/Failure';
import { useMoment } from '../parts/moment';
import partStyles from '../parts/parts.module.css';
import styles from './Timeline.module.css';
import { deliveryReason } from './words';

const tones: Record<DeliveryState, Tone> = {
  queued: 'plain',
  sending: 'plain',
  sent: 'ok',
  delivered: 'ok',
  failed: 'bad',
  unknown: 'warn',
};

export function DeliveryLine({ message, delivery }: { message: Message; delivery: Delivery }) {
  const { t } = useTranslation();
  const { short } = useMoment();
  const queries = useQueryClient();
  const reason = delivery.reason ? deliveryReason(delivery.reason, t) : null;
  const [asking, setAsking] = useState(false);
  const retry = useMutation({
    mutationFn: (confirm: boolean) => call('message.retry', { message: message.id, confirm }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.messages(message.ticket_id) }),
  });
  const stuck = delivery.state === 'failed' || delivery.state === 'unknown';
  return (
    <div className={styles.under}>
      <Chip tone={tones[delivery.state]}>{t(`delivery.${delivery.state}`)}</Chip>
      {delivery.state !== 'delivered' && reason && <span className={styles.dim}>{reason}</span>}
      {delivery.next_attempt_at && delivery.state === 'queued' && delivery.attempts > 0 && (
        <span className={styles.dim}>{t('delivery.next', { at: short(delivery.next_attempt_at) })}</span>
      )}
      {stuck && (
        <button
          type="button"
          className={partStyles.textButton}
          disabled={retry.isPending}
          onClick={() => (delivery.state === 'unknown' ? setAsking(true) : retry.mutate(false))}
        >
          {t('action.retry')}
        </button>
      )}
      {retry.isError && !endedSession(retry.error) && <span role="alert">{problemText(retry.error, t)}</span>}
      <Dialog opened={asking} onClose={() => setAsking(false)} title={t('delivery.confirm_title')}>
        <p>{t('delivery.confirm_text')}</p>
        <div className={partStyles.formActions}>
          <Button
            onClick={() => {
              setAsking(false);
              retry.mutate(true);
            }}
          >
            {t('delivery.confirm_send')}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('action.cancel')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
