import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

interface Props {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** The end of a list that the server gives in pages. */
export function MoreButton({ query }: Props) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      variant="default"
      mt="md"
      style={{ alignSelf: 'flex-start' }}
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      <Trans>Show more</Trans>
    </Button>
  );
}
