interface Boot {
  language?: string;
}

/** What the server wrote into the shell. */
export function readBoot(): Boot {
  try {
    return JSON.parse(document.getElementById('boot')?.textContent ?? '{}') as Boot;
  } catch {
    return {};
  }
}

/** The nonce of this page; browsers hide the attribute from CSS, so the property is read. */
export function nonce(): string {
  return document.querySelector<HTMLElement>('script[nonce], meta[property="csp-nonce"]')?.nonce ?? '';
}
