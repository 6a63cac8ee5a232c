// This page is open as long as a call rings, and only then.
import { ring } from './tone.js';

ring();
