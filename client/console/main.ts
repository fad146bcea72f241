import { mount } from 'svelte';
import './style/base.css';
import '../theme/controls.css';
import './style/frame.css';
import './style/parts.css';
import './style/door.css';
import './style/channel.css';
import Console from './Console.svelte';

const target = document.getElementById('app');
if (target) mount(Console, { target });
