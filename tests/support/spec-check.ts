// Holds docs/spec.md and the tests together: every promise has a test that names it, and no test
// names a promise that does not exist.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const SPEC = 'docs/spec.md';
const TESTS = ['{server,shared,client}/**/*.test.ts', 'tests/**/*.ts'];

/** Ids at the start of a title: `W5 …`, `W1 W2 …`, `W1, W2: …`. */
function leadingIds(title: string): string[] {
  const ids = /^\s*(?:[A-Z]\d+(?:[\s,:]+|$))+/.exec(title)?.[0] ?? '';
  return ids.match(/[A-Z]\d+/g) ?? [];
}

/** `it`, `it.only`, `it.each(table)`, `test.runIf(x)` … A skipped or future test holds nothing. */
function isTestFunction(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'test';
  if (ts.isPropertyAccessExpression(callee)) {
    return !['skip', 'todo'].includes(callee.name.text) && isTestFunction(callee.expression);
  }
  if (ts.isCallExpression(callee)) return isTestFunction(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return isTestFunction(callee.tag);
  return false;
}

function titleOf(node: ts.CallExpression): string | undefined {
  const first = node.arguments[0];
  if (first === undefined || !isTestFunction(node.expression)) return undefined;
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.head.text : undefined;
}

function idsInTests(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const ids: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) ids.push(...leadingIds(titleOf(node) ?? ''));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return ids;
}

function idsInSpec(): string[] {
  const text = readFileSync(join(ROOT, SPEC), 'utf8');
  return [...text.matchAll(/^\s*- \*\*([A-Z]\d+)\*\*/gm)].flatMap(([, id]) => id ?? []);
}

function findFaults(): string[] {
  if (!existsSync(join(ROOT, SPEC))) return [`${SPEC} does not exist`];
  const promises = idsInSpec();
  const known = new Set(promises);
  // A spec whose form has changed would otherwise pass as one that promises nothing.
  if (known.size === 0) return [`${SPEC} holds no promise of the form "- **W1** …"`];

  const tested = new Set<string>();
  const faults: string[] = [];
  for (const path of globSync(TESTS, { cwd: ROOT }).sort()) {
    for (const id of new Set(idsInTests(path))) {
      tested.add(id);
      if (!known.has(id)) faults.push(`${path}: ${id} is not in ${SPEC}`);
    }
  }
  for (const id of known) {
    if (!tested.has(id)) faults.push(`${SPEC}: ${id} has no test`);
    if (promises.filter((other) => other === id).length > 1) {
      faults.push(`${SPEC}: ${id} is promised twice`);
    }
  }
  return faults;
}

const faults = findFaults();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
