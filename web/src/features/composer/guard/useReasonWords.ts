import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Reason, Told } from './facts';
import type { Script } from './script';

const short = (text: string) => (text.length > 90 ? `${text.slice(0, 89).trim()}…` : text);

/** What each reason says, in one sentence. */
export function useReasonWords(): (reason: Reason | Told) => string {
  const { t, i18n } = useLingui();
  const name = (script: Script) =>
    new Intl.DisplayNames([i18n.locale], { type: 'script' }).of(script) ?? script;
  return (reason) => {
    if (reason.kind === 'told') return reason.sentence;
    if (reason.kind === 'recipients')
      return t`It would go to ${plural(reason.count, { one: '# person', other: '# people' })}.`;
    if (reason.kind === 'script') {
      const [theirs, mine] = [name(reason.theirs), name(reason.mine)];
      return t`The customer writes in another script (${theirs}) than this reply (${mine}).`;
    }
    const words = short(reason.text);
    switch (reason.kind) {
      case 'placeholder':
        return t`“${words}” is a placeholder that nothing has replaced.`;
      case 'note':
        return t`“${words}” is taken from an internal note.`;
      case 'mention':
        return t`“${words}” calls a colleague, and the customer would read it.`;
      case 'address':
        return t`“${words}” is the address of another customer.`;
      case 'customer':
        return t`“${words}” is the name of another customer.`;
      case 'ticket':
        return t`“${words}” is the ticket of another customer.`;
      case 'attachment':
        return t`“${words}” promises a file, and none is attached.`;
    }
  };
}
