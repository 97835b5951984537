// Lets the links to other addresses of the site lead to the page from which the reader came.
// Reads  mirrors.html#countries/by/ann.html                          made by days.js
//        <a data-at="https://mirror.example/">
//        <p class="came" hidden>                                       says so
(function () {
  var asked = /^#((?:\w[\w.-]*\/)*)(\w[\w.-]*\.html)?$/.exec(location.hash), came = document.querySelector('.came');
  if (!asked || !came) return;
  var page = asked[1] + (asked[2] || 'index.html');
  [...document.querySelectorAll('[data-at]')].forEach(function (a) { a.textContent = a.href = a.getAttribute('data-at') + page; });
  came.hidden = false;
})();
