// Python stays on the page's own stack: to be imported by whatever loads Pyodide.
//
// Where the browser offers JSPI, Pyodide runs every task of Python on a second stack, so that Python could wait
// inside a plain call; we never do. Chromium's sampler of allocations, which a part of its sessions have by
// chance, walks past the end of that stack, and the tab is gone. Pyodide has no option against it: it asks
// whether these two are there (enableRunUntilComplete is of one method only), so they must not be.
delete WebAssembly.Suspending;
delete WebAssembly.promising;
