// Keeps a page that `vigil serve` shows fresh: loads it again when the site has changed, and lists what is
// wrong on top of it. No built site has this file.
(() => {
  'use strict';

  // The version that this page is of comes with the page itself, so that no change between its making and
  // now is missed.
  const page = performance.getEntriesByType('navigation')[0];
  const timing = page && page.serverTiming && page.serverTiming.find(t => t.name === 'vigil');
  let version = timing && timing.description;

  // The page that stands in for a broken one lists the problems itself.
  const listed = document.documentElement.hasAttribute('data-vigil-problems');

  const style = `
    :host { all: initial }
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto;
      box-sizing: border-box; padding: 1rem 1.25rem; border-top: 4px solid #d33; background: #1b1b1b; color: #f4f4f4;
      font: 1rem/1.5 system-ui, sans-serif; direction: ltr; text-align: start }
    h2 { margin: 0 0 .5rem; font-size: 1.125rem }
    ol { margin: 0; padding: 0; list-style: none }
    li { padding: .5rem 0; border-top: 1px solid #555; overflow-wrap: anywhere; white-space: pre-wrap }
    code { display: block; color: #ffb3a7; font: .875rem/1.5 ui-monospace, monospace }
    p { margin: 0; color: #cfe8cf }
    button { float: right; padding: .25rem .75rem; border: 1px solid #aaa; border-radius: 4px; background: none;
      color: inherit; font: inherit; cursor: pointer }`;

  let overlay = null;

  function element(name, text) {
    const e = document.createElement(name);
    e.textContent = text; // never HTML: the text quotes what somebody wrote
    return e;
  }

  function show(problems, more) {
    if (overlay) overlay.remove();
    overlay = null;
    if (problems.length === 0 || listed) return;
    overlay = document.createElement('div');
    overlay.id = 'vigil-problems';
    const root = overlay.attachShadow({mode: 'open'});
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet]; // the page's CSP allows no style element
    const box = document.createElement('section');
    box.setAttribute('role', 'alert');
    const hide = element('button', 'Hide');
    hide.addEventListener('click', () => overlay.remove());
    const total = problems.length + more;
    const count = total === 1 ? '1 problem' : total + ' problems';
    const list = document.createElement('ol');
    for (const p of problems) {
      const item = document.createElement('li');
      item.append(element('code', p.place), element('span', p.text));
      if (p.hint) item.append(element('p', p.hint));
      list.append(item);
    }
    if (more > 0) list.append(element('li', 'and ' + more + ' more: vigil check lists them'));
    box.append(hide, element('h2', count + '; this page is as it was before'), list);
    root.append(box);
    document.body.append(overlay);
  }

  let events = null;

  function connect() {
    if (events || document.hidden) return;
    events = new EventSource('/vigil-events');
    events.addEventListener('state', event => {
      const state = JSON.parse(event.data);
      version = version || state.version;
      if (state.version !== version) {
        close();
        location.reload();
        return;
      }
      show(state.problems, state.more || 0);
    });
    events.addEventListener('error', () => { // the browser itself tries again, unless it has given up
      if (events && events.readyState === EventSource.CLOSED) {
        close();
        setTimeout(connect, 1000);
      }
    });
  }

  function close() {
    if (events) events.close();
    events = null;
  }

  // A browser has few connections for one host: pages that nobody sees keep none.
  document.addEventListener('visibilitychange', () => document.hidden ? close() : connect());
  connect();
})();
