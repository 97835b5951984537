// Brings running day counts up to the reader's UTC day and says how old this copy is.
// Reads  <html lang data-asof="2026-11-21" data-days="one=day;other=days" data-months="January,…">    the twelve names beside a day,
//                                                                             since some browsers do not know all languages
//        <data value="1956" data-run="1">1,956</data> <span class="unit">days</span>    data-run: people whose count runs;
//                                                  data-forms on .unit goes before data-days
//        <html data-fresh="14">                       for how many days a copy counts on; an older one stands as it was built
//        <time class="asof">                                                  the date these counts refer to
//        --as-of in the style sheet: the day of this copy, counted from 1970. Pages that count nothing keep their bytes from day to day.
//        <p class="old" hidden data-forms="one=… {n} day …;other=…">    how old that is; shown from the third day on
//        <p class="made"><a>                                        the page about other addresses; an old copy has it at its top
//        <address>…</address> <p><button class="copy" hidden data-copied="Copied">        or any other element before that which holds the button
// A count without data-run is frozen and never touched. A clock behind the build changes nothing.
(function () {
  var DAY = 864e5, root = document.documentElement, lang = root.lang;
  var built = Date.parse(root.dataset.asof), copied = parseInt(getComputedStyle(root).getPropertyValue('--as-of'));
  var all = function (q) { return [...document.querySelectorAll(q)]; };
  var runs = all('data[data-run]'), dates = all('time.asof'), texts = dates.map(function (d) { return d.textContent; });

  // The page's own digits and separator: a browser may know other ones for this language, or none.
  var printed = runs.concat(all('time')).map(function (e) { return e.textContent; }).join('|');
  var latin = /[0-9]/.test(printed), known = false;
  try { known = Intl.NumberFormat.supportedLocalesOf(lang).length > 0; } catch (e) { /* an old browser: plain digits */ }
  var comma = (/[0-9]([^0-9|])[0-9]{3}(?![0-9])/.exec(printed) || [0, '\u00a0'])[1], digits = latin ? '-u-nu-latn' : '';

  function number(n, plain) {
    if (known) return new Intl.NumberFormat(lang + digits, { useGrouping: !plain }).format(n);
    return plain ? String(n) : String(n).replace(/\B(?=(\d{3})+$)/g, comma);
  }
  // "one=day;other=days" -> the form for n.
  function form(forms, n) {
    var kind = n === 1 ? 'one' : 'other';
    var pick = function (k) { return (RegExp('\\b' + k + '=([^;]*)').exec(forms) || [])[1]; };
    // Chromium has no rules for Belarusian; they are those of Russian.
    try { kind = new Intl.PluralRules(lang === 'be' ? 'ru' : lang).select(n); } catch (e) { /* two forms must do */ }
    return pick(kind) || pick('other');
  }
  function parts(t) {
    var d = new Date(t);
    return [number(d.getUTCFullYear(), true), number(d.getUTCDate(), true), root.dataset.months.split(',')[d.getUTCMonth()]];
  }

  // The page about other addresses learns from which one its reader comes: mirrors.html#countries/by/ann.html. What follows
  // a # is sent to nobody.
  var link = document.querySelector('.made a');
  if (link) link.hash = location.pathname.slice(link.pathname.length - 12);

  function iso(t) { return new Date(t).toISOString().slice(0, 10); }
  // The date in the page's own wording, with year, day and month exchanged, or as 2026-11-21 if they are not all found.
  function date(text, t) {
    var a = parts(built), b = parts(t), sides = text.split(a[2]), rest = sides.join('');
    if (sides.length !== 2 || rest.indexOf(a[0]) < 0 || rest.replace(a[0], '').indexOf(a[1]) < 0) return iso(t);
    return sides.map(function (s) { return s.replace(a[0], '\n').replace(a[1], b[1]).replace('\n', b[0]); }).join(b[2]);
  }

  function tick() {
    var now = Date.now(), today = Math.floor(now / DAY) * DAY, late = (today - built) / DAY, age = today / DAY - copied;
    var on = late <= root.dataset.fresh ? late : 0, day = built + on * DAY; // an old copy stands as it was built
    if (late > 0) {
      if (known || latin) {
        runs.forEach(function (d) {
          var n = Number(d.getAttribute('value')) + on * d.dataset.run, unit = d.nextElementSibling;
          d.textContent = number(n);
          if (unit && unit.className === 'unit') unit.textContent = form(unit.dataset.forms || root.dataset.days, n) || unit.textContent;
        });
        dates.forEach(function (d, i) {
          d.textContent = on ? date(texts[i], day) : texts[i];
          d.setAttribute('datetime', iso(day));
        });
      }
    }
    if (age >= 3) all('.old').forEach(function (p) {
      p.textContent = form(p.dataset.forms, age).replace('{n}', number(age)) + ' ';
      if (link) p.append(link);
      p.hidden = false;
    });
    setTimeout(tick, today + DAY + 1000 - now);
  }
  tick();

  // Copies an address to the reader's clipboard: that which stands before the button.
  all('.copy').forEach(function (button) {
    button.hidden = false;
    button.onclick = function () {
      var range = document.createRange(), chosen = getSelection(); // works from disk and without TLS too, where navigator.clipboard does not
      range.selectNodeContents(button.parentNode.previousElementSibling);
      chosen.removeAllRanges();
      chosen.addRange(range); // and stays chosen, so that it can be copied by hand where the next line may not
      if (document.execCommand('copy')) button.textContent = button.dataset.copied;
    };
  });
})();
