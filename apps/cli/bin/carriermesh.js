#!/usr/bin/env node
import { open } from '../../../tools/bootstrap/door.mjs';

await open({ name: 'carriermesh', door: import.meta.url, enter: () => import('../dist/main.js') });
