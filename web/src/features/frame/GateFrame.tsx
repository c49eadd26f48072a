import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { activate, type Locale, locales } from '~/i18n/locales';
import { Brand } from './Brand';
import classes from './gate.module.css';

/** The quiet page around sign-in and set-up, with the choice of language before anybody is known. */
export function GateFrame({
  title,
  wide,
  children,
}: {
  title: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const { t, i18n } = useLingui();
  return (
    <div className={classes.page}>
      <main className={classes.card} data-wide={wide || undefined}>
        <header className={classes.head}>
          <Brand size={36} />
          <h1>{title}</h1>
        </header>
        {children}
      </main>
      <nav className={classes.languages} aria-label={t`Language`}>
        {locales.map((locale) => (
          <button
            key={locale.code}
            type="button"
            lang={locale.code}
            aria-pressed={i18n.locale === locale.code}
            onClick={() => void activate(locale.code as Locale, true)}
          >
            {locale.name}
          </button>
        ))}
      </nav>
    </div>
  );
}
