// A few alternatives side by side, one of them on.
import styles from './Switcher.module.css';

interface Props<T extends string> {
  label: string;
  value: T;
  choices: { value: T; label: string }[];
  disabled?: boolean;
  onChange: (value: T) => void;
}

export function Switcher<T extends string>({ label, value, choices, disabled, onChange }: Props<T>) {
  return (
    <div className={styles.switcher} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className={choice.value === value ? styles.on : styles.off}
          aria-pressed={choice.value === value}
          disabled={disabled}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
