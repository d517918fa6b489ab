// Files that are dropped onto a box, or pasted.
import { useState, type DragEvent } from 'react';

const holdsFiles = (event: DragEvent) => Array.from(event.dataTransfer.types).includes('Files');

/** Whether files hang over the box, and the handlers that make it take them. */
export function useDrop(enabled: boolean, onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!enabled || !holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      if (!enabled || !holdsFiles(event)) return;
      event.preventDefault();
      onFiles(Array.from(event.dataTransfer.files));
    },
  };
  return { over: over && enabled, handlers };
}

/** A pasted picture is always called image.png: the time tells several apart. */
export function named(file: File): File {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '');
  return new File([file], file.name.replace('image', `screenshot-${time}`), { type: file.type });
}
