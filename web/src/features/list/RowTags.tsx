import { useLayoutEffect, useRef, useState } from 'react';
import { fitting } from './fitting';
import classes from './row.module.css';

/** Between two tags, and the room of "+9"; the gap is that of the style sheet. */
const gap = 4;
const sum = 22;

/** As many whole tags as there is room for, and how many more there are. All of them are in the name of the row. */
export function RowTags({ tags }: { tags: string[] }) {
  const box = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(tags.length);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other tags have other widths
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const widths = [...element.querySelectorAll<HTMLElement>('[data-tag]')].map((tag) => tag.offsetWidth);
      setShown(fitting(widths, element.clientWidth, gap, sum));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [tags]);

  const rest = tags.slice(shown);
  const tag = (name: string) => (
    <span key={name} data-tag>
      {name}
    </span>
  );
  return (
    <span ref={box} className={classes.tags}>
      {tags.slice(0, shown).map(tag)}
      {rest.length > 0 ? <i title={rest.join(', ')}>+{rest.length}</i> : null}
      {/* Out of sight on a line of their own, so that they can be measured again. */}
      {rest.length > 0 ? <span className={classes.rest}>{rest.map(tag)}</span> : null}
    </span>
  );
}
