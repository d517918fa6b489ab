// Fails the build when the login page would load more than it may: everybody waits for it, on the slowest line too.
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Scripts, style sheets and the page itself, compressed; bytes. */
const budget = 170_000;
const loginModules = [/\/main\.tsx$/, /\/login\/LoginPage\.tsx$/, /\/i18n\/zh\/index\.ts$/];

type Bundle = Rolldown.OutputBundle;

function withImports(bundle: Bundle, name: string, found: Set<string>): void {
  const chunk = bundle[name];
  if (found.has(name) || chunk?.type !== 'chunk') return;
  found.add(name);
  chunk.imports.forEach((inner) => withImports(bundle, inner, found));
}

function compressed(bundle: Bundle, name: string): number {
  const part = bundle[name];
  if (!part) return 0;
  return gzipSync(part.type === 'chunk' ? part.code : part.source, { level: 9 }).length;
}

function loadedAtLogin(bundle: Bundle): string[] {
  const scripts = new Set<string>();
  for (const part of Object.values(bundle)) {
    const module = part.type === 'chunk' ? part.facadeModuleId : null;
    if (module && loginModules.some((pattern) => pattern.test(module)))
      withImports(bundle, part.fileName, scripts);
  }
  const styles = [...scripts].flatMap((name) => {
    const chunk = bundle[name];
    return chunk?.type === 'chunk' ? [...(chunk.viteMetadata?.importedCss ?? [])] : [];
  });
  return [...scripts, ...new Set(styles), 'index.html'];
}

export function loginBudget(): Plugin {
  return {
    name: 'login-budget',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const names = loadedAtLogin(bundle);
        const size = names.reduce((sum, name) => sum + compressed(bundle, name), 0);
        const told = `login page: ${(size / 1000).toFixed(1)} kB of ${budget / 1000} kB in ${names.length} files`;
        if (names.length < 5) this.error(`${told}; the parts of the login page were not found`);
        if (size > budget) this.error(`${told}; that is too much`);
        this.info(told);
      },
    },
  };
}
