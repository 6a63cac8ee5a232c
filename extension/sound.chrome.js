// Where the sound of a call comes from while the panel is closed. A service worker can make none, so a page
// without a window does.
let pages = Promise.resolve(); // one after the other: there can be only one page at a time

export function startSound() {
  pages = pages.then(open).catch(console.error);
}

export function stopSound() {
  pages = pages.then(close).catch(console.error);
}

async function open() {
  if (await chrome.offscreen.hasDocument()) return;
  await chrome.offscreen.createDocument({
    url: 'sound.html',
    reasons: ['AUDIO_PLAYBACK'],
    justification: 'A call rings while the panel is closed.',
  });
}

async function close() {
  if (await chrome.offscreen.hasDocument()) await chrome.offscreen.closeDocument();
}
