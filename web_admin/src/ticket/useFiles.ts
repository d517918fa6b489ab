// The files of a reply that is being written: chosen, pasted or dropped, each uploaded at once and kept with the draft.
import { useCallback, useRef, useState } from 'react';
import { upload } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import type { Drafts } from './drafts';

/** What the files of one reply may have together (daemon/desk/limits.h); told before anything is uploaded. */
export const MOST_REPLY_FILE_BYTES = 32 * 1024 * 1024;

/** A file on its way, and how much of it has arrived: 0 to 1. */
export interface Uploading {
  key: number;
  name: string;
  part: number;
}

interface RefusedFile {
  name: string;
  problem: Problem;
}

export function useFiles(drafts: Drafts) {
  const [files, setFiles] = useState(() => drafts.files());
  const [uploading, setUploading] = useState<Uploading[]>([]);
  const lastKey = useRef(0);
  const [refused, setRefused] = useState<RefusedFile[]>([]);
  const keep = (next: typeof files) => {
    drafts.keepFiles(next);
    setFiles(next);
  };
  const add = async (chosen: File[]) => {
    setRefused([]);
    const begun = chosen.map((file) => ({ file, key: (lastKey.current += 1) }));
    setUploading((before) => [
      ...before,
      ...begun.map(({ file, key }) => ({ key, name: file.name, part: 0 })),
    ]);
    for (const { file, key } of begun) {
      try {
        const held = drafts.files().reduce((sum, one) => sum + one.size, 0);
        if (held + file.size > MOST_REPLY_FILE_BYTES) {
          throw new Problem(400, { key: 'error.reply_too_large' });
        }
        const uploaded = await upload(file, (part) =>
          setUploading((now) => now.map((one) => (one.key === key ? { ...one, part } : one))),
        );
        keep([...drafts.files(), uploaded]);
      } catch (error) {
        const problem = asProblem(error);
        setRefused((before) => [...before, { name: file.name, problem }]);
      }
      setUploading((now) => now.filter((one) => one.key !== key));
    }
  };
  const remove = (id: string) => keep(files.filter((file) => file.id !== id));
  const clear = useCallback(() => setFiles([]), []);
  return { files, uploading, refused, add, remove, clear };
}
