import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './PasswordField.module.css';
import { passwordStrength, shortestPassword } from './strength';

interface Props {
  label: string;
  value: string;
  known?: string[];
  error?: string;
  /** A dialog that opens begins here. */
  focused?: boolean;
  onChange: (value: string) => void;
  onLeave?: () => void;
}

/** A new password with a meter that says in words how strong it is. */
export function PasswordField({ label, value, known, error, focused, onChange, onLeave }: Props) {
  const { t } = useTranslation();
  const strength = passwordStrength(value, known);
  return (
    <div>
      <PasswordInput
        label={label}
        name="new-password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        data-autofocus={focused || undefined}
        value={value}
        error={error}
        aria-invalid={error !== undefined}
        description={t('password.advice', { count: shortestPassword })}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
        visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
      />
      <div className={styles.meter} aria-live="polite">
        <span className={styles.bars} aria-hidden="true">
          {[1, 2, 3, 4].map((step) => (
            <i key={step} className={step <= strength ? styles[`step${strength}`] : ''} />
          ))}
        </span>
        <span className={styles.word}>{t(`password.strength_${strength}`)}</span>
      </div>
    </div>
  );
}
