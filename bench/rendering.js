// The measuring side of bench/rendering.py, in the panel's page.
// A body of its own in the panel's table: the demo goes on beside it.
const rows = document.createElement('tbody');
rows.id = 'bench-rows';
document.getElementById('queue-rows')?.after(rows);
/** @param {() => void} work */
const timed = (work) => {
  const start = performance.now();
  work();
  const took = performance.now() - start;
  rows.getBoundingClientRect(); // layout, outside the time
  return took;
};

/** @param {string} source */
globalThis.benchPython = async (source) => {
  const { loadPyodide } = await import(new URL('python.mjs', location.href).href);
  const python = await loadPyodide({});
  python.runPython(source, { globals: python.toPy({ __name__: 'bench' }) });
};

/**
 * What a careful hand would write: one template string, the same markup as the panel's rows.
 *
 * @param {number} count
 * @param {number} turn
 */
function anew(count, turn) {
  const escaped = (/** @type {string} */ text) =>
    String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  /** @type {string[]} */
  const signs = JSON.parse(benchSigns);
  /**
   * @param {string} column
   * @param {number} n
   * @param {number} level
   */
  const figure = (column, n, level) =>
    `<td class="figure col-${column}"${level ? ` data-level="${level}"` : ''}>${signs[level]}${n}</td>`;
  let html = '';
  for (let place = 0; place < count; place++) {
    const name = escaped(`Palvelusarja ${place}`);
    const length = (place + turn) % 6;
    html +=
      `<tr data-key="q${place}"><th scope="row" class="col-name"><button type="button" class="queue-name" id="queue-q${place}" data-act="fill" data-text="${name}" title="${name}">${name}</button></th>` +
      figure('length', length, length >= 3 ? 2 : length ? 1 : 0) +
      `<td class="figure col-longest_wait"><span class="none">–</span></td>` +
      figure('free', (place + turn) % 5, 0) +
      figure('serving', place % 7, place % 7 >= 4 ? 0 : place % 7 ? 1 : 2) +
      figure('active', place % 9, 0) +
      figure('calls', turn % 4, 0) +
      '</tr>';
  }
  rows.innerHTML = html;
}

/**
 * Only the same work can be compared.
 *
 * @param {BenchTable} table
 * @param {number} count
 */
function sameRows(table, count) {
  rows.replaceChildren();
  table.full();
  const ours = rows.innerHTML;
  anew(count, 0);
  if (rows.innerHTML !== ours)
    throw new Error(`${rows.innerHTML.slice(0, 900)}\nis not the panel's\n${ours.slice(0, 900)}`);
}

/**
 * @param {number} count
 * @param {number} rounds
 */
globalThis.compare = (count, rounds) => {
  const table = benchTable(count);
  const { full: drawFull, update: drawUpdate } = table; // held, as the panel's own callbacks are
  /** @type {Record<string, number[]>} */
  const times = { plain: [], again: [], full: [], update: [] };
  sameRows(table, count);
  for (let turn = 0; turn < rounds + 2; turn++) {
    const empty = () => rows.replaceChildren();
    empty();
    const plain = timed(() => anew(count, turn));
    // What an update is spared: the rows that are shown go, and all are made again.
    const again = timed(() => anew(count, turn + 1));
    empty();
    const full = timed(() => drawFull());
    empty();
    table.show();
    table.change(2);
    table.update(); // rows change all day: what the first change prepares is not what is asked
    rows.getBoundingClientRect();
    table.change(2);
    const update = timed(() => drawUpdate());
    if (turn < 2) continue; // the engine warms up
    for (const [name, took] of Object.entries({ plain, again, full, update })) times[name].push(took);
  }
  Object.assign(times, JSON.parse(table.told()));
  table.destroy();
  return times;
};

const frame = () => new Promise(requestAnimationFrame);

/**
 * @param {number} count
 * @param {number} changes  in a second
 * @param {number} seconds
 */
globalThis.rush = async (count, changes, seconds) => {
  const table = benchTable(count);
  rows.replaceChildren();
  table.show();
  const gaps = async (/** @type {() => void} */ each) => {
    const found = [];
    let last = await frame();
    for (const end = last + seconds * 1000; last < end;) {
      each();
      const now = await frame();
      found.push(now - last);
      last = now;
    }
    return found;
  };
  await gaps(() => {}); // the first picture of so many rows is not what is asked
  const idle = await gaps(() => {});
  /** @type {number[][]} */
  const [script, layout] = [[], []];
  const timer = setInterval(() => {
    const start = performance.now();
    table.change(1);
    table.update();
    const drawn = performance.now();
    rows.getBoundingClientRect();
    script.push(drawn - start);
    layout.push(performance.now() - drawn);
  }, 1000 / changes);
  const frames = await gaps(() => {});
  clearInterval(timer);
  table.destroy();
  return { idle, frames, script, layout };
};
