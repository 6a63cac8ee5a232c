// How the agent wants a call to sound. The panel keeps it (panel/preferences.py), in the storage of this origin.
const USUAL = { volume: 60, device: '' };

/** { volume (0 to 1), device }, as `ring` takes them. */
export function chosen() {
  const { volume, device } = { ...USUAL, ...kept() };
  return { volume: (Number.isInteger(volume) ? volume : USUAL.volume) / 100, device };
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem('benedesk.preferences'));
  } catch {
    return {}; // not the panel's writing
  }
}
