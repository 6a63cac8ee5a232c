// Where the sound of a call comes from while the panel is closed: the event page plays it itself.
import { chosen } from './chosen.js';
import { ring } from './tone.js';

export const startSound = () => ring(chosen());
export { silence as stopSound } from './tone.js';
