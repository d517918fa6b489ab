// Replies of which nobody knows whether they were sent, to settle one, some or all of them at once.
import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import { asProblem } from '../api/problem';
import type { DoubtfulReply } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { announceListChange } from '../inbox/list_changes';
import { Dialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Failure, Refusal } from '../parts/Failure';
import { Masked } from '../parts/Masked';
import { useMoment } from '../parts/moment';
import { PageFrame } from '../parts/PageFrame';
import partStyles from '../parts/parts.module.css';
import { Waiting } from '../parts/Waiting';
import { deliveryReason } from '../ticket/words';
import styles from './doubt.module.css';

const mostShown = 200;

function ReplyRow({
  reply: { ticket, message },
  chosen,
  onChoose,
}: {
  reply: DoubtfulReply;
  chosen: boolean | null;
  onChoose: (chosen: boolean) => void;
}) {
  const { t } = useTranslation();
  const { exact } = useMoment();
  const reason = message.delivery?.reason;
  return (
    <tr>
      {chosen !== null && (
        <td>
          <Checkbox
            aria-label={t('doubt.choose', { number: ticket.number })}
            checked={chosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </td>
      )}
      <td className={partStyles.nowrap}>{exact(message.created_at)}</td>
      <td className={partStyles.nowrap}>
        <Link href={`/inbox/${ticket.number}?view=all`}>{ticket.number}</Link>
        <div className={partStyles.dim}>
          <Masked text={ticket.customer.name || ticket.customer.number} />
        </div>
      </td>
      <td>
        <div className={styles.preview}>
          <Masked text={message.text} />
        </div>
        {reason && <div className={partStyles.dim}>{deliveryReason(reason, t)}</div>}
      </td>
      <td>{message.author.name}</td>
    </tr>
  );
}

type Wish = { arrived: boolean; messages: string[] };

function Replies({ replies }: { replies: DoubtfulReply[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const decides = useMay('answer');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const chosen = replies.map(({ message }) => message.id).filter((id) => !left.has(id));
  const settle = useMutation({
    mutationFn: (wish: Wish) => call('message.settle', wish),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.inDoubt });
      announceListChange(queries);
    },
  });
  const choose = (id: string, wanted: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (wanted) next.delete(id);
      else next.add(id);
      return next;
    });
  const chooseAll = (wanted: boolean) =>
    setLeft(new Set(wanted ? [] : replies.map(({ message }) => message.id)));
  return (
    <>
      <Refusal error={settle.error} />
      <p role="status" className={partStyles.done}>
        {settle.data && t('doubt.done', { count: settle.data.settled })}
        {settle.data && settle.data.left > 0 && ` ${t('doubt.left', { count: settle.data.left })}`}
      </p>
      {decides && (
        <div className={styles.acts}>
          <Button
            disabled={chosen.length === 0}
            loading={settle.isPending}
            onClick={() => settle.mutate({ messages: chosen, arrived: true })}
          >
            {t('doubt.arrived', { count: chosen.length })}
          </Button>
          <Button
            variant="default"
            disabled={chosen.length === 0 || settle.isPending}
            onClick={() => setAsking(true)}
          >
            {t('doubt.again', { count: chosen.length })}
          </Button>
        </div>
      )}
      <div className={`${partStyles.panel} ${partStyles.tableWrap}`}>
        <table className={partStyles.table}>
          <thead>
            <tr>
              {decides && (
                <th scope="col">
                  <Checkbox
                    aria-label={t('doubt.choose_all')}
                    checked={chosen.length === replies.length}
                    indeterminate={chosen.length > 0 && chosen.length < replies.length}
                    onChange={(event) => chooseAll(event.currentTarget.checked)}
                  />
                </th>
              )}
              <th scope="col">{t('doubt.written')}</th>
              <th scope="col">{t('doubt.ticket')}</th>
              <th scope="col">{t('doubt.reply')}</th>
              <th scope="col">{t('doubt.author')}</th>
            </tr>
          </thead>
          <tbody>
            {replies.map((reply) => (
              <ReplyRow
                key={reply.message.id}
                reply={reply}
                chosen={decides ? !left.has(reply.message.id) : null}
                onChoose={(wanted) => choose(reply.message.id, wanted)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Dialog opened={asking} onClose={() => setAsking(false)} title={t('delivery.confirm_title')}>
        <p>{t('doubt.again_text', { count: chosen.length })}</p>
        <div className={partStyles.formActions}>
          <Button
            onClick={() => {
              setAsking(false);
              settle.mutate({ messages: chosen, arrived: false });
            }}
          >
            {t('delivery.confirm_send')}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('action.cancel')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

export default function InDoubtPage() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: keys.inDoubt,
    queryFn: () => call('message.in_doubt', { limit: mostShown }),
  });
  return (
    <PageFrame title={t('doubt.title')} lead={t('doubt.lead')}>
      {query.isPending && <Waiting rows={5} />}
      {query.isError && <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && (
        <Empty icon="check" title={t('doubt.none')} text={t('doubt.none_text')} />
      )}
      {query.data && query.data.items.length > 0 && <Replies replies={query.data.items} />}
      {query.data?.next && <p className={partStyles.dim}>{t('doubt.more', { count: mostShown })}</p>}
    </PageFrame>
  );
}
