// For web/no-jspi.mjs, which both the page and the build's scripts import.

declare namespace WebAssembly {
  /** JSPI, where the browser has it: web/no-jspi.mjs. */
  var Suspending: unknown;
  var promising: unknown;
}
