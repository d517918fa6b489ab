// Language and theme: changed here at once, and kept in the account so that they follow the person.
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import type { Language, ThemeChoice } from '../api/types';
import { switchLanguage } from '../i18n';
import { applyTheme } from '../theme/scheme';
import { useSession, useUser } from './session';

export function usePreferences() {
  const { i18n } = useTranslation();
  const user = useUser();
  const { updateUser } = useSession();
  const keep = (patch: { language?: Language; theme?: ThemeChoice }) =>
    // The page already shows the choice; when the server cannot keep it, it still holds in this browser.
    call('me.change', patch).then(
      (saved) => updateUser({ ...user, ...saved, ...patch }),
      () => undefined,
    );
  return {
    language: i18n.language as Language,
    setLanguage: (language: Language) => {
      void switchLanguage(language);
      return keep({ language });
    },
    setTheme: (theme: ThemeChoice) => {
      applyTheme(theme);
      return keep({ theme });
    },
  };
}
