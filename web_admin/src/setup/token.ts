// The set-up token travels in the URL fragment, which browsers never send to a server or write to a log.

let taken: string | undefined;

/** The token from the address, which is then cleaned; asked again, the same answer. */
export function takeTokenFromAddress(): string {
  taken ??= readToken();
  return taken;
}

/** Tells when another link with a token is opened in this tab. Returns how to stop listening. */
export function onTokenInAddress(heard: (token: string) => void): () => void {
  const listener = () => {
    const token = readToken();
    if (token === '') return;
    taken = token;
    heard(token);
  };
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function readToken(): string {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';
  if (token !== '') window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return token;
}
