// Narrows the list of a country by several things at once, on all its pages.
// Reads  <div id="people"> with  <details class="narrow" data-words="narrow.js" hidden><summary>…</summary></details>
// Asks, once it is opened, for the words and choices, then for what is known of everybody, then for the names of those
// who are shown: scripts that call vigilNarrow(file, data), see render/narrow.go. What is chosen stands behind the # of
// the address, which no host is told.
(function () {
  var root = document.getElementById('people'), box = root && root.querySelector('.narrow');
  if (!box || typeof URLSearchParams !== 'function') return; // an old browser: the plain list
  var page = [].slice.call(root.children).filter(function (e) { return e !== box; }); // what the results stand in for
  var words, wanted, all = [], files = {}, asked = {}, names = {}, fields = {}, hits = [], shown = 0, STEP = 50;
  var status, list, more, everybody;

  function part(tag, parent, text) {
    var e = document.createElement(tag);
    if (text) e.textContent = text;
    parent.appendChild(e);
    return e;
  }
  function number(n, plain) {
    var lang = document.documentElement.lang;
    return Intl.NumberFormat.supportedLocalesOf(lang).length ? new Intl.NumberFormat(lang, { useGrouping: !plain }).format(n) : String(n);
  }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (_, key) { return values[key]; }); }
  function ask(file, key) {
    if (asked[key]) return;
    asked[key] = true;
    var s = document.createElement('script');
    s.src = file;
    s.onerror = function () { asked[key] = false; say(words ? words.words.failed : '…'); };
    document.head.appendChild(s);
  }
  function say(text) { if (status && status.textContent !== text) status.textContent = text; }

  window.vigilNarrow = function (key, data) { // the name of this function is known to package render
    if (!key) { words = data; build(); words.facts.forEach(function (f) { ask(words.folder + f, f); }); return; }
    var lines = data.split('\n');
    lines.pop();
    if (/^names/.test(key)) { names[key] = lines; return show(); }
    files[key] = lines;
    if (words.facts.every(function (f) { return files[f]; })) read();
  };

  // Everybody, with the values that each choice is compared with.
  function read() {
    var file, at;
    words.facts.forEach(function (f) {
      files[f].forEach(function (line) {
        if (line[0] === '>') { file = line.slice(1); at = 0; return; }
        var v = line.split('\t'), flags = v[5] || '';
        all.push({
          file: file, at: at++, was: v[0], last: flags.indexOf('u') >= 0, year: v[1] ? [v[1]] : [], prison: v[2] ? [v[2]] : [],
          article: v[3] ? v[3].split(' ') : [], group: v[4] ? v[4].split(' ') : [], write: flags.indexOf('w') >= 0 ? ['yes'] : [],
          status: words.statuses[v[0]].in
        });
      });
    });
    files = {};
    restore();
    if (/=/.test(location.hash)) box.scrollIntoView();
  }

  function build() {
    var form = part('div', box);
    form.className = 'choices';
    form.setAttribute('role', 'group');
    form.setAttribute('aria-label', box.querySelector('summary').textContent);
    words.filters.forEach(function (f) {
      var label = part('label', form), field, input = !f.choices;
      if (input) {
        field = part('input', label);
        field.type = 'checkbox';
        label.className = 'check';
        part('span', label, f.label);
      } else {
        part('span', label, f.label);
        field = part('select', label);
        [['', words.words.any, '']].concat(f.choices).forEach(function (c) {
          var o = part('option', field, c[1]);
          o.value = c[0];
          if (c[2]) o.lang = c[2];
        });
      }
      field.addEventListener('change', function () { remember(); narrow(); });
      fields[f.key] = field;
    });
    status = part('p', box);
    status.className = 'soft';
    status.setAttribute('role', 'status');
    everybody = part('button', box, words.words.all);
    everybody.type = 'button';
    everybody.hidden = true;
    everybody.addEventListener('click', function () {
      set({});
      remember();
      narrow();
      fields[words.filters[0].key].focus();
    });
    list = part('ul', root);
    list.className = 'people wide';
    list.hidden = true;
    more = part('button', root, words.words.more);
    more.type = 'button';
    more.className = 'more';
    more.hidden = true;
    more.addEventListener('click', function () {
      var from = shown;
      wanted = Math.min(shown + STEP, hits.length);
      show();
      var next = list.children[from] && list.children[from].querySelector('a');
      if (next) next.focus();
    });
    say(words.words.loading);
  }

  function chosen(key) { return fields[key].type === 'checkbox' ? (fields[key].checked ? 'yes' : '') : fields[key].value; }
  function set(values) {
    for (var key in fields) {
      if (fields[key].type === 'checkbox') fields[key].checked = values[key] === 'yes';
      else {
        fields[key].value = values[key] || '';
        if (fields[key].selectedIndex < 0) fields[key].value = '';
      }
    }
  }
  function address() {
    var out = {};
    new URLSearchParams(location.hash.slice(1)).forEach(function (value, key) { out[key] = value; });
    return out;
  }
  function remember() {
    var p = new URLSearchParams();
    for (var key in fields) if (chosen(key)) p.set(key, chosen(key));
    location.replace('#' + (p.toString() || 'everybody')); // no page has a place of that name: nothing moves
  }
  function restore() { set(address()); narrow(); }

  // Those who meet all that is chosen; and, for each choice, how many would meet it beside the others.
  function narrow() {
    var want = {}, keys = [], counts = {}, any = false, key;
    if (all.length < words.total) return;
    for (key in fields) { keys.push(key); counts[key] = {}; want[key] = chosen(key); any = any || want[key]; }
    hits = all.filter(function (p) {
      var misses = 0, missed;
      keys.forEach(function (k) { if (want[k] && p[k].indexOf(want[k]) < 0) { misses++; missed = k; } });
      if (misses < 2) (misses ? [missed] : keys).forEach(function (k) {
        p[k].forEach(function (v) { counts[k][v] = (counts[k][v] || 0) + 1; });
        counts[k][''] = (counts[k][''] || 0) + 1;
      });
      return !misses;
    });
    keys.forEach(function (k) {
      [].forEach.call(fields[k].options || [], function (o) {
        var n = counts[k][o.value] || 0;
        if (o.value) o.label = o.text + ' (' + number(n) + ')';
        o.disabled = !n && o.value !== want[k] && o.value !== '';
      });
    });
    page.forEach(function (e) { e.hidden = !!any; });
    everybody.hidden = !any;
    list.textContent = '';
    shown = 0;
    wanted = any ? Math.min(STEP, hits.length) : 0;
    list.hidden = !wanted;
    more.hidden = true;
    if (any && !hits.length) say(words.words.none);
    else if (!any) say(fill(words.words.count, { n: number(words.total), total: number(words.total) }));
    else show();
  }

  // Shows as many as are wanted, once their names are there.
  function show() {
    var missing = false;
    hits.slice(shown, wanted).forEach(function (p) {
      if (names[p.file]) return;
      missing = true;
      ask(words.folder + p.file, p.file);
    });
    if (missing) return say(words.words.loading);
    hits.slice(shown, wanted).forEach(row);
    shown = wanted;
    more.hidden = shown >= hits.length;
    if (shown) say(fill(words.words.count, { n: number(hits.length), total: number(words.total) }));
  }
  function row(p) {
    var f = names[p.file][p.at].split('\t'), li = part('li', list), who = part('span', li), s = words.statuses[p.was], what = part('span', li);
    who.className = 'who';
    part('span', what, p.last && s.last || s.label);
    if (!f[0]) {
      li.className = 'withheld';
      who.textContent = words.words.unnamed;
      return;
    }
    var name = f[1 + words.lang] || f[1], n = words.languages.length, home = words.languages[words.home], a = part('a', who);
    var other = f[1 + words.home] || f[1];
    if (f[1 + n]) { other = f[1 + n]; home = f[2 + n]; }
    if (other === name) { other = f[1]; home = words.languages[0]; }
    a.href = f[0] + '.html';
    part('bdi', a, name);
    if (other !== name) {
      who.appendChild(document.createTextNode(' '));
      part('bdi', who, other).lang = home;
    }
    if (p.prison[0] && chosen('prison') !== p.prison[0]) {
      var o = [].filter.call(fields.prison.options, function (o) { return o.value === p.prison[0]; })[0];
      what.appendChild(document.createTextNode(' · '));
      part('bdi', what, o.text).lang = o.lang || document.documentElement.lang;
    }
    part('span', li, p.year[0] && fill(words.words.first, { year: number(p.year[0], true) })).className = 'n';
  }

  function open() { if (box.open) ask(box.getAttribute('data-words'), 'words'); }
  function look() {
    if (!/=/.test(location.hash)) return;
    box.open = true;
    if (all.length) restore();
    else open();
  }
  box.addEventListener('toggle', open);
  window.addEventListener('hashchange', look);
  box.hidden = false;
  look();
})();
