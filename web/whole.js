// What has no room where it stands is whole in a tooltip: how much room there is, only the page knows.

/** @param {Element} element */
function isCut(element) {
  const { overflowX } = getComputedStyle(element);
  return overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
}

document.addEventListener('pointerover', ({ target }) => {
  for (let one = target instanceof HTMLElement ? target : null; one; one = one.parentElement) {
    if (one.title || one.matches('body, input, select, textarea')) return;
    if (isCut(one)) {
      one.title = one.innerText;
      return;
    }
  }
});

export {};
