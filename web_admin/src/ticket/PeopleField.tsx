// People to write to: those whom the ticket names are offered, others are typed.
import { Combobox, Pill, PillsInput, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Masked } from '../parts/Masked';
import { type Contact, isWrong } from './contacts';

interface Props {
  label: string;
  chosen: Contact[];
  known: Contact[];
  disabled: boolean;
  /** Stands there while nobody is chosen. */
  usual?: string;
  onChange: (chosen: Contact[]) => void;
}

export function PeopleField({ label, chosen, known, disabled, usual, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const box = useCombobox();
  const offered = known.filter(
    (one) =>
      !chosen.some(({ id }) => id === one.id) && one.label.toLowerCase().includes(typed.trim().toLowerCase()),
  );

  const add = (contact: Contact) => {
    setTyped('');
    box.closeDropdown();
    if (!chosen.some(({ id }) => id === contact.id)) onChange([...chosen, contact]);
  };
  /** Several may be pasted at once. */
  const takeTyped = () => {
    const words = typed.split(/[\s,;，；]+/).filter((word) => word !== '');
    const fresh = words.filter((word) => !chosen.some(({ id }) => id === word));
    setTyped('');
    if (fresh.length > 0)
      onChange([...chosen, ...fresh.map((word) => ({ id: word, label: word, typed: true as const }))]);
  };
  const wrong = chosen.filter(isWrong).map(({ label: words }) => words);

  return (
    <Combobox
      store={box}
      disabled={disabled}
      onOptionSubmit={(id) => {
        const contact = known.find((one) => one.id === id);
        if (contact) add(contact);
      }}
    >
      <Combobox.DropdownTarget>
        <PillsInput
          size="xs"
          label={label}
          error={wrong.length > 0 && t('composer.not_address', { text: wrong.join(' ') })}
          disabled={disabled}
        >
          <Pill.Group>
            {chosen.map((contact) => (
              <Pill
                key={contact.id}
                withRemoveButton
                disabled={disabled}
                removeButtonProps={{
                  tabIndex: 0,
                  'aria-hidden': false,
                  'aria-label': t('composer.remove_person', { name: contact.label }),
                }}
                onRemove={() => onChange(chosen.filter(({ id }) => id !== contact.id))}
              >
                <Masked text={contact.label} />
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                aria-label={label}
                value={typed}
                placeholder={chosen.length === 0 ? (usual ?? t('composer.person_hint')) : undefined}
                onFocus={() => box.openDropdown()}
                onBlur={() => {
                  box.closeDropdown();
                  takeTyped();
                }}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                  box.openDropdown();
                  box.resetSelectedOption();
                }}
                onKeyDown={(event) => {
                  if (event.nativeEvent.isComposing) return;
                  const takes = event.key === ',' || event.key === ';' || event.key === '，';
                  const enters = event.key === 'Enter' && box.getSelectedOptionIndex() < 0 && typed !== '';
                  if (takes || enters) {
                    event.preventDefault();
                    takeTyped();
                  } else if (event.key === 'Backspace' && typed === '' && chosen.length > 0) {
                    onChange(chosen.slice(0, -1));
                  }
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label={label}>
          {offered.map(({ id, label: words }) => (
            <Combobox.Option key={id} value={id}>
              <Masked text={words} />
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
