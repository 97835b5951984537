// Brings running day counts up to the reader's UTC day and says how old this copy is.
// Reads  <html lang data-number="1,234,567,890">   the digits of the language and what stands between their groups: browsers do not know all
//        <html data-asof="2026-11-21" data-fresh="14">      the day of the counts, and for how many days they go on in a copy;
//                                                           an older one stands as it was built
//        <html data-days="one=day;other=days" data-date="{day} {month} {year}" data-months="November,December">    names from that day's month on
//        <data value="1956" data-run="1">1,956</data> <span class="unit">days</span>    data-run: people whose count runs;
//                                                  data-forms on .unit goes before data-days
//        <time class="asof">                                                  the date these counts refer to
//        --as-of in the style sheet: the day of this copy, counted from 1970. Pages that count nothing keep their bytes from day to day.
//        <aside class="old" hidden data-forms="one=… {n} day …;other=…">    how old that is; shown from the third day on
//        <p class="made"><a>                                        the page about other addresses; an old copy has it at its top
//        <address>…</address> <p><button class="copy" hidden data-copied="Copied">        or any other element before that which holds the button
// A count without data-run is frozen and never touched. A clock behind the build changes nothing.
(() => {
  const day = 864e5, root = document.documentElement, page = root.dataset, all = q => [...document.querySelectorAll(q)];
  const shape = [...page.number || '1234567890'], comma = shape.length > 10 ? shape[1] : '', digits = shape.filter(c => c !== comma);
  const built = Date.parse(page.asof) / day, link = all('.made a')[0];

  // As years are written, and with the groups of large numbers.
  const plain = n => String(n).replace(/\d/g, d => digits[(+d + 9) % 10]);
  const number = n => {
    let at = shape.length - 1;
    return [...plain(n)].reduceRight((out, d) => (out && shape[--at] === comma ? d + comma + (at--, out) : d + out), '');
  };
  // "one=day;other=days" -> the form for n. Chromium has no rules for Belarusian; they are those of Russian.
  const form = (forms, n) => {
    const pick = k => (RegExp('\\b' + k + '=([^;]*)').exec(forms) || [])[1];
    return pick(new Intl.PluralRules(root.lang === 'be' ? 'ru' : root.lang).select(n)) || pick('other');
  };
  const date = d => page.date.replace('{day}', plain(d.getUTCDate())).replace('{year}', plain(d.getUTCFullYear()))
    .replace('{month}', page.months.split(',')[(d.getUTCMonth() + 12 - new Date(built * day).getUTCMonth()) % 12]);

  // Copies an address to the reader's clipboard: that which stands before the button.
  all('.copy').forEach(button => {
    button.hidden = false;
    button.onclick = () => {
      const range = document.createRange(), chosen = getSelection(); // works from disk and without TLS too, where navigator.clipboard does not
      range.selectNodeContents(button.parentNode.previousElementSibling);
      chosen.removeAllRanges();
      chosen.addRange(range); // and stays chosen, so that it can be copied by hand where the next line may not
      if (document.execCommand('copy')) button.textContent = button.dataset.copied;
    };
  });

  // The page about other addresses learns from which one its reader comes: mirrors.html#countries/by/ann.html. What follows
  // a # is sent to nobody.
  if (link) link.hash = location.pathname.slice(link.pathname.length - 12);

  const tick = () => {
    const now = Date.now() / day, today = Math.floor(now), late = today - built, age = today - parseInt(getComputedStyle(root).getPropertyValue('--as-of'));
    const on = late > page.fresh ? 0 : late, then = new Date((built + on) * day);
    if (late > 0) {
      all('data[data-run]').forEach(data => {
        const n = +data.value + on * data.dataset.run, unit = data.nextElementSibling;
        if (unit) unit.textContent = form(unit.dataset.forms || page.days, n);
        data.textContent = number(n);
      });
      all('time.asof').forEach(time => {
        time.textContent = date(then);
        time.dateTime = then.toISOString().slice(0, 10);
      });
    }
    if (age > 2) all('.old').forEach(p => {
      p.textContent = form(p.dataset.forms, age).replace('{n}', number(age)) + ' ';
      if (link) p.append(link);
      p.hidden = false;
    });
    setTimeout(tick, (today + 1 - now) * day + 1000);
  };
  tick();
})();
