// This page is open as long as a call rings, and only then.
import { chosen } from './chosen.js';
import { ring } from './tone.js';

ring(chosen());
