// Disabling somebody who owns open tickets: the number is told first, because they go back to the queue.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListedUser } from '../api/types';
import { Dialog } from '../parts/Dialog';
import styles from '../parts/parts.module.css';

export function DisableUser({
  user,
  onDisable,
  onClose,
}: {
  user: ListedUser | null;
  onDisable: (user: ListedUser) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      opened={user !== null}
      onClose={onClose}
      title={user ? t('user.disable_title', { name: user.display_name }) : ''}
    >
      {user && (
        <>
          <p>{t('user.gives_back', { name: user.display_name, count: user.open_tickets })}</p>
          <div className={styles.formActions}>
            <Button color="red" data-autofocus onClick={() => onDisable(user)}>
              {t('user.disable')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
