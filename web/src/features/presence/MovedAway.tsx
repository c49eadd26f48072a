import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { catalogueQuery } from '~/api/session';
import type { Id } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { Empty } from '~/ui/Empty';
import { useNames } from './useStateWords';

interface Props {
  number: number;
  taken: { by: Id | undefined; department: Id | undefined };
}

/** The ticket went where I see nothing: who took it there, and the way back. */
export function MovedAway({ number, taken }: Props) {
  const navigate = useNavigate();
  const { data } = useQuery(catalogueQuery);
  const who = useNames()(taken.by ?? null);
  const where = data?.departments.find((one) => one.id === taken.department)?.name;
  return (
    <Empty
      icon={<IconArrowRight size={22} stroke={1.6} />}
      title={<Trans>#{number} was moved</Trans>}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/tickets', search: parseSearch })}>
          <Trans>Back to the list</Trans>
        </Button>
      }
    >
      <span role="alert">
        {where ? (
          <Trans>
            {who} moved this ticket to {where}. You have no access there.
          </Trans>
        ) : (
          <Trans>{who} moved this ticket to a department that you have no access to.</Trans>
        )}
      </span>
    </Empty>
  );
}
