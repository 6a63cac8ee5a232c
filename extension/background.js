// The toolbar button opens the side panel. All else is the panel's own: it holds the connection while it is open.
chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
