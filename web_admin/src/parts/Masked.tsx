import { Fragment } from 'react';
import { splitMasked } from './masked';

/** Text in which every masked value wears the quiet mask style. */
export function Masked({ text }: { text: string }) {
  return (
    <>
      {splitMasked(text).map((piece, index) =>
        piece.masked ? (
          <span key={index} className="mask">
            {piece.text}
          </span>
        ) : (
          <Fragment key={index}>{piece.text}</Fragment>
        ),
      )}
    </>
  );
}
