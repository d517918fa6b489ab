import { useTranslation } from 'react-i18next';
import { Outside } from '../parts/Outside';
import { LoginForm } from './LoginForm';

export default function LoginPage() {
  const { t } = useTranslation();
  return (
    <Outside title={t('login.title')}>
      <LoginForm />
    </Outside>
  );
}
