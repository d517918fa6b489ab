// What the daemon's sources say of use cases: where each is declared, its route, its right, and which tables it touches.
// Read from the text of the sources; as good as their form is regular (README.md).

/** Functions by name: their bodies, from a definition at the beginning of a line to its closing brace. */
function functionsOf(files) {
  const found = new Map();
  for (const [path, text] of files) {
    const head = String.raw`^(?=\w)(?:[\w:<>&*, [\]]+[ &*])?((?:\w+::)?\w+)\([^;{}]*\)[^;{}()]*`;
    const definitions = new RegExp(`${head}\\{(?:\\n([\\s\\S]*?)^| (.*) )\\}`, 'gm');
    for (const [, name, long, short] of text.matchAll(definitions)) {
      const body = long ?? short;
      const key = name.replace(/^(storage|audit|desk)::/, '');
      found.set(key, [...(found.get(key) ?? []), { path, body }]);
    }
  }
  return found;
}

/** What SQL stands in constants of a file: { name: text }. */
function constantsOf(files) {
  const found = new Map();
  for (const [path, text] of files) {
    const macros = [...text.matchAll(/^#define (\w+)\s((?:.*\\\n)*.*)/gm)];
    const values = [...text.matchAll(/^(?:inline )?(?:constexpr|const) [^=\n]*?\b(k\w+)(?:\[\])? =([^;]*);/gm)];
    found.set(path, [...macros, ...values].map(([, name, value]) => [name, value]));
  }
  return found;
}

const tablesIn = (sql) =>
  [...sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z][a-z_]+)\b/g)].map(([, table]) => table);

/** Names of tables and of FTS tables, from the schema. */
function schemaTables(files) {
  const tables = new Set();
  for (const [path, text] of files)
    if (path.startsWith('daemon/storage/schema/'))
      for (const [, created, renamed] of text.matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)|RENAME TO (\w+)/g))
        tables.add(created ?? renamed);
  return tables;
}

/** Everything a piece of code reaches: tables by the functions it calls. */
class Reach {
  #functions;
  #tables;
  #members;
  #constants;

  constructor(files) {
    // The form that all use cases share says nothing of one of them.
    const wanted = /^daemon\/(desk\/(?!use_case\/)|audit\/(?!verifier)|storage\/(tables|traffic|search|blob)\/).*\.(cpp|h)$/;
    const code = files.filter(([path]) => wanted.test(path));
    this.#functions = functionsOf(code);
    this.#constants = constantsOf(code);
    this.#tables = schemaTables(files);
    const desk = files.find(([path]) => path === 'daemon/desk/use_case/desk.h')?.[1] ?? '';
    this.#members = new Map([...desk.matchAll(/^ {2}(\w+)& (\w+);/gm)].map(([, type, name]) => [name, type]));
  }

  /** What `body` calls, as keys of functions; `own`: the class that it belongs to. */
  #calls(body, own) {
    const names = [];
    for (const [, member, method] of body.matchAll(/\bdesk\.(\w+)\.(\w+)\(/g))
      names.push(`${this.#members.get(member)}::${method}`);
    for (const [, before, name] of body.matchAll(/(\.|->|\w+::)?\b(\w+)\(/g)) {
      if (before === undefined) names.push(name, `${own}::${name}`);
      else if (/^(storage|audit|desk)::$/.test(before)) names.push(name);
      else if (before.endsWith('::')) names.push(`${before}${name}`);
    }
    for (const [, name] of body.matchAll(/\bstorage::(\w+)/g)) names.push(name);
    // Whoever makes a book writes what it writes; whoever makes a search reads what it reads.
    for (const [, type] of body.matchAll(/\b(\w+Book|Search)(?: \w+)?\(/g))
      names.push(...[...this.#functions.keys()].filter((name) => name.startsWith(`${type}::`)));
    if (/\bTicketAct& act\b/.test(body)) names.push('TicketBook::open', 'TicketBook::save');
    if (/\bact\.(tell|give|take_if_free)\(/.test(body)) names.push('TicketBook::tell');
    if (/\bact\.announce_message\(/.test(body)) names.push('TicketBook::announce_message');
    return names.filter((name) => this.#functions.has(name));
  }

  /** `path` is the file of `body`. */
  tables(path, body, own = '', seen = new Set()) {
    let sql = body;
    // Constants are made of those above them.
    for (const [name, value] of (this.#constants.get(path) ?? []).toReversed())
      if (new RegExp(`\\b${name}\\b`).test(sql)) sql += `\n${value}`;
    const found = new Set(tablesIn(sql).filter((table) => this.#tables.has(table)));
    for (const name of this.#calls(body, own)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const owner = name.includes('::') ? name.split('::')[0] : own;
      // Of functions with one name, that of the same file is meant.
      const all = this.#functions.get(name);
      const near = all.filter((one) => one.path === path);
      for (const { path: file, body: inner } of near.length > 0 ? near : all)
        for (const table of this.tables(file, inner, owner, seen)) found.add(table);
    }
    return found;
  }
}

/** The use cases in the order of the table: { name, method, path, right, file, tables }. */
export function useCasesOf(files) {
  const reach = new Reach(files);
  const order = files.find(([path]) => path === 'daemon/desk/use_case/table.cpp')?.[1] ?? '';
  const structs = [...order.matchAll(/^ {2}X\((\w+)\)/gm)].map(([, name]) => name);
  const declared = new Map();
  for (const [path, text] of files.filter(([path]) => /^daemon\/desk\/.*\.cpp$/.test(path))) {
    for (const [, struct, body] of text.matchAll(/^struct (\w+)[^;{]*\{\n([\s\S]*?)^\};/gm)) {
      const form = /\.name = "([\w.-]+)",\s*\.route = \{Method::k(\w+), "([^"]*)"\},\s*\.right = Right::k(\w+)/.exec(body);
      if (!form) continue;
      const methods = new RegExp(`^[^\\n]* ${struct}::\\w+\\([^;{}]*\\)[^;{}]*\\{\\n[\\s\\S]*?^\\}`, 'gm');
      const outside = [...text.matchAll(methods)].join('\n');
      const right = form[4].replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
      declared.set(struct, {
        name: form[1],
        method: form[2].toUpperCase(),
        path: form[3],
        right,
        file: path,
        tables: [...reach.tables(path, `${body}\n${outside}`, struct)].sort(),
      });
    }
  }
  const lost = structs.filter((struct) => !declared.has(struct));
  if (lost.length > 0) throw new Error(`${lost} in the table, but no declaration of that form below daemon/desk`);
  return structs.map((struct) => declared.get(struct));
}
