import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { keys } from '~/api/keys';
import { finishSignIn } from '~/api/settings';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { tell } from '~/ui/notify';

/** A provider has sent the browser back: what it brought is handed on once, and leaves the address bar. */
export default function SignInReturn({ brought }: { brought: URLSearchParams }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const words = useWords();
  const begun = useRef(false);
  const [state, setState] = useState<'busy' | 'done' | { failed: string }>('busy');

  useEffect(() => {
    // A code counts once, and effects may run twice.
    if (begun.current) return;
    begun.current = true;
    const of = (name: string) => brought.get(name) ?? '';
    void navigate({ to: '/mailboxes', replace: true });
    finishSignIn({ state: of('state'), code: of('code'), error: of('error') })
      .then(({ address }) => {
        setState('done');
        tell(t`Tandem is signed in for ${address}.`);
      })
      .catch((error: unknown) => setState({ failed: words(error) }))
      .finally(() => void client.invalidateQueries({ queryKey: keys.mailboxes }));
  }, [brought, client, navigate, t, words]);

  if (state === 'done') return null;
  if (state === 'busy')
    return (
      <p role="status">
        <Trans>Signing in…</Trans>
      </p>
    );
  return <FormAlert>{state.failed}</FormAlert>;
}
