import { type ReactNode, useEffect, useState } from 'react';

/** What is ready within 150 ms never shows a skeleton: a flash is worse than a short wait. */
export function Delayed({ children, wait = 150 }: { children: ReactNode; wait?: number }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), wait);
    return () => clearTimeout(timer);
  }, [wait]);
  return due ? children : null;
}
