import { useState } from 'react';
import { useMoment } from './moment';
import { useNow } from './now';
import styles from './parts.module.css';

/** A time in few words; pressed, by mouse, finger or key, it says date and time in full. */
export function When({ at, ago }: { at: string; ago?: boolean }) {
  const moment = useMoment();
  const now = useNow();
  const [full, setFull] = useState(false);
  const words = ago ? moment.ago(at, now) : moment.short(at);
  return (
    <button
      type="button"
      className={styles.when}
      aria-expanded={full}
      title={moment.exact(at)}
      onClick={() => setFull(!full)}
    >
      <time dateTime={at}>{full ? moment.exact(at) : words}</time>
    </button>
  );
}
