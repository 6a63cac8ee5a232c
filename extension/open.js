// Opening the panel. Each browser allows it only in answer to something that a person does.
const { sidePanel, sidebarAction } = chrome;
const PANEL_WAIT_MS = 200;
export const PANEL_TRIES = 50; // for a panel that is only now being opened
/** @satisfies {chrome.windows.CreateData} */
const POPUP = { url: 'panel.html', type: 'popup', width: 400, height: 820 };

/** The button in the toolbar opens and closes the panel. */
export function opensFromToolbar() {
  if (sidePanel) sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
  else chrome.action.onClicked.addListener(() => sidebarAction?.toggle());
}

/** @type {number} */
let latest = chrome.windows.WINDOW_ID_NONE; // the window used last
chrome.windows.getLastFocused().then(
  ({ id }) => (latest = id ?? latest),
  () => {},
);
chrome.windows.onFocusChanged.addListener((id) => {
  if (id !== chrome.windows.WINDOW_ID_NONE) latest = id;
});

/**
 * Open the panel in this window, else in the one used last; where the browser does not allow that, for instance
 * in Firefox from a notification, in a small window of its own.
 *
 * Nothing is awaited before the panel is asked for: the browser would forget that a person asked.
 */
export async function openPanel(windowId = latest) {
  try {
    await (sidePanel ? sidePanel.open({ windowId }) : sidebarAction?.open());
    if (windowId !== chrome.windows.WINDOW_ID_NONE) await chrome.windows.update(windowId, { focused: true });
  } catch {
    await openWindow(windowId);
  }
}

/** @param {number} windowId */
async function openWindow(windowId) {
  const [open] = await chrome.tabs.query({ url: chrome.runtime.getURL(POPUP.url) });
  if (open) return chrome.windows.update(open.windowId, { focused: true });
  // A panel that stands beside a page already needs no other.
  if (!(await askPanels({ to: 'panel', windowId }))) await chrome.windows.create(POPUP);
}

/**
 * Say something to the open panels; null when there is none.
 *
 * @param {object} message
 */
export const askPanels = (message) => chrome.runtime.sendMessage(message).catch(() => null);

/**
 * Hand this to one panel, the one in this window first. Answers whether one took it.
 *
 * @param {{ act: string, number?: string }} message
 * @param {number} [windowId]
 */
export async function toPanel(message, windowId, tries = 1) {
  for (let attempt = 0; attempt < tries; attempt++) {
    const panel = await askPanels({ to: 'panel', windowId });
    if (panel) return Boolean(await askPanels({ to: panel, ...message }));
    if (attempt + 1 < tries) await new Promise((resolve) => setTimeout(resolve, PANEL_WAIT_MS));
  }
  return false;
}
