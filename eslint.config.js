import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const typescriptFiles = ['**/*.ts', '**/*.svelte'];
const testFiles = ['**/*.test.ts', 'tests/**/*.ts'];

// One value for every file: two different ones would make the type service load each project twice.
const typeService = {
  projectService: true,
  tsconfigRootDir: import.meta.dirname,
  extraFileExtensions: ['.svelte'],
};

export default defineConfig(
  { ignores: ['dist/', 'data/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: typescriptFiles,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: typeService },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // A number in a template reads as everyone expects; objects and undefined do not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Factories return closures: their methods have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // Hono's chained routes keep their types by returning a narrower Hono.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'max-lines': ['warn', { max: 300 }],
      // Statements, not lines: a factory's closure is long, the functions inside it are not.
      'max-statements': ['error', { max: 25 }],
      complexity: ['error', { max: 14 }],
    },
  },
  // A suite is one long `describe`, and a table of cases is as long as it needs to be.
  { files: testFiles, rules: { 'max-lines': 'off', 'max-statements': 'off' } },
  // The plugin's sets reach beyond *.svelte (also *.svelte.ts), so they are kept to the client.
  { files: ['client/**'], extends: [svelte.configs.recommended] },
  {
    files: ['client/**/*.svelte', 'client/**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...typeService, parser: tseslint.parser } },
  },
  // Tool configurations in plain JavaScript belong to no TypeScript project.
  { files: ['**/*.{js,cjs,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
);
