import { mount } from 'svelte';
import './page.css';
import './snippet.css';
import '../theme/controls.css';
import './builder.css';
import BuilderPage from './BuilderPage.svelte';

const target = document.getElementById('app');
if (target) mount(BuilderPage, { target });
