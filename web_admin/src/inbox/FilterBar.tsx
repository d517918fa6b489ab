// Above the list: what it shows, sorting, the search box and the filter chips. Where the rail shows the views, they are not
// offered a second time.
import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel, Counters, TicketFilter } from '../api/types';
import { useRailShowsViews } from '../app/media';
import { useShortcuts } from '../app/shortcuts';
import { viewCount } from '../parts/count';
import { Icon } from '../parts/Icon';
import { ChoiceMenu, type Choice } from './ChoiceMenu';
import { priorities, sorts, ticketTypes, viewNames } from './filter';
import styles from './FilterBar.module.css';
import { MoreFilters } from './MoreFilters';

interface Props {
  filter: TicketFilter;
  counters: Counters | undefined;
  channels: Pick<Channel, 'id' | 'name'>[];
  onChange: (filter: TicketFilter) => void;
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  // While Chinese is being composed the box holds letters that are not meant yet.
  const [composing, setComposing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (composing || text === value) return;
    const timer = setTimeout(() => onChange(text), 350);
    return () => clearTimeout(timer);
  }, [composing, text, value, onChange]);
  useShortcuts({ '/': () => input.current?.focus() });
  return (
    <TextInput
      ref={input}
      type="search"
      size="sm"
      className={styles.search}
      aria-label={t('inbox.search')}
      placeholder={t('inbox.search_hint')}
      leftSection={<Icon name="search" size={16} />}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onKeyDown={(event) => {
        // Escape and Enter of an input method choose or drop a candidate; they are not ours.
        if (event.nativeEvent.isComposing || event.keyCode === 229) return;
        if (event.key === 'Enter') onChange(text);
        if (event.key === 'Escape') {
          setText('');
          input.current?.blur();
        }
      }}
    />
  );
}

export function FilterBar({ filter, counters, channels, onChange }: Props) {
  const { t } = useTranslation();
  const latest = useRef({ filter, onChange });
  useEffect(() => {
    latest.current = { filter, onChange };
  });
  const [search] = useState(
    () => (q: string) => latest.current.onChange({ ...latest.current.filter, q: q || undefined }),
  );
  const any = { value: '', label: t('filter.any') };
  const views = viewNames.map((value) => ({
    value,
    label: t(`view.${value}`),
    // Beside a search the view's own count would be taken for that of the hits.
    note: filter.q ? undefined : viewCount(value, counters),
  }));
  const inRail = useRailShowsViews();
  const heading = filter.q ? t('inbox.results') : t(`view.${filter.view}`);
  const filters: { name: 'priority' | 'type' | 'channel'; choices: Choice[] }[] = [
    { name: 'priority', choices: priorities.map((value) => ({ value, label: t(`priority.${value}`) })) },
    { name: 'type', choices: ticketTypes.map((value) => ({ value, label: t(`type.${value}`) })) },
    { name: 'channel', choices: channels.map(({ id, name }) => ({ value: id, label: name })) },
  ];
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        <h1 className={styles.title}>
          {inRail || filter.q ? (
            <span className={styles.heading}>{heading}</span>
          ) : (
            <ChoiceMenu
              className={styles.view}
              label={t('inbox.views')}
              value={filter.view}
              choices={views}
              onChoose={(view) => onChange({ ...filter, view: view as TicketFilter['view'] })}
            />
          )}
        </h1>
        <ChoiceMenu
          className={styles.sort}
          label={t('sort.label')}
          value={filter.sort}
          choices={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
          onChoose={(sort) => onChange({ ...filter, sort: sort as TicketFilter['sort'] })}
        />
      </div>
      <SearchBox value={filter.q ?? ''} onChange={search} />
      <div className={styles.chips}>
        {filters
          .filter(({ choices }) => choices.length > 0)
          .map(({ name, choices }) => (
            <ChoiceMenu
              key={name}
              className={filter[name] ? styles.chipOn : styles.chip}
              label={t(`filter.${name}`)}
              value={filter[name] ?? ''}
              choices={[{ ...any, label: filter[name] ? any.label : t(`filter.${name}`) }, ...choices]}
              onChoose={(value) => onChange({ ...filter, [name]: value || undefined })}
            />
          ))}
        <MoreFilters filter={filter} onChange={onChange} />
      </div>
    </div>
  );
}
