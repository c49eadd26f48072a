import { i18n, type Messages } from '@lingui/core';
import { speak } from '~/api/client';

/** Language names are written in their own language, so that nobody gets lost. */
export const locales = [
  { code: 'en', name: 'English' },
  { code: 'zh-CN', name: '简体中文' },
  { code: 'ru', name: 'Русский' },
  { code: 'cs', name: 'Čeština' },
] as const;

export type Locale = (typeof locales)[number]['code'];

const stored = 'tandem.language';

const catalogues: Record<Locale, () => Promise<{ messages: Messages }>> = {
  en: () => import('../locales/en.po'),
  'zh-CN': () => import('../locales/zh-CN.po'),
  ru: () => import('../locales/ru.po'),
  cs: () => import('../locales/cs.po'),
};

/** The first wish that we can fulfil: exact tag first, then the same language ("zh-Hans" → "zh-CN"). */
export function pickLocale(wishes: readonly (string | null | undefined)[]): Locale {
  for (const wish of wishes) {
    if (!wish) continue;
    const exact = locales.find((locale) => locale.code.toLowerCase() === wish.toLowerCase());
    const language = wish.split('-')[0]?.toLowerCase();
    const near = exact ?? locales.find((locale) => locale.code.split('-')[0] === language);
    if (near) return near.code;
  }
  return 'en';
}

/** What the person chose on this device; the server's answer about the person comes first once it is known. */
export function rememberedLocale(): string | null {
  return localStorage.getItem(stored);
}

export async function activate(locale: Locale, remember = false): Promise<void> {
  const { messages } = await catalogues[locale]();
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
  speak(locale);
  if (remember) localStorage.setItem(stored, locale);
}
