// The piece of a message that holds what was searched for.
import type { TextPiece } from '../api/types';
import { Masked } from '../parts/Masked';

export function HitExcerpt({ pieces }: { pieces: TextPiece[] }) {
  return (
    <>
      {pieces.map((piece, index) =>
        piece.hit ? <mark key={index}>{piece.text}</mark> : <Masked key={index} text={piece.text} />,
      )}
    </>
  );
}
