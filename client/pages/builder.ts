import { mount } from 'svelte';
import './page.css';
import '../builder/snippet.css';
import '../theme/controls.css';
import '../builder/builder.css';
import './builder-page.css';
import BuilderPage from './BuilderPage.svelte';

const target = document.getElementById('app');
if (target) mount(BuilderPage, { target });
