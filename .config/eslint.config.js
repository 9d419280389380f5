// ESLint reads the .svelte files alone, for what their templates can get wrong; scripts are oxlint's.
import * as typescriptParser from '@typescript-eslint/parser';
import svelte from 'eslint-plugin-svelte';

export default [
  { ignores: ['**/node_modules/**', '**/build/**', '**/.svelte-kit/**'] },
  ...svelte.configs['flat/recommended'],
  {
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { parser: typescriptParser } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Words that people wrote never become markup.
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/no-add-event-listener': 'error',
      'svelte/no-ignored-unsubscribe': 'error',
      // {' '} keeps the space between two elements.
      'svelte/no-useless-mustaches': 'off',
      'svelte/no-useless-children-snippet': 'off',
      // Ginnel is served from the root of its own origin.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/block-lang': ['error', { script: 'ts', enforceScriptPresent: false }],
    },
  },
];
