import { mount } from 'svelte';
import './page.css';
import '../builder/snippet.css';
import './front.css';
import FrontPage from './FrontPage.svelte';

const target = document.getElementById('app');
if (target) mount(FrontPage, { target });
