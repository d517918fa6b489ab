// To whom an answer goes: one line for the usual case, three fields for all others.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../api/types';
import { Masked } from '../parts/Masked';
import partStyles from '../parts/parts.module.css';
import styles from './Composer.module.css';
import { contactsOf, everybodyOf, type Recipients } from './contacts';
import { PeopleField } from './PeopleField';

interface Props {
  messages: Message[];
  /** Whom an answer goes to when nobody is chosen; undefined: somebody has to be. */
  usual?: string;
  recipients: Recipients;
  disabled: boolean;
  onChange: (recipients: Recipients) => void;
}

export function RecipientFields({ messages, usual, recipients, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const { to, cc, bcc } = recipients;
  const chosen = to.length + cc.length + bcc.length > 0;
  const [opened, setOpened] = useState(false);
  const known = contactsOf(messages);
  const everybody = everybodyOf(messages);
  const others = everybody.to.length + everybody.cc.length - 1;
  if (usual !== undefined && !opened && !chosen) {
    return (
      <div className={styles.recipients}>
        <span>
          {t('composer.to')} <Masked text={usual} />
        </span>
        <button
          type="button"
          className={partStyles.textButton}
          disabled={disabled}
          onClick={() => setOpened(true)}
        >
          {t('composer.change_people')}
        </button>
        {others > 0 && (
          <button
            type="button"
            className={partStyles.textButton}
            disabled={disabled}
            onClick={() => onChange(everybody)}
          >
            {t('composer.reply_all', { count: others + 1 })}
          </button>
        )}
      </div>
    );
  }
  const field = (name: keyof Recipients, hint?: string) => (
    <PeopleField
      label={t(`composer.${name}`)}
      chosen={recipients[name]}
      known={known}
      disabled={disabled}
      usual={hint}
      onChange={(people) => onChange({ ...recipients, [name]: people })}
    />
  );
  return (
    <div className={styles.people}>
      {field('to', usual)}
      {field('cc')}
      {field('bcc')}
    </div>
  );
}
