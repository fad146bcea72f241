import { realpathSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REPLACEMENTS } from './replacements.ts';
import { slim } from './slim.ts';

const LIBRARIES = realpathSync(`${import.meta.dirname}/../../node_modules`);

/** The hooks as the bundler calls them. */
function bundler() {
  const { load, buildEnd } = slim() as unknown as {
    load(this: object, id: string): string | undefined;
    buildEnd(this: object, error?: Error): void;
  };
  const context = {
    error: (message: string) => {
      throw new Error(message);
    },
  };
  return { load: load.bind(context), buildEnd: buildEnd.bind(context) };
}

it('G1 a build replaces each module, and finds it as it was when it was replaced', () => {
  const { load, buildEnd } = bundler();
  for (const { for: module, by, without } of REPLACEMENTS) {
    const code = load(`${LIBRARIES}/${module}`);
    if (by !== undefined) expect(code).toContain(by);
    for (const method of without ?? []) expect(code).not.toMatch(RegExp(`^    ${method}\\(`, 'm'));
  }
  expect(load(`${LIBRARIES}/socket.io-client/build/esm/manager.js`)).toBeUndefined();
  buildEnd();
});

it('G1 a build fails when nothing asks for a replaced module any more', () => {
  const { buildEnd } = bundler();
  expect(() => buildEnd()).toThrow('socket.io-parser/build/esm/index.js');
});
