// How the agent wants a call to sound. The panel keeps it (panel/state/preferences.py), in the storage of this origin.
import { PREFERENCES_KEY, USUAL_VOLUME } from './facts.js';

/** { volume (0 to 1), device }, as `ring` takes them. */
export function chosen() {
  const { volume = USUAL_VOLUME, device = '' } = kept() ?? {};
  return { volume: (Number.isInteger(volume) ? volume : USUAL_VOLUME) / 100, device };
}

/** @returns {{ volume?: number, device?: string } | null} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(PREFERENCES_KEY) ?? 'null');
  } catch {
    return {}; // not the panel's writing
  }
}
