import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sampleDataQuery } from '~/api/sampleData';
import RemoveSampleData from '~/features/start/RemoveSampleData';
import classes from '~/features/start/sample.module.css';

/** Says among the customers that some of them are samples, for as long as they are. */
export default function SampleNote() {
  const { data } = useQuery(sampleDataQuery);
  const [asking, setAsking] = useState(false);
  return (
    <>
      {data?.loaded ? (
        <div className={classes.note}>
          <span>
            <Plural
              value={data.customers}
              one="# of these customers is sample data. No mail ever leaves for them."
              other="# of these customers are sample data. No mail ever leaves for them."
            />
          </span>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            <Trans>Remove sample data</Trans>
          </Button>
        </div>
      ) : null}
      {asking ? <RemoveSampleData onClose={() => setAsking(false)} /> : null}
    </>
  );
}
