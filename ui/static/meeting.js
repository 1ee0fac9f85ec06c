if (!window.fouKeys) {
  window.fouKeys = true;
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  const busy = 'input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox], [role=radio], [role=tab], ' +
    '[role=option], [role=menuitem], [role=spinbutton], [role=combobox], [data-testid=stPopoverBody], .fou-scroll';
  const nav = () => document.querySelector('.fou-m-nav');
  const shown = () => {
    const bar = nav();
    const asked = Number(new URLSearchParams(location.search).get('bilde'));
    return Number.isInteger(asked) && asked >= 1 && asked <= Number(bar.dataset.count) ? asked : Number(bar.dataset.place);
  };
  const go = (place) => {
    const address = new URL(nav().querySelector('a.fou-m-here').href);
    address.searchParams.set('bilde', String(place));
    history.pushState({}, '', address);
    window.dispatchEvent(new PopStateEvent('popstate'));
    const main = document.querySelector('[data-testid=stMain]');
    if (main) main.scrollTo(0, 0);
  };
  document.addEventListener('keydown', (event) => {
    if (!nav() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest && event.target.closest(busy)) return;
    const count = Number(nav().dataset.count), here = shown();
    let place = here + (steps[event.key] || 0);
    if (event.key === 'Home') place = 1;
    if (event.key === 'End') place = count;
    if (!(event.key in steps) && event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    if (place !== here && place >= 1 && place <= count) go(place);
  });
  const tick = () => document.querySelectorAll('.fou-m-clock').forEach((clock) => {
    const now = new Date().toLocaleTimeString('nb-NO', { hour: '2-digit', minute: '2-digit' });
    if (clock.textContent !== now) clock.textContent = now;
  });
  setInterval(tick, 1000);
}
