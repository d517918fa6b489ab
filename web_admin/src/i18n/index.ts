// Translations: one catalogue per language, loaded on demand; a missing key is an error that tests can see.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/types';

export const languages: readonly Language[] = ['zh-CN', 'en'];
const storageKey = 'frontdesk.language';

const catalogues = {
  'zh-CN': () => import('./zh'),
  en: () => import('./en'),
};

export function asLanguage(text: string | null | undefined): Language | undefined {
  if (!text) return undefined;
  return text.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

function firstLanguage(): Language {
  return asLanguage(localStorage.getItem(storageKey)) ?? asLanguage(navigator.language) ?? 'en';
}

async function loadCatalogue(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const { catalogue, recorded } = await catalogues[language]();
  i18next.addResourceBundle(language, 'translation', { ...catalogue, ...recorded });
}

function reportMissing(_languages: readonly string[], _namespace: string, key: string): void {
  // eslint-disable-next-line no-console -- a missing translation must be visible to the browser tests
  console.error(`missing translation: ${key}`);
}

export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: undefined,
    fallbackLng: false,
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    saveMissing: true,
    missingKeyHandler: reportMissing,
    react: { useSuspense: false },
  });
  await switchLanguage(firstLanguage());
}

export async function switchLanguage(language: Language): Promise<void> {
  await loadCatalogue(language);
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
