// Keeps a page that `vigil serve` shows fresh: loads it again, where the reader was, when the site has changed, takes
// new style sheets without that, and lists on top of it what is wrong. No built site has this file.
(() => {
  'use strict';

  // The version that this page is of comes with the page itself, so that no change between its making and
  // now is missed.
  const page = performance.getEntriesByType('navigation')[0];
  const timing = page && page.serverTiming && page.serverTiming.find(t => t.name === 'vigil');
  let version = timing && timing.description;

  // The page that stands in for a broken one lists the problems itself.
  const listed = document.documentElement.hasAttribute('data-vigil-problems');

  // Where the reader was before the page was loaded again. The session's store is one for all pages of a tab.
  const place = 'vigil-place';
  const was = JSON.parse(sessionStorage.getItem(place) || 'null');
  sessionStorage.removeItem(place);
  if (was && was.page === location.pathname) {
    addEventListener('load', () => scrollTo({left: was.x, top: was.y, behavior: 'instant'}));
  }

  function reload() {
    close();
    sessionStorage.setItem(place, JSON.stringify({page: location.pathname, x: scrollX, y: scrollY}));
    location.reload();
  }

  let styles = null;

  // Each sheet is put before the one that it replaces, which goes when the new one is there: the page is never bare.
  function restyle(to) {
    if (styles !== null && to !== styles) {
      for (const old of document.querySelectorAll('link[rel=stylesheet]:not([data-vigil-old])')) {
        const sheet = old.cloneNode();
        const at = new URL(old.href);
        at.search = '?' + to;
        sheet.href = at;
        old.setAttribute('data-vigil-old', '');
        sheet.addEventListener('load', () => old.remove());
        sheet.addEventListener('error', () => old.remove());
        old.before(sheet);
      }
    }
    styles = to;
  }

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
    a { color: #9cc9ff }
    details { font-size: .875rem }
    details:not([open]) { display: inline-block; padding: 0 }
    summary { cursor: pointer }
    section.quiet { inset: auto auto .5rem .5rem; padding: .25rem .75rem; border: 1px solid #d9a400; border-radius: 4px }
    button { float: right; padding: .25rem .75rem; border: 1px solid #aaa; border-radius: 4px; background: none;
      color: inherit; font: inherit; cursor: pointer }`;

  let overlay = null;

  function element(name, text) {
    const e = document.createElement(name);
    e.textContent = text; // never HTML: the text quotes what somebody wrote
    return e;
  }

  function show({problems, more = 0, stays}) {
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
    const list = document.createElement('ol');
    for (const p of problems) {
      const item = document.createElement('li');
      item.append(element('code', p.place), element('span', (p.warning ? 'warning: ' : '') + p.text));
      if (p.hint) item.append(element('p', p.hint));
      list.append(item);
    }
    const all = element('a', more > 0 ? 'and ' + more + ' more' : 'all problems');
    all.href = '/-/problems';
    const last = document.createElement('li');
    last.append(all);
    list.append(last);
    const count = problems.length === 1 ? '1 problem' : problems.length + ' problems';
    if (stays) {
      const hide = element('button', 'Hide');
      hide.addEventListener('click', () => overlay.remove());
      box.append(hide, element('h2', count + '; this page is as it was before'), list);
    } else { // warnings, which keep nothing from being shown
      box.className = 'quiet';
      box.setAttribute('role', 'status');
      const fold = document.createElement('details');
      fold.append(element('summary', count), list);
      box.append(fold);
    }
    root.append(box);
    document.body.append(overlay);
  }

  let events = null;

  function connect() {
    if (events || document.hidden) return;
    events = new EventSource('/vigil-events?page=' + encodeURIComponent(location.pathname) + (listed ? '&listed' : ''));
    events.addEventListener('state', event => {
      const state = JSON.parse(event.data);
      version = version || state.version;
      if (state.version !== version) {
        reload();
        return;
      }
      restyle(state.styles);
      show(state);
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
