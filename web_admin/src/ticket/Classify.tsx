// Changing priority, type, phase or topic: always with a reason, which goes to the audit log.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { Classification, Phase, Priority, Ticket, TicketType } from '../api/types';
import { priorities, ticketTypes } from '../inbox/filter';
import { Dialog } from '../parts/Dialog';
import partStyles from '../parts/parts.module.css';
import { FailureNotice } from './FailureNotice';
import type { Acts } from './useTicket';

const phases: readonly Phase[] = ['pre_sale', 'in_sale', 'after_sale'];

interface Props {
  ticket: Ticket;
  acts: Acts;
  opened: boolean;
  onClose: () => void;
}

type Fields = Pick<Ticket, 'priority' | 'type' | 'phase'> & { topic: string };

function makePatch(ticket: Ticket, form: Fields, reason: string): Classification {
  const patch: Classification = { reason };
  if (form.priority !== ticket.priority) patch.priority = form.priority;
  if (form.type !== ticket.type) patch.type = form.type;
  if (form.phase !== ticket.phase) patch.phase = form.phase;
  if (form.topic !== (ticket.topic ?? '')) patch.topic = form.topic;
  return patch;
}

function ClassifyForm({ ticket, acts, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation();
  // Only what was touched here is kept: the other fields follow the ticket, so a colleague's change is not undone.
  const [touched, setTouched] = useState<Partial<Fields>>({});
  const { priority, type, phase } = ticket;
  const form: Fields = { priority, type, phase, topic: ticket.topic ?? '', ...touched };
  const set = (change: Partial<Fields>) => setTouched((before) => ({ ...before, ...change }));
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const patch = makePatch(ticket, form, reason.trim());
  const changed = Object.keys(patch).length > 1;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!changed || patch.reason === '') return;
    const classify = () =>
      call('ticket.classify', { ticket: ticket.id, ...patch }, { version: ticket.version });
    if (await acts.run('ticket.classify', classify)) onClose();
  };

  return (
    <form className={partStyles.fields} onSubmit={submit}>
      {acts.failure && <FailureNotice failure={acts.failure} />}
      <div className={partStyles.fieldRow}>
        <NativeSelect
          label={t('field.priority')}
          data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
          value={form.priority}
          onChange={(event) => set({ priority: event.target.value as Priority })}
        />
        <NativeSelect
          label={t('field.type')}
          data={ticketTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
          value={form.type}
          onChange={(event) => set({ type: event.target.value as TicketType })}
        />
      </div>
      <div className={partStyles.fieldRow}>
        <NativeSelect
          label={t('field.phase')}
          data={[
            { value: '', label: t('value.unset') },
            ...phases.map((value) => ({ value, label: t(`phase.${value}`) })),
          ]}
          value={form.phase ?? ''}
          onChange={(event) => set({ phase: (event.target.value || null) as Phase | null })}
        />
        <TextInput
          label={t('field.topic')}
          value={form.topic}
          onChange={(event) => set({ topic: event.target.value })}
        />
      </div>
      <Textarea
        label={t('classify.reason')}
        description={t('classify.reason_help')}
        error={asked && patch.reason === '' ? t('form.required') : undefined}
        rows={2}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className={partStyles.formActions}>
        <Button type="submit" disabled={!changed} loading={acts.busy === 'ticket.classify'}>
          {t('action.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

export function Classify({ opened, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('classify.title')}>
      <ClassifyForm {...props} />
    </Dialog>
  );
}
