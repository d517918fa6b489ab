import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { signedInWith, takeMistakes } from './fake_server';

// How long what must come may take on a busy machine; nothing waits so long on purpose.
configure({ asyncUtilTimeout: 60_000 });

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
  signedInWith(null);
  const mistakes = takeMistakes();
  if (mistakes.length > 0) throw new Error(`not as the daemon has it:\n${mistakes.join('\n')}`);
});
