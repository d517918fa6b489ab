// Which page of the browser application asks for what: call('ticket.reopen', …) in it and in the modules it imports.
import { posix } from 'node:path';

const isSource = (path) => /^web_admin\/src\/.*\.tsx?$/.test(path);
const isPage = (path) => /Page\.tsx$/.test(path) && isSource(path);

/** Modules of ours that `path` imports, types left out. */
function imports(path, text, sources) {
  const names = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms)].map(([, name]) => name);
  return names
    .map((name) => posix.join(posix.dirname(path), name))
    .flatMap((base) => [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`])
    .filter((module) => sources.has(module));
}

/** A button that shows when an act is offered asks for it, too, though the call may get the name from a variable. */
const callsIn = (text) =>
  [...text.matchAll(/\b(?:(?:call|addressOf|can)\(\s*|offers\(\w+, )'(\w+\.[\w-]+)'/g)].map(([, name]) => name);

/** { page, calls }; what every page shares (app/, api/) is under "every page". */
export function pagesOf(files) {
  const sources = new Map(files.filter(([path]) => isSource(path)));
  const shared = (path) => /^web_admin\/src\/(app|api)\//.test(path);
  const reach = (path, seen) => {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const module of imports(path, sources.get(path), sources))
      if (!shared(module) && !isPage(module)) reach(module, seen);
    return seen;
  };
  const calls = (paths) => new Set(paths.flatMap((path) => callsIn(sources.get(path).replace(/^\s*(\/\/|\*).*$/gm, ''))));
  const rows = [...sources.keys()]
    .filter((path) => isPage(path) && !shared(path))
    .sort()
    .map((path) => ({ page: path.replace('web_admin/src/', ''), calls: calls([...reach(path, new Set())]) }));
  rows.push({ page: 'every page (app/)', calls: calls([...sources.keys()].filter(shared)) });
  return rows;
}
