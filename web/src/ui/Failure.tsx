import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconCloudOff, IconExclamationCircle, IconLock, IconZoomQuestion } from '@tabler/icons-react';
import { ApiError, Unreachable } from '~/api/client';
import { Empty } from './Empty';

/** One place turns an error into words. The server's own sentence comes first: it is translated and knows more. */
export function useWords(): (error: unknown) => string {
  const { t } = useLingui();
  return (error) => {
    if (error instanceof Unreachable) return t`The server cannot be reached. Check your connection.`;
    if (error instanceof ApiError) {
      const { problem } = error;
      const first = problem.errors?.[0]?.detail;
      if (problem.status >= 500 && problem.status !== 503) {
        return problem.trace_id
          ? t`Something went wrong on the server. Reference: ${problem.trace_id}`
          : t`Something went wrong on the server.`;
      }
      // The general sentence of a refused form says less than the one about what was wrong.
      if (problem.code === 'request.invalid' && first) return first;
      return problem.detail || first || problem.title || t`The server refused this.`;
    }
    return t`Something went wrong.`;
  };
}

/** The whole pane could not be loaded. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const words = useWords();
  const status = error instanceof ApiError ? error.problem.status : 0;
  const again = retry ? (
    <Button variant="default" onClick={retry}>
      <Trans>Try again</Trans>
    </Button>
  ) : undefined;
  if (status === 404) {
    return (
      <Empty icon={<IconZoomQuestion size={22} stroke={1.6} />} title={<Trans>Not here</Trans>}>
        <Trans>It does not exist, or your departments do not include it.</Trans>
      </Empty>
    );
  }
  if (status === 403) {
    return (
      <Empty icon={<IconLock size={22} stroke={1.6} />} title={<Trans>You may not see this</Trans>}>
        {words(error)}
      </Empty>
    );
  }
  const icon =
    error instanceof Unreachable ? (
      <IconCloudOff size={22} stroke={1.6} />
    ) : (
      <IconExclamationCircle size={22} stroke={1.6} />
    );
  return (
    <div role="alert" style={{ height: '100%' }}>
      <Empty icon={icon} title={<Trans>This could not be loaded</Trans>} action={again}>
        {words(error)}
      </Empty>
    </div>
  );
}
