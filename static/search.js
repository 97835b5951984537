// Finds names while they are typed, on search.html, which without it is a page of links.
// Reads  <div class="finder" data-find="find/" data-lang="0" data-found="Found: {n}" data-born="born {n}" data-none="…" data-loading="…" data-failed="…" data-kinds="country=…;prison=…">
//        #find, #find-list, #find-status, #find-more in it, and links to countries on the page, for their names
// Asks for <data-find>index.js, where each shard begins and how names compare (package names, by whose tables
// words() here gives what names.Words gives), and for shards, each a call of vigilFind(start, lines). Nothing that
// is typed goes anywhere.
(function () {
  var box = document.querySelector('.finder'), field = document.getElementById('find');
  var list = document.getElementById('find-list'), status = document.getElementById('find-status'), more = document.getElementById('find-more');
  var letter, mark, han, starts, shards = {}, asked = {}, lost = {}, letters = {}, spelled = {}, simplified = {}, named = {}, readings, particles, joiners, long, most, languages, options = [], active = -1;
  try {
    letter = new RegExp('[\\p{L}\\p{N}]', 'u');
    mark = new RegExp('\\p{M}', 'u');
    han = new RegExp('\\p{Script=Han}', 'u');
  } catch (e) { return; } // an old browser: the letters below do
  if (!box || !field) return;
  var say = function (key) { return box.getAttribute('data-' + key) || ''; };
  function pairs(a, into) { for (var i = 0; i < a.length; i += 2) into[a[i]] = a[i + 1]; }

  function tables(t) {
    pairs(t.letters.split(' '), letters);
    pairs(t.spelled, spelled);
    particles = t.particles; joiners = t.joiners; long = t.long; most = t.most;
    readings = t.readings.map(function (own) {
      var by = {};
      (t.sounds + ' ' + own).trim().split(/\s+/).forEach(function (row) {
        var at = row.indexOf('='), p = [row.slice(0, at), row.slice(at + 1)];
        (by[p[0][0]] = by[p[0][0]] || []).push(p);
      });
      for (var c in by) by[c].sort(function (a, b) { return b[0].length - a[0].length; });
      return by;
    });
  }
  function latin(word) {
    var out = '', previous = '', chars = Array.from(word);
    chars.forEach(function (c, i) {
      c = c.toLowerCase();
      var l = letters[c];
      if (/^[a-z0-9]$/.test(c)) out += c;
      else if (l === '~') {
        var near = function (x) { return x && long.indexOf(x) >= 0; };
        out += !previous ? 'v' : near(previous) || near(chars[i + 1]) ? 'V' : 'u';
      } else if (l) out += l === '-' ? '' : l;
      else if (letter.test(c)) Array.from(c.normalize('NFKD')).forEach(function (part) {
        l = letters[part];
        if (l && l !== '~') out += l === '-' ? '' : l;
        else if (letter.test(part)) out += part.toLowerCase();
      });
      previous = c;
    });
    return out;
  }
  function sound(word, reading) {
    var rest = '^' + word + '$', out = '';
    while (rest) {
      var p = (reading[rest[0]] || []).find(function (p) { return rest.startsWith(p[0]); });
      if (p) for (var i = 0; i < p[1].length; i++) { if (out.slice(-1) !== p[1][i]) out += p[1][i]; }
      else out += rest[0];
      rest = rest.slice(p ? p[0].length : 1);
    }
    return cut(out || word);
  }
  function cut(word) { return Array.from(word).slice(0, most).join(''); }
  function keys(word) {
    var out = [];
    function add(w) {
      readings.forEach(function (r) { var k = sound(w, r); if (out.indexOf(k) < 0) out.push(k); });
    }
    add(word);
    if (word.length > 4 && /^[ae]l[^aeiouyjV]/.test(word)) add(word.slice(2));
    return out;
  }
  function words(name) {
    var raw = [], now = '';
    function end() { if ((now = latin(now))) raw.push(now); now = ''; }
    Array.from(name.normalize('NFC')).forEach(function (c) {
      if (han.test(c)) { end(); raw.push(simplified[c] || c); }
      else if (letter.test(c)) now += c;
      else if (now && (mark.test(c) || joiners.indexOf(c) >= 0)) now += c;
      else end();
    });
    end();
    var all = raw.map(function (w) { return { t: w.replace(/[A-Z]/g, function (c) { return spelled[c]; }), k: keys(w) }; });
    var some = all.filter(function (w) { return particles.indexOf(w.t) < 0; });
    return some.length ? some : all;
  }

  // Letters to add, leave out, exchange or swap; more than most is all the same.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    var before, last = [], row, i, j;
    for (j = 0; j <= b.length; j++) last.push(j);
    for (i = 1; i <= a.length; i++, before = last, last = row) {
      row = [i];
      for (j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    return last[b.length];
  }
  // How sure the sounds alone make it, 0 to 3: to leave most people out quickly. What is still being typed may go on.
  function sounds(w, ks, open) {
    var best = 0;
    ks.forEach(function (k) {
      w.k.forEach(function (q) {
        if (best === 3) return;
        if (k === q || open && k.startsWith(q)) best = 3;
        else if (k.startsWith(q)) best = Math.max(best, 2);
        else if (best < 1 && q.length > 1 && (distance(q, k, 1) < 2 || k.length > 2 && q.startsWith(k))) best = 1;
      });
    });
    return best;
  }
  var bare = function (t) { return t.length > 2 && !/[aeoy]/.test(t.slice(1, -1)); };
  function like(q, w, last) {
    var a = q.t, b = w.t, s = 0, same = q.k.some(function (k) { return w.k.indexOf(k) >= 0; });
    if (a === b) return 1;
    if (a.length === 1 || b.length === 1) return a[0] === b[0] || q.k[0][0] === w.k[0][0] && /[a-z]/.test(a) ? 0.6 : 0;
    if (b.startsWith(a)) s = last ? 0.95 : 0.8;
    if (same && (bare(a) || bare(b))) { a = q.k[0]; b = w.k[0]; }
    var longest = Math.max(a.length, b.length), d = distance(a, b, longest);
    if (same) return Math.max(s, 0.95 - 0.35 * d / longest);
    if (a.length > 3 && d <= (a.length > 7 ? 2 : 1)) s = Math.max(s, 0.85 - 0.1 * d);
    if (!s && q.k[0].length > 2 && w.k.some(function (k) { return distance(q.k[0], k, 1) < 2; })) s = Math.max(0.4, 0.75 - 0.6 * d / longest);
    if (!s && last && w.k.some(function (k) { return k.startsWith(q.k[0]); })) s = 0.5 + 0.2 * (b[0] === a[0]);
    return s;
  }
  function joined(ws) { return ws.map(function (w) { return w.k[0]; }).join(''); }
  function score(entry, ws, open) {
    var best = 0;
    entry.w = entry.w || entry.f.slice(3).filter(Boolean).map(words);
    entry.w.forEach(function (form, n) {
      var used = [], sum = 0;
      ws.forEach(function (q, i) {
        var top = 0, at = -1;
        form.forEach(function (w, j) {
          var s = used[j] ? 0 : like(q, w, open && i === ws.length - 1);
          if (s > top) { top = s; at = j; }
        });
        if (at >= 0) used[at] = true;
        sum += top;
      });
      sum = sum / ws.length - 0.01 * Math.max(0, form.length - ws.length);
      if (form.length !== ws.length && joined(form) === joined(ws)) sum = Math.max(sum, 0.9);
      if (sum > best) { best = sum; entry.n = n; }
    });
    return best;
  }

  // The shard of a place: the last that begins before it.
  function shardOf(place) {
    var at = 0;
    for (var lo = 0, hi = starts.length - 1; lo <= hi;) {
      var mid = (lo + hi) >> 1;
      if (starts[mid] <= place) { at = mid; lo = mid + 1; } else hi = mid - 1;
    }
    return at;
  }
  // Which shards may have what was typed, likeliest first: people are placed by pairs of words, with the two behind, then by spelling (render.FoundUnder).
  function wanted(ws) {
    var n = ws.length, by = n > 4 ? ws : ws.slice().sort(function (a, b) { return b.t.length - a.t.length; }), out = [];
    function add(w, k, o) {
      for (var j = ws.indexOf(o), t = 0, left = 3, place = k; t < n && left; t++) {
        var r = ws[(j + t) % n];
        if (r !== w) { place += ' ' + r.k[0]; left--; }
      }
      if (n > 1) place += '  ' + cut(w.t) + ' ' + cut(o.t);
      var at = shardOf(place);
      if (out.indexOf(at) < 0) out.push(at);
    }
    if (n === 1) by[0].k.forEach(function (k) { add(by[0], k, by[0]); });
    else by.forEach(function (w, i) { add(w, w.k[0], by[n > 4 ? (i + 1) % n : i ? 0 : 1]); });
    if (n > 2) by.forEach(function (w) { by.forEach(function (o) { if (w !== o) add(w, w.k[0], o); }); });
    if (n === 2) by.forEach(function (w, i) { w.k.slice(1).forEach(function (k) { add(w, k, by[1 - i]); }); });
    if (out.length === 1) for (var next = out[0] + 1; out.length < 4 && (starts[next] || '').startsWith(by[0].k[0]); next++) out.push(next);
    return out;
  }
  function ask(file) {
    if (asked[file]) return;
    asked[file] = true;
    var s = document.createElement('script');
    s.src = say('find') + file;
    s.onerror = function () { asked[file] = false; lost[file] = true; find(); }; // asked for again when more is typed
    document.head.appendChild(s);
  }
  function fileOf(start) {
    return named[start] || 'n' + Array.from(start).map(function (c) { return /[a-z0-9]/.test(c) ? '-' + c : '-u' + c.codePointAt(0).toString(16); }).join('') + '.js';
  }
  window.vigilFind = function (start, data) { // the name of this function is known to render.Shard
    if (data.names) { starts = data.starts; named = data.long; languages = data.languages; pairs(Array.from(data.han), simplified); tables(data.names); } else shards[fileOf(start)] = data.split('\n').filter(Boolean).map(function (line) {
      var f = line.split('\t');
      return { f: f, k: f[0].split(' ') };
    });
    find();
  };

  window.vigilFind.words = words; // for a test
  var good = 0.8, step = 10, limit = step; // what is as like as this is good; how many are shown
  function find() {
    if (document.activeElement !== field && !field.value) return;
    if (!starts) return lost['index.js'] ? show([], say('failed')) : ask('index.js');
    var text = field.value, ws = words(text).slice(0, 6), typed = text.toLowerCase().split(/\s+/).filter(Boolean), open = !/\s$/.test(text), seen = {}, found = [], failed = '';
    if (!ws.length || ws.length === 1 && /^[a-z]$/.test(ws[0].t)) return show([], '');
    var files = wanted(ws).filter(function (at) { return at in starts; }).map(function (at) { return fileOf(starts[at]); });
    var enough = ws.length > 1 ? 1 : step; // a word alone may be the beginning of many
    for (var n = 0; n < files.length && n < 4 && (n < 2 || found.filter(function (e) { return e.s >= good; }).length < enough); n++) {
      if (lost[files[n]]) { failed = say('failed'); continue; }
      if (!shards[files[n]]) {
        ask(files[n]);
        if (n === 0 && files[1] && ws.length > 1) ask(files[1]);
        if (list.hidden) status.textContent = say('loading');
        return;
      }
      var some = [];
      shards[files[n]].forEach(function (e) {
        if (seen[e.f[1]]) return;
        e.p = 0;
        ws.forEach(function (w, i) { e.p += sounds(w, e.k, open && i === ws.length - 1); });
        if (!e.p) return;
        e.l = e.l || (' ' + e.f.slice(3).join(' ')).toLowerCase();
        typed.forEach(function (t) { if (e.l.indexOf(' ' + t) >= 0) e.p += 2; }); // spelled so
        some.push(e);
      });
      some.sort(function (a, b) { return b.p - a.p; }).slice(0, 150).forEach(function (e) {
        e.s = score(e, ws, open);
        seen[e.f[1]] = true;
        if (e.s > 0.45) found.push(e);
      });
    }
    found.sort(function (a, b) { return b.s - a.s || (a.f[1] < b.f[1] ? -1 : 1); });
    var answer = found.length ? say('found').replace('{n}', number(Math.min(limit, found.length))) : failed ? '' : say('none');
    show(found.slice(0, limit), [answer, failed].filter(Boolean).join(' · '));
    more.hidden = !(found[limit] && found[limit].s >= good);
  }

  function number(n) { return new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false }).format(n); }
  function address(path) { return path.endsWith('.html') ? path : 'countries/' + path + '.html'; }
  function kind(path) {
    var k = /^groups/.test(path) ? 'group' : (/\/(prison|article)s\//.exec(path) || [0, 'country'])[1];
    return (RegExp(k + '=([^;]*)').exec(say('kinds')) || [])[1];
  }
  function part(tag, text, parent) {
    var e = document.createElement(tag);
    e.textContent = text;
    parent.appendChild(e);
    return e;
  }
  function show(found, text) {
    list.textContent = '';
    more.hidden = true;
    active = -1;
    options = found.map(function (e, i) {
      var li = part('li', '', list), f = e.f, name = f[3 + Number(say('lang'))] || f[3], matched = f.slice(3).filter(Boolean)[e.n], more = [];
      li.id = 'find-' + i;
      li.setAttribute('role', 'option');
      var born = f[2].split(' '), native = born[1] && f[3 + languages];
      part('bdi', name, li);
      if (native && native !== name) {
        li.appendChild(document.createTextNode(' '));
        var own = part('bdi', native, li);
        own.className = 'other';
        own.lang = born[1];
      }
      if (matched !== name && matched !== native) { li.appendChild(document.createTextNode(' ')); part('bdi', matched, li).className = 'other'; }
      if (f[1].endsWith('.html')) more.push(kind(f[1]));
      else {
        var country = document.querySelector('a[href="countries/' + f[1].slice(0, 2) + '/index.html"]');
        more.push(country ? country.textContent : f[1].slice(0, 2).toUpperCase());
        if (born[0]) more.push(say('born').replace('{n}', number(born[0])));
      }
      li.appendChild(document.createTextNode(' '));
      part('small', more.filter(Boolean).join(' · '), li);
      li.addEventListener('click', function () { location.href = address(f[1]); });
      li.to = address(f[1]);
      return li;
    });
    list.hidden = !found.length;
    field.setAttribute('aria-expanded', String(found.length > 0));
    field.removeAttribute('aria-activedescendant');
    status.textContent = text;
  }
  function choose(n) {
    options.forEach(function (li, i) { li.setAttribute('aria-selected', String(i === n)); });
    active = n;
    if (n < 0) return field.removeAttribute('aria-activedescendant');
    field.setAttribute('aria-activedescendant', options[n].id);
    options[n].scrollIntoView({ block: 'nearest' });
  }
  field.addEventListener('input', function () { limit = step; lost = {}; find(); });
  more.addEventListener('click', function () {
    limit += step;
    find();
    if (more.hidden) field.focus();
  });
  field.addEventListener('keydown', function (e) {
    var n = options.length;
    if (e.isComposing) return;
    if (e.key === 'ArrowDown' && n) choose(active + 1 < n ? active + 1 : 0);
    else if (e.key === 'ArrowUp' && n) choose(active > 0 ? active - 1 : n - 1);
    else if (e.key === 'Enter' && n) location.href = options[Math.max(0, active)].to;
    else if (e.key === 'Escape' && n) show([], '');
    else return;
    e.preventDefault();
  });
  field.parentNode.hidden = false;
  ask('index.js');
})();
