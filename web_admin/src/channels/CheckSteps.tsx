// The result of a connection test, step by step, with what to do about the one that failed.
import { useTranslation } from 'react-i18next';
import type { CheckResult, CheckStep } from '../api/types';
import { Icon, type IconName } from '../parts/Icon';
import { Notice } from '../parts/Notice';
import styles from './channels.module.css';
import { reasonWords, stepName } from './words';

const signs: Record<CheckStep['state'], { icon: IconName; className: string | undefined }> = {
  ok: { icon: 'check', className: styles.stepOk },
  failed: { icon: 'close', className: styles.stepFailed },
  skipped: { icon: 'dots', className: styles.stepSkipped },
};

export function CheckSteps({ result }: { result: CheckResult }) {
  const { t } = useTranslation();
  const failed = result.steps.find((step) => step.state === 'failed');
  return (
    <div className={styles.result} data-check={result.ok ? 'ok' : (failed?.code ?? 'failed')}>
      <Notice tone={result.ok ? 'ok' : 'bad'} title={t(result.ok ? 'check.ok' : 'check.failed')}>
        {failed && <p>{reasonWords(failed.code, failed.text, t)}</p>}
      </Notice>
      <ol className={styles.steps}>
        {result.steps.map((step, index) => {
          const sign = signs[step.state];
          return (
            <li key={index} className={styles.step}>
              <span className={sign.className}>
                <Icon name={sign.icon} size={16} />
              </span>
              <span>{stepName(step, t)}</span>
              <span className={sign.className}>{t(`check.state.${step.state}`)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
