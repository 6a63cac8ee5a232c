from benedesk.panel.app import start

await start()
