// One value out of a few: a chip that says the chosen one and opens the others.
import { Menu, UnstyledButton } from '@mantine/core';
import { Icon } from '../parts/Icon';
import styles from './FilterBar.module.css';

export interface Choice {
  value: string;
  label: string;
  note?: string;
}

export function ChoiceMenu({
  label,
  value,
  choices,
  onChoose,
  className,
}: {
  label: string;
  value: string;
  choices: Choice[];
  onChoose: (value: string) => void;
  className?: string;
}) {
  const current = choices.find((choice) => choice.value === value);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={className}>
          <span className="only-for-readers">{`${label}: `}</span>
          {current?.label}
          {current?.note !== undefined && <span className={styles.note}>{current.note}</span>}
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            rightSection={choice.note}
            className={choice.value === value ? styles.chosen : undefined}
            onClick={() => onChoose(choice.value)}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
