import { mount } from 'svelte';
import './style/base.css';
import '../theme/controls.css';
import './style/frame.css';
import './style/parts.css';
import './style/fields.css';
import './style/door.css';
import './style/channel.css';
import './style/compose.css';
import './style/wire.css';
import './style/pinned.css';
import './style/texts.css';
import './style/viewers.css';
// Last, for it says what becomes of them on a phone.
import './style/columns.css';
import './style/office.css';
import './style/rows.css';
import './style/audit.css';
import Console from './Console.svelte';

const target = document.getElementById('app');
if (target) mount(Console, { target });
