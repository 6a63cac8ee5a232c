from benedesk.panel.start import start

await start()
