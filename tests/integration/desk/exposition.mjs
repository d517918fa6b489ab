// The text format of Prometheus (0.0.4), read strictly, and what `promtool check metrics` asks of names and helps; so that
// the tests need no Prometheus.

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const labelPart = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(?:,|$)/y;

function labelsOf(text) {
  const labels = {};
  labelPart.lastIndex = 0;
  while (labelPart.lastIndex < text.length) {
    const part = labelPart.exec(text);
    if (!part) return undefined;
    if (part[1] in labels) return undefined;
    labels[part[1]] = part[2];
  }
  return labels;
}

/// [{name, labels, value}] of a text without faults.
export const samplesOf = (text) =>
  text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = sampleLine.exec(line) ?? [];
      return { name, labels: labels && labelsOf(labels), value: Number(value) };
    });

const suffixes = { histogram: ['_bucket', '_sum', '_count'] };
const abbreviations = /_(s|ms|us|ns|sec|b|kb|mb|gb|bytes?_total_bytes)$/;
const otherUnits = /(milliseconds|microseconds|minutes|hours|days|kilobytes|megabytes|percent)/;

/// What is wrong with an exposition, one line each.
export function faultsOf(text) {
  const faults = [];
  const families = new Map();
  let open;
  if (!text.endsWith('\n')) faults.push('the last line has no end');
  const seen = new Set();
  for (const line of text.slice(0, -1).split('\n')) {
    const head = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (head) {
      const [, kind, name, rest] = head;
      if (kind === 'HELP') {
        if (families.has(name)) faults.push(`${name} is told twice`);
        open = { name, help: rest };
        families.set(name, open);
        if (!rest.trim()) faults.push(`${name} has no help`);
      } else if (open?.name !== name) {
        faults.push(`the type of ${name} does not follow its help`);
      } else {
        open.type = rest;
        if (!['counter', 'gauge', 'histogram'].includes(rest)) faults.push(`${name} is a ${rest}`);
        if ((rest === 'counter') !== name.endsWith('_total'))
          faults.push(`${name}: only counters end in _total`);
        if (abbreviations.test(name) || otherUnits.test(name)) faults.push(`${name}: not in a base unit`);
        if (new RegExp(`_${rest}(_|$)`).test(name)) faults.push(`${name} names its type`);
        if (/[A-Z:]/.test(name)) faults.push(`${name}: no capital letters and colons`);
      }
      continue;
    }
    const sample = sampleLine.exec(line);
    const labels = sample && labelsOf(sample[2] ?? '');
    if (!labels) {
      faults.push(`no sample: ${line}`);
      continue;
    }
    const [, name, , value] = sample;
    const names = suffixes[open?.type]?.map((suffix) => open.name + suffix) ?? [open?.name];
    if (!names.includes(name)) faults.push(`${name} stands among those of ${open?.name}`);
    if (!/^([+-]?Inf|NaN|[+-]?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(value)) faults.push(`no number: ${line}`);
    if (Number(value) < 0 && open?.type === 'counter') faults.push(`${name} is below zero`);
    const series = `${name}{${Object.entries(labels).sort().join()}}`;
    if (seen.has(series)) faults.push(`told twice: ${series}`);
    seen.add(series);
  }
  return faults;
}
