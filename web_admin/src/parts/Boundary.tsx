// Catches what a page cannot draw, above all a part that a newer version has replaced on the server: without this the whole
// application would turn white.
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@mantine/core';
import { Icon } from './Icon';
import styles from './parts.module.css';

function Broken() {
  const { t } = useTranslation();
  return (
    <div className={styles.failurePage} role="alert">
      <span className={styles.failureSign}>
        <Icon name="warn" size={22} />
      </span>
      <p className={styles.failureTitle}>{t('broken.title')}</p>
      <p className={styles.failureText}>{t('broken.text')}</p>
      <Button size="sm" mt={12} onClick={() => window.location.reload()}>
        {t('broken.reload')}
      </Button>
    </div>
  );
}

interface Props {
  /** Another place is another try. */
  place: string;
  children: ReactNode;
}

export class Boundary extends Component<Props, { brokenAt: string | null }> {
  override state = { brokenAt: null };

  static getDerivedStateFromError() {
    return { brokenAt: '' };
  }

  static getDerivedStateFromProps(props: Props, state: { brokenAt: string | null }) {
    if (state.brokenAt === null || state.brokenAt === props.place) return null;
    return { brokenAt: state.brokenAt === '' ? props.place : null };
  }

  override render() {
    return this.state.brokenAt === null ? this.props.children : <Broken />;
  }
}
