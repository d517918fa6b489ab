// The filters beyond those of every day: phase, owner, the days on which tickets came, one customer. They stand behind a
// chip until one of them is in force.
import { Popover, TextInput, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { TicketFilter } from '../api/types';
import { keys } from '../app/query_keys';
import { useMay } from '../app/session';
import { Icon } from '../parts/Icon';
import { ChoiceMenu, type Choice } from './ChoiceMenu';
import { phases } from './filter';
import styles from './FilterBar.module.css';

interface Props {
  filter: TicketFilter;
  onChange: (filter: TicketFilter) => void;
}

/** Views that say whose tickets they hold need no owner. */
const sayOwner = ['mine', 'unassigned'];

function Days({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      size="xs"
      label={t(`filter.${name}`)}
      value={filter[name] ?? ''}
      max="9999-12-30"
      onChange={(event) => onChange({ ...filter, [name]: event.target.value || undefined })}
    />
  );
  const said = [filter.from, filter.to].filter(Boolean);
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <UnstyledButton className={said.length > 0 ? styles.chipOn : styles.chip}>
          {said.length > 0 ? `${filter.from ?? ''} – ${filter.to ?? ''}` : t('filter.days')}
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter.days')}>
        {day('from')}
        {day('to')}
      </Popover.Dropdown>
    </Popover>
  );
}

export function MoreFilters({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  const colleagues = useQuery({
    queryKey: keys.agents,
    queryFn: () => call('colleague.list'),
    enabled: useMay('see_colleagues'),
  }).data;
  const owners = (colleagues?.items ?? []).map(({ id, display_name }) => ({
    value: id,
    label: display_name,
  }));
  const menus: { name: 'phase' | 'owner'; choices: Choice[] }[] = [
    { name: 'phase', choices: phases.map((value) => ({ value, label: t(`phase.${value}`) })) },
    { name: 'owner', choices: sayOwner.includes(filter.view) ? [] : owners },
  ];
  return (
    <>
      {menus
        .filter(({ name, choices }) => choices.length > 0 && (unfolded || filter[name]))
        .map(({ name, choices }) => (
          <ChoiceMenu
            key={name}
            className={filter[name] ? styles.chipOn : styles.chip}
            label={t(`filter.${name}`)}
            value={filter[name] ?? ''}
            choices={[{ value: '', label: t(filter[name] ? 'filter.any' : `filter.${name}`) }, ...choices]}
            onChoose={(value) => onChange({ ...filter, [name]: value || undefined })}
          />
        ))}
      {(unfolded || filter.from || filter.to) && <Days filter={filter} onChange={onChange} />}
      {filter.customer && (
        <UnstyledButton
          className={styles.chipOn}
          aria-label={t('filter.no_customer')}
          onClick={() => onChange({ ...filter, customer: undefined })}
        >
          {t('filter.customer')}
          <Icon name="close" size={14} />
        </UnstyledButton>
      )}
      <UnstyledButton className={styles.chip} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        {t(unfolded ? 'filter.fewer' : 'filter.more')}
      </UnstyledButton>
    </>
  );
}
