import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { asProblem, type Problem } from '../api/problem';
import { Icon } from './Icon';
import { Notice } from './Notice';
import styles from './parts.module.css';

/** The sentence for a problem: by its key, else by its code, else by its status. */
export function problemText(error: unknown, t: TFunction): string {
  const problem = asProblem(error);
  const candidates = [problem.key, `error.${problem.code}`, `error.http_${problem.status}`];
  const known = candidates.find((key) => i18next.exists(key));
  return known
    ? t(known, { seconds: problem.retryAfter ?? '' })
    : t('error.unknown', { status: problem.status });
}

/** The sentence for one field the server refused; undefined when it said nothing about it. */
export function fieldProblemText(error: unknown, field: string, t: TFunction): string | undefined {
  const found = error ? asProblem(error).fields.find((one) => one.field === field) : undefined;
  if (!found) return undefined;
  return found.key && i18next.exists(found.key) ? t(found.key) : t('form.invalid');
}

/** A session that ended is told by the dialog that asks to sign in again, and is over with it. */
export const endedSession = (error: unknown): boolean => asProblem(error).status === 401;

/** Why an act was refused. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error || endedSession(error)) return null;
  return <Notice tone="bad">{problemText(error, t)}</Notice>;
}

export function Failure({
  problem,
  onRetry,
  page,
  children,
}: {
  problem: Problem;
  onRetry?: () => void;
  page?: boolean;
  /** Another way on, beside trying again. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={page ? styles.failurePage : styles.failure} role="alert">
      <span className={styles.failureSign}>
        <Icon name="warn" size={22} />
      </span>
      <p className={styles.failureTitle}>{t('state.failed')}</p>
      <p className={styles.failureText}>{problemText(problem, t)}</p>
      {problem.requestId && (
        <p className={styles.failureId}>{t('state.request_id', { id: problem.requestId })}</p>
      )}
      <div className={styles.failureWays}>
        {onRetry && (
          <Button variant="default" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )}
        {children}
      </div>
    </div>
  );
}
