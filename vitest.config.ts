import { defineConfig } from 'vitest/config';

// Hubs are started a hundred times, and each would compile the same code again: a third of a start.
process.env['NODE_COMPILE_CACHE'] ??= `${import.meta.dirname}/node_modules/.cache/node`;

/** A slow suite talks to real processes: a hook that starts one may take as long as a test. */
function slow(name: string, seconds: number) {
  return {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
  };
}

export default defineConfig({
  test: {
    passWithNoTests: true,
    // Two cores, and most of what starts processes waits for them; more would crowd them.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{shared,server,client}/**/*.test.ts',
            'tests/bench/**/*.test.ts',
            'tests/soak/growth.test.ts',
          ],
          // They leave nothing behind, and a process of its own costs a small file more than its tests.
          isolate: false,
        },
      },
      { extends: true, test: slow('contract', 20) },
      { extends: true, test: slow('fuzz', 60) },
      { extends: true, test: slow('integration', 20) },
      { extends: true, test: slow('faults', 120) },
      // Wants Caddy too, which is none of the programs that the others install: `npm run test:deploy`.
      { extends: true, test: slow('deploy', 120) },
      // Takes minutes, so it runs only where it is asked for by its variable: `npm run test:soak`.
      ...(process.env['SOAK_MINUTES'] === undefined
        ? []
        : [
            {
              extends: true as const,
              test: { name: 'soak', include: ['tests/soak/soak.test.ts'] },
            },
          ]),
      // People at their desks mostly wait, and nothing of theirs is measured: two files at a time.
      {
        extends: true,
        test: { ...slow('console', 120), maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          ...slow('e2e', 60),
          // Browsers measure time: one file at a time, and only after the other projects are done.
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
