// A first visit fetches megabytes. How many of them have come is shown, when it takes long enough to wonder.
//
// <html data-bytes> says how many there are of what is fetched for Python (none in an extension, which has them).
// On later visits the browser has them, and keeps the compiled code too, but only of answers that nobody else
// reads: so those are left alone.
const SEEN = 'benedesk.seen';
const SHOWN_AFTER_MS = 700;
const COUNTED = /\.(wasm|zip)$/;
const MB = 1e6;
const total = document.documentElement.dataset.bytes ?? '0';

if (total !== '0' && localStorage.getItem(SEEN) !== total) count(Number(total));

/** @param {number} all */
function count(all) {
  const plain = globalThis.fetch;
  const shown = bar(all);
  let come = 0;

  /** @param {ReadableStream<Uint8Array>} body */
  async function watch(body) {
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      shown.now((come += part.value.length));
    if (come < all) return;
    localStorage.setItem(SEEN, total);
    end();
  }

  function end() {
    globalThis.fetch = plain;
    shown.gone();
  }

  globalThis.fetch = async (asked, options) => {
    const answer = await plain(asked, options);
    const { body } =
      COUNTED.test(new URL(answer.url).pathname) && answer.ok ? answer.clone() : { body: null };
    if (body) watch(body).catch(end); // what is broken is told by whoever needs it
    return answer;
  };
}

/** @param {number} all */
function bar(all) {
  const place = Object.assign(document.createElement('p'), { className: 'progress', hidden: true });
  const meter = Object.assign(document.createElement('progress'), { max: all, value: 0 });
  const said = document.createElement('span');
  const figure = new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  meter.setAttribute('aria-label', 'BeneDesk');
  place.append(meter, said);
  document.body.append(place);
  const soon = setTimeout(() => (place.hidden = false), SHOWN_AFTER_MS);
  return {
    /** @param {number} come */
    now(come) {
      meter.value = come;
      said.textContent = `${figure.format(come / MB)} / ${figure.format(all / MB)} MB`;
    },
    gone() {
      clearTimeout(soon);
      place.remove();
    },
  };
}
