import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { signedInWith, takeMistakes } from './fake_server';

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
  signedInWith(null);
  const mistakes = takeMistakes();
  if (mistakes.length > 0) throw new Error(`not as the daemon has it:\n${mistakes.join('\n')}`);
});
