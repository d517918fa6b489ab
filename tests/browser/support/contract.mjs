// Every answer of the interface that a page gets is compared with the description of the interface.
import { Contract } from '../../../web_admin/tests/support/contract.mjs';

const contract = new Contract();
const pending = new Set();
const found = { answers: 0, mistakes: new Set() };

async function prove(response) {
  const { pathname } = new URL(response.url());
  const headers = await response.allHeaders();
  if (headers['x-made-by-test']) return;
  const type = headers['content-type'] ?? '';
  const answer = { method: response.request().method(), pathname, status: response.status(), type };
  // A stream never ends, and of a page that went away only the head is left.
  const bytes = type.startsWith('text/event-stream')
    ? undefined
    : await response.body().catch(() => undefined);
  const mistake = contract.check({ ...answer, bytes });
  found.answers += 1;
  if (mistake) found.mistakes.add(mistake);
}

/** From now on, all answers to the pages of this context are proven. */
export function proveAnswers(context) {
  context.on('response', (response) => {
    const work = prove(response)
      .catch(() => {})
      .finally(() => pending.delete(work));
    pending.add(work);
  });
}

/** What was wrong in the whole run; how many answers were looked at. */
export async function proven() {
  await Promise.all(pending);
  return { answers: found.answers, mistakes: [...found.mistakes] };
}

/** A refusal that a test makes up, as the daemon would send it. */
export const madeUp = (status, code, key, extra = {}) => ({
  status,
  contentType: 'application/problem+json',
  headers: { 'X-Made-By-Test': 'yes' },
  body: JSON.stringify({
    type: 'about:blank',
    title: code,
    status,
    detail: code,
    code,
    key,
    request_id: 'test-1',
    ...extra,
  }),
});
