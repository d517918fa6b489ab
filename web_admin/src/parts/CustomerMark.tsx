// A customer's mark: a shape and a colour that follow from the customer's number alone, so that the eye tells people apart
// whose names are masked. The number always stands near: the mark says nothing by itself.
import styles from './CustomerMark.module.css';

const shapes = [
  'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z',
  'M3 1.500h10A1.500 1.500 0 0 1 14.500 3v10a1.500 1.500 0 0 1-1.500 1.500H3A1.500 1.500 0 0 1 1.500 13V3A1.500 1.500 0 0 1 3 1.500z',
  'M8 .5 15.500 8 8 15.500.5 8z',
  'M8 1.200 15.500 14.500H.5z',
  'M4.200 1.200h7.600L15.700 8l-3.900 6.800H4.200L.3 8z',
  'M5.500 1h5v4.500H15v5h-4.500V15h-5v-4.500H1v-5h4.500z',
];
export const markColours = 8;

/** FNV-1a: numbers that follow each other get marks that look different. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum ^ (sum >>> 15)) >>> 0;
}

export function markOf(number: string): { shape: number; colour: number } {
  const sum = hash(number);
  return { shape: sum % shapes.length, colour: Math.floor(sum / shapes.length) % markColours };
}

export function CustomerMark({ number, size = 14 }: { number: string; size?: number }) {
  const { shape, colour } = markOf(number);
  return (
    <svg
      className={styles.mark}
      data-mark={`${shape}-${colour}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path className={styles[`colour${colour}`]} d={shapes[shape]} />
    </svg>
  );
}
