import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { BulkOrder } from '~/api/bulk';
import type { MovePlace } from '~/api/tickets';
import { Destination } from '~/features/ticket/dialogs/Destination';
import { FormDialog } from '~/ui/FormDialog';

interface Props {
  count: number;
  onStart: (order: BulkOrder) => void;
  onClose: () => void;
}

/** All that are selected, to another department. */
export default function BulkMoveDialog({ count, onStart, onClose }: Props) {
  const { t } = useLingui();
  const [place, setPlace] = useState<MovePlace | null>(null);
  const [missing, setMissing] = useState(false);
  return (
    <FormDialog
      title={<Plural value={count} one="Move # ticket" other="Move # tickets" />}
      submitLabel={<Trans>Move</Trans>}
      onClose={onClose}
      onSubmit={async () => {
        setMissing(place === null);
        if (!place) throw new Error('no department');
        onStart({ action: 'move', value: place });
      }}
    >
      {() => (
        <Destination
          count={count}
          from={null}
          place={place}
          onChange={(next) => {
            setMissing(false);
            setPlace(next);
          }}
          problemAt={(pointer) =>
            missing && pointer === '/department_id' ? t`Choose a department` : undefined
          }
        />
      )}
    </FormDialog>
  );
}
