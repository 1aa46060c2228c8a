(function () {
  'use strict';
  var panel = document.getElementById('filter');
  var count = document.getElementById('count');
  var search = document.getElementById('search');
  var items = Array.prototype.slice.call(document.querySelectorAll('article'));
  var files = Array.prototype.slice.call(document.querySelectorAll('section.file'));
  var groups = Array.prototype.slice.call(document.querySelectorAll('section.group'));
  var keys = null;
  var waiting = 0;

  // The letters under the marks, so that "con minh" finds "Côn Minh".
  function key(text) {
    return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[\u0111\u0110]/g, 'd')
      .toLowerCase().replace(/\s+/g, ' ').trim();
  }
  // Made when first searched: most readers never do.
  function keyOf(i) {
    if (!keys) {
      keys = items.map(function (item) {
        return key(item.parentNode.firstChild.textContent + ' ' + item.textContent);
      });
    }
    return keys[i];
  }
  function chosen(name) {
    return document.getElementById(name).value;
  }
  function apply() {
    var severities = {};
    panel.querySelectorAll('input[type=checkbox]').forEach(function (box) { severities[box.value] = box.checked; });
    var family = chosen('family'), code = chosen('code'), file = chosen('file');
    var words = key(search.value).split(' ').filter(Boolean);
    var shown = 0;
    items.forEach(function (item, i) {
      var data = item.dataset;
      var fits = severities[data.severity] && (!family || data.code.charAt(2) === family) &&
        (!code || data.code === code) && (!file || data.file === file) &&
        words.every(function (word) { return keyOf(i).indexOf(word) >= 0; });
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    files.concat(groups).forEach(function (group) {
      group.hidden = !group.querySelector('article:not([hidden])');
    });
    count.textContent = count.dataset.text.replace('{n}', shown).replace('{all}', items.length);
  }
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  }
  panel.addEventListener('input', soon);
  panel.addEventListener('change', soon);
  document.getElementById('all').addEventListener('click', function () {
    panel.querySelectorAll('input[type=checkbox]').forEach(function (box) { box.checked = true; });
    panel.querySelectorAll('select').forEach(function (select) { select.value = ''; });
    search.value = '';
    apply();
    search.focus();
  });

  // On paper nobody can open what is folded.
  var opened = [];
  window.addEventListener('beforeprint', function () {
    opened = Array.prototype.slice.call(document.querySelectorAll('details:not([open])'));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener('afterprint', function () {
    opened.forEach(function (details) { details.open = false; });
  });

  panel.hidden = false;
  apply();
}());
