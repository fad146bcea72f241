/** Keeps what the ticker never runs out of its file, by the table in replacements.ts. */
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { parseSync, type Plugin } from 'vite';
import { REPLACEMENTS, type Replacement } from './replacements.ts';

const LIBRARIES = realpathSync(`${import.meta.dirname}/../../node_modules`);

/** An update that moves or changes a replaced module ends the build: somebody must look at it. */
export function slim(): Plugin {
  const replacements = new Map(REPLACEMENTS.map((one) => [`${LIBRARIES}/${one.for}`, one]));
  const unseen = new Set(replacements.values());
  return {
    name: 'ajil:slim',
    enforce: 'pre',
    load(id) {
      const replacement = replacements.get(id);
      if (!replacement) return undefined;
      const source = readFileSync(id, 'utf8');
      const found = createHash('sha256').update(source).digest('hex').slice(0, 12);
      if (found !== replacement.seen) {
        this.error(
          `${replacement.for} is not what it was when it was replaced. Look at what has changed, ` +
            `then put its fingerprint ${found} into client/slim/replacements.ts.`,
        );
      }
      unseen.delete(replacement);
      return replaced(source, replacement);
    },
    buildEnd(error) {
      if (error || unseen.size === 0) return;
      const names = [...unseen].map((one) => one.for).join(', ');
      this.error(`Nothing asks for ${names} any more: see client/slim/replacements.ts.`);
    },
  };
}

/** A name that a library asks of a stand-in, and that it does not have, is an error of the bundler. */
function replaced(source: string, { by, without }: Replacement): string {
  if (by !== undefined) return `export * from ${JSON.stringify(`${import.meta.dirname}/${by}`)}`;
  let rest = source;
  for (const method of without) rest = withoutMethod(rest, method);
  return rest;
}

function withoutMethod(source: string, name: string): string {
  for (const statement of parseSync('module.js', source).program.body) {
    const declared = 'declaration' in statement ? statement.declaration : statement;
    if (declared?.type !== 'ClassDeclaration') continue;
    for (const { type, start, end, ...member } of declared.body.body) {
      if (type !== 'MethodDefinition' || !('key' in member)) continue;
      if (member.key.type !== 'Identifier' || member.key.name !== name) continue;
      return source.slice(0, start) + source.slice(end);
    }
  }
  throw new Error(`No class has a method ${name}: see client/slim/replacements.ts.`);
}
