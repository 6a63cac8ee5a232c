// Where the sound of a call comes from while the panel is closed: the event page plays it itself.
export { ring as startSound, silence as stopSound } from './tone.js';
