import { Trans } from '@lingui/react/macro';
import { CollisionNumbers } from './CollisionNumbers';
import CollisionRules from './CollisionRules';
import classes from './collisions.module.css';

/** How often colleagues meet in a ticket and what comes of it; for admins also how that is avoided. */
export default function Collisions({ manages }: { manages: boolean }) {
  return (
    <div className={classes.page}>
      <CollisionNumbers />
      {manages ? (
        <section>
          <h2>
            <Trans>How they are avoided</Trans>
          </h2>
          <CollisionRules />
        </section>
      ) : null}
    </div>
  );
}
