// When the session ends while someone works, they sign in again here; the page below keeps what they typed.
import { useTranslation } from 'react-i18next';
import { LoginForm } from '../login/LoginForm';
import { Dialog } from '../parts/Dialog';
import partStyles from '../parts/parts.module.css';
import { useSession } from './session';

export function Relogin() {
  const { t } = useTranslation();
  const { state } = useSession();
  const expired = state.kind === 'signed_in' && state.expired;
  const name = state.kind === 'signed_in' ? state.user.name : '';
  return (
    <Dialog
      opened={expired}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('login.again_title')}
    >
      <div className={partStyles.fields}>
        <p>{t('login.again_text')}</p>
        <LoginForm name={name} />
      </div>
    </Dialog>
  );
}
