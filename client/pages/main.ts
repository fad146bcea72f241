import { mount } from 'svelte';
import '../theme/tokens.css';
import '../theme/scale.css';
import './front.css';
import FrontPage from './FrontPage.svelte';

const target = document.getElementById('app');
if (target) mount(FrontPage, { target });
