// The import rule of the house, so that a reviewer need not remember it. Type-only imports count too:
// a type that crosses a border couples both sides as much as a value does.

const OURS = '^(server|shared|client|tests)/';
const TEST_FILE = '\\.test\\.ts$';
const SHARED = '^shared/';
const PORTS =
  '^server/(wire/wire|store/(store|shelf|records|held|people)|outlets/outlet|boards/boards|access/(access|limits|people|site)|redis/(link|address|deadline)|sqlite/refusal|trail/(trail|redis|sqlite)|telemetry/log|(hub|wire)/tally)\\.ts$';
const CONFIG = '^server/(config|start-fault)\\.ts$';
const IMPLEMENTATIONS =
  '^server/((wire|store)/(sqlite|redis)[^/]*|access/limits-[^/]*|(sqlite|redis)/(?!(link|address|deadline|refusal)\\.ts))';

/** `$1` is the folder that the importing file's own path matched. */
const OWN_SERVER_FOLDER = '^server/$1/';
const CORE = '^server/(newsroom|feeds|boards)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A circle has no first file to read, and its parts cannot be tested alone.',
      severity: 'error',
      from: { pathNot: TEST_FILE },
      to: { circular: true },
    },
    {
      name: 'shared-stands-alone',
      comment: 'Both ends build on shared/, so it builds on neither.',
      severity: 'error',
      from: { path: SHARED, pathNot: TEST_FILE },
      to: { path: OURS, pathNot: SHARED },
    },
    {
      name: 'shared-without-zod',
      comment:
        'The ticker carries all of shared/ to every visitor; its types may use zod, its code not.',
      severity: 'error',
      from: { path: SHARED, pathNot: TEST_FILE },
      to: {
        path: '(^|node_modules/)(@hono/zod-openapi|zod)(/|$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'core-knows-ports-only',
      comment:
        'newsroom, feeds and boards hold the rules; they see shared/ and port files, no more.',
      severity: 'error',
      from: { path: '^server/(newsroom|feeds|boards)/', pathNot: TEST_FILE },
      to: { path: OURS, pathNot: [SHARED, PORTS, CONFIG, OWN_SERVER_FOLDER] },
    },
    {
      name: 'server-folders-do-not-know-each-other',
      comment: 'Every other folder sees shared/, port files, newsroom, feeds, boards and itself.',
      severity: 'error',
      from: { path: '^server/(?!newsroom/|feeds/|boards/)([^/]+)/', pathNot: TEST_FILE },
      to: { path: OURS, pathNot: [SHARED, PORTS, CONFIG, CORE, OWN_SERVER_FOLDER] },
    },
    {
      name: 'config-by-type-only',
      comment: 'The environment is read once, by main.ts; a folder is handed the values it needs.',
      severity: 'error',
      from: { path: '^server/[^/]+/', pathNot: TEST_FILE },
      to: { path: '^server/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-assemble-names-implementations',
      comment:
        'Swapping SQLite for Redis must be a change of one file: here for files outside folders.',
      severity: 'error',
      from: {
        path: '^(server|shared|client)/[^/]+\\.ts$',
        pathNot: ['^server/assemble\\.ts$', TEST_FILE],
      },
      to: { path: IMPLEMENTATIONS },
    },
    {
      name: 'only-own-folder-names-implementations',
      comment: 'The same for files in folders, where those beside an implementation may use it.',
      severity: 'error',
      from: { path: '^server/([^/]+)/', pathNot: TEST_FILE },
      to: { path: IMPLEMENTATIONS, pathNot: OWN_SERVER_FOLDER },
    },
    {
      name: 'main-is-thin',
      comment:
        'main.ts is signals and the exit code; what is built is the business of assemble.ts.',
      severity: 'error',
      from: { path: '^server/main\\.ts$' },
      to: {
        path: OURS,
        pathNot: '^server/(assemble|config|ending|start-fault|welcome|workers)\\.ts$',
      },
    },
    {
      name: 'only-telemetry-knows-prometheus',
      comment: 'Who counts asks for a tally, and need not know who shows it.',
      severity: 'error',
      from: { pathNot: ['^server/telemetry/', TEST_FILE] },
      to: { path: '(^|node_modules/)prom-client(/|$)' },
    },
    {
      name: 'server-without-client',
      comment: 'The server serves what was built from client/; it never runs its sources.',
      severity: 'error',
      from: { path: '^server/[^/]+\\.ts$', pathNot: TEST_FILE },
      to: { path: '^client/' },
    },
    {
      name: 'client-parts-stand-alone',
      comment:
        'A part sees shared/, client/feed, client/theme and itself, so that each ships alone.',
      severity: 'error',
      from: { path: '^client/([^/]+)/', pathNot: ['^client/(console|pages)/', TEST_FILE] },
      to: { path: OURS, pathNot: [SHARED, '^client/(feed|theme)/', '^client/$1/'] },
    },
    {
      name: 'pages-stand-alone',
      comment: 'As every part; and the builder, which a page of its own and the console both show.',
      severity: 'error',
      from: { path: '^client/pages/', pathNot: TEST_FILE },
      to: { path: OURS, pathNot: [SHARED, '^client/(builder|feed|pages|theme)/'] },
    },
    {
      name: 'console-stands-alone',
      comment:
        'As the pages; and it sees the widget by its preview alone, for editors must see what readers will.',
      severity: 'error',
      from: { path: '^client/console/', pathNot: TEST_FILE },
      to: {
        path: OURS,
        pathNot: [SHARED, '^client/(builder|console|feed|theme)/', '^client/widget/preview\\.ts$'],
      },
    },
    {
      name: 'tests-are-leaves',
      comment: 'Production code that needs a test helper has the helper in the wrong place.',
      severity: 'error',
      from: { pathNot: ['^tests/', TEST_FILE] },
      to: { path: '^tests/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'A misspelt path would slip through every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.d.ts'],
    },
  },
};
