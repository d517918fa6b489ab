import { useTranslation } from 'react-i18next';
import { problemText } from '../parts/Failure';
import { Notice } from '../parts/Notice';
import styles from './TicketPane.module.css';
import type { ActFailure } from './useTicket';
import { changeWords } from './words';

/** Why an act was not done; after a conflict also what changed in between. */
export function FailureNotice({ failure }: { failure: ActFailure }) {
  const { t } = useTranslation();
  const { problem, changes } = failure;
  if (changes === null) return <Notice tone="bad">{problemText(problem, t)}</Notice>;
  const reason = problem.status === 412 ? t('conflict.title') : problemText(problem, t);
  return (
    <Notice tone="warn" title={reason}>
      {changes.length > 0 && (
        <ul className={styles.changes}>
          {changes.map((change) => (
            <li key={change.field}>{changeWords(change, t)}</li>
          ))}
        </ul>
      )}
      <p>{t('conflict.again')}</p>
    </Notice>
  );
}
