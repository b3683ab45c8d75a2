'use strict';
// Shows what the console of the application says. Whatever comes from a module or a peer becomes text, never markup.

const POLL = 1000;
const LONGEST_PAUSE = 30000;
const LINES = 500;
// In milliseconds; the longer one is beyond the limit of the application for an action.
const LIMIT = 15000;
const ACTION_LIMIT = 110000;

const $ = id => document.getElementById(id);
const view = { page: 0, chosen: named(), line: 0, token: null, pause: POLL, timer: 0, round: 0 };

// The modem that the address names; whoever wrote the address may have written anything.
function named() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch (e) {
    return '';
  }
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

// ---- words

function span(from) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(from)) / 1000));
  return words(seconds);
}

function words(seconds) {
  if (seconds < 60) {
    return seconds + ' s';
  }
  if (seconds < 3600) {
    return Math.floor(seconds / 60) + ' min';
  }
  if (seconds < 86400) {
    return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min';
  }
  return Math.floor(seconds / 86400) + ' d ' + Math.floor(seconds % 86400 / 3600) + ' h';
}

function clock(time) {
  return new Date(time).toLocaleTimeString([], { hour12: false });
}

function known(value, unit) {
  return value === null || value === undefined || value === '' ? '–' : value + (unit ? ' ' + unit : '');
}

function until(time) {
  const seconds = Math.round((Date.parse(time) - Date.now()) / 1000);
  return seconds > 0 ? 'in ' + words(seconds) : 'now';
}

// ---- the list

function showList(list) {
  view.token = list.token || null;
  view.page = list.page;
  showNodes(list.nodes);
  $('totals').textContent = list.total === 0 ? 'No modem is in use.'
    : list.up + ' of ' + list.total + (list.total === 1 ? ' modem' : ' modems') + ' up'
      + (list.matching === list.total ? '' : ', ' + list.matching + ' shown');
  if (!view.chosen && list.modems.length) {
    view.chosen = list.modems[0].modem;
  }
  const shown = $('modems');
  const focused = document.activeElement && document.activeElement.dataset.modem;
  shown.replaceChildren(...list.modems.map(row));
  if (focused !== undefined) {
    for (const button of shown.querySelectorAll('button')) {
      if (button.dataset.modem === focused) {
        button.focus({ preventScroll: true });
      }
    }
  }
  $('pager').hidden = list.pages < 2;
  $('page').textContent = (list.page + 1) + ' of ' + list.pages;
  $('previous').disabled = list.page === 0;
  $('next').disabled = list.page + 1 >= list.pages;
}

function showNodes(nodes) {
  const open = [...document.querySelectorAll('#nodes details')].map(each => each.open);
  $('nodes').replaceChildren(...nodes.map((node, number) => {
    const shown = element('details', 'node');
    shown.open = open[number] === true;
    const values = element('dl', 'numbers');
    facts(values, Object.entries(node).filter(([name]) => name !== 'troubles'));
    shown.append(
      element('summary', '', 'Node ' + node.node + ' of ' + node.group + ': ' + node.modems + ' modems, ' + node.partitions
        + ' partitions, lease ' + words(Math.round(node.leaseMillis / 1000))),
      values);
    const card = element('section');
    card.append(shown, ...node.troubles.map(trouble => element('p', '', trouble)));
    return card;
  }));
}

function row(modem) {
  const button = element('button', (modem.up ? 'up' : 'down') + (modem.modem === view.chosen ? ' chosen' : ''));
  button.type = 'button';
  button.dataset.modem = modem.modem;
  button.append(
    element('span', 'title', modem.modem),
    element('span', 'small', modem.signal && modem.signal.dbm !== null ? modem.signal.dbm + ' dBm' : ''),
    element('span', 'small wide', modem.up
      ? modem.state + ' for ' + span(modem.since) + '; ' + modem.linksOpen + ' of ' + modem.links + ' links open'
      : modem.state + '; down for ' + span(modem.awaySince || modem.since)));
  if (modem.reason) {
    button.append(element('span', 'small wide', modem.reason));
  }
  button.addEventListener('click', () => choose(modem.modem));
  const item = element('li');
  item.append(button);
  return item;
}

function choose(name) {
  if (name === view.chosen) {
    return;
  }
  view.chosen = name;
  history.replaceState(null, '', '#' + encodeURIComponent(name));
  forgetDetail();
  now();
}

function forgetDetail() {
  view.line = 0;
  Charts.clear();
  $('dialogue').replaceChildren();
  $('result').hidden = true;
  $('detail').hidden = true;
  $('gone').hidden = true;
}

// ---- one modem

function facts(into, pairs) {
  into.replaceChildren(...pairs.map(([name, value]) => {
    const pair = element('div');
    pair.append(element('dt', '', name), element('dd', '', value));
    return pair;
  }));
}

function showDetail(detail) {
  const modem = detail.modem;
  const cell = modem.cell || {};
  const counters = modem.counters;
  $('detail').hidden = false;
  $('gone').hidden = true;
  $('name').textContent = modem.modem;
  $('badge').textContent = modem.state;
  $('badge').className = 'badge ' + (detail.up ? 'up' : 'down');
  $('reason').textContent = modem.reason;
  $('hint').textContent = hint(detail);
  $('actions').hidden = view.token === null;
  facts($('facts'), [
    ['Since', new Date(modem.since).toLocaleString([], { hour12: false }) + ' (' + span(modem.since) + ')'],
    ...(modem.nextAttempt ? [['Next attempt', until(modem.nextAttempt)]] : []),
    ['Device', modem.device],
    ['Signal', modem.signal ? known(modem.signal.dbm, 'dBm') + ', ' + modem.signal.quality : '–'],
    ['RSRP, RSRQ, SINR', [known(cell.rsrp, 'dBm'), known(cell.rsrq, 'dB'), known(cell.sinr, 'dB')].join(', ')],
    ['Cell', cell.inService === false ? 'no service' : known(cell.cell) + (cell.band ? ', band ' + cell.band : '')],
    ['Operator', known(cell.operator)],
    ['Registration', modem.registration ? modem.registration.words : '–'],
    ['Address', known(modem.address)],
    ['Last error', modem.lastError ? clock(modem.lastError.time) + ' ' + modem.lastError.what : '–']]);
  facts($('counters'), [
    ['Confirmed', counters.confirmed], ['Not sent', counters.notSent], ['Unknown', counters.unknown],
    ['Queued', counters.queued], ['Received', counters.messagesIn], ['Bytes out', counters.bytesOut],
    ['Bytes in', counters.bytesIn], ['Outages', counters.outages], ['Restarts', counters.restarts]]);
  Charts.draw(detail.history);
  $('links').replaceChildren(...(modem.links.length ? modem.links.map(link) : [element('li', '', 'No link is in use.')]));
  $('events').replaceChildren(...detail.events.map(event => {
    const item = element('li');
    item.append(element('span', 'small', clock(event.time)), element('span', 'kind', event.type), event.text);
    return item;
  }));
  showDialogue(detail.dialogue);
}

function hint(detail) {
  if (detail.up) {
    return '';
  }
  return 'The driver tries again by itself. ' + (view.token === null
    ? 'The operation diagnose of sim7028:modem shows what to do.' : 'Diagnose shows what to do.');
}

function link(state) {
  const item = element('li');
  const peer = state.remoteHost === null ? 'port ' + state.localPort : state.remoteHost + ':' + state.remotePort;
  item.append(element('span', 'kind', state.link < 0 ? 'no link' : 'link ' + state.link),
    state.protocol + ' ' + peer + ', ' + state.phase + (state.accepted ? ', accepted' : '')
    + ', ' + state.leases + (state.leases === 1 ? ' user' : ' users') + (state.trouble ? ': ' + state.trouble : '')
    + (state.nextAttempt ? '; next attempt ' + until(state.nextAttempt) : ''));
  return item;
}

function showDialogue(lines) {
  const shown = $('dialogue');
  const follows = shown.scrollHeight - shown.scrollTop - shown.clientHeight < 30;
  for (const line of lines) {
    if (line.number <= view.line) {
      continue;
    }
    view.line = line.number;
    const item = element('div', line.toModule ? 'to' : 'from');
    item.append(element('span', 'clock', clock(line.time)), (line.toModule ? '> ' : '< ') + line.text);
    shown.append(item);
  }
  while (shown.childElementCount > LINES) {
    shown.firstElementChild.remove();
  }
  if (follows) {
    shown.scrollTop = shown.scrollHeight;
  }
}

// ---- the buttons

async function act(name) {
  const modem = view.chosen;
  const buttons = document.querySelectorAll('#actions button');
  const result = $('result');
  buttons.forEach(button => { button.disabled = true; });
  result.hidden = false;
  result.textContent = name + ' …';
  let text;
  try {
    const answer = await ask('api/' + name + '?modem=' + encodeURIComponent(modem),
      { method: 'POST', headers: { 'X-Sim7028-Token': view.token }, signal: AbortSignal.timeout(ACTION_LIMIT) });
    text = answer ? answer.result : 'Modem ' + modem + ' is not in use.';
  } catch (e) {
    text = e.message;
  }
  buttons.forEach(button => { button.disabled = false; });
  if (modem === view.chosen) {
    result.textContent = text;
  }
}

// ---- the round

async function get(path) {
  return ask(path, { cache: 'no-store', signal: AbortSignal.timeout(LIMIT) });
}

// The JSON of an answer; null if there is nothing at that path. What the console refuses, it refuses with a text that says why; all else is
// from somebody else, such as the page of a login.
async function ask(path, options) {
  let answer;
  let body;
  try {
    answer = await fetch(path, options);
    body = await answer.text();
  } catch (e) {
    throw new Refused('The application does not answer.');
  }
  const type = answer.headers.get('Content-Type') || '';
  if (answer.ok && type.startsWith('application/json')) {
    return JSON.parse(body);
  }
  if (answer.status === 404) {
    return null;
  }
  throw new Refused(!answer.ok && type.startsWith('text/plain') ? body
    : 'The console does not answer (status ' + answer.status + '). If the page requires a login, load the page again.');
}

class Refused extends Error {}

async function look() {
  const round = ++view.round;
  try {
    const query = new URLSearchParams({ filter: $('filter').value, state: $('state').value, page: view.page });
    const list = await get('api/modems?' + query);
    if (round !== view.round) {
      return;
    }
    if (!list) {
      throw new Refused('The console is no longer at this address.');
    }
    showList(list);
    if (view.chosen) {
      const name = view.chosen;
      const detail = await get('api/modem?modem=' + encodeURIComponent(name) + '&after=' + view.line);
      if (round !== view.round || name !== view.chosen) {
        return;
      }
      if (detail) {
        showDetail(detail);
      } else {
        forgetDetail();
        $('gone').textContent = 'Modem ' + name + ' is not in use.';
        $('gone').hidden = false;
      }
    }
    $('trouble').hidden = true;
    view.pause = POLL;
  } catch (e) {
    if (round !== view.round) {
      return;
    }
    $('trouble').textContent = e.message;
    $('trouble').hidden = false;
    view.pause = Math.min(view.pause * 2, LONGEST_PAUSE);
  }
  later();
}

// A page that nobody sees asks nothing.
function later() {
  clearTimeout(view.timer);
  if (!document.hidden) {
    view.timer = setTimeout(look, view.pause);
  }
}

function now() {
  clearTimeout(view.timer);
  look();
}

addEventListener('hashchange', () => {
  view.chosen = named();
  forgetDetail();
  now();
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) { now(); } });
$('search').addEventListener('submit', event => event.preventDefault());
$('filter').addEventListener('input', () => { view.page = 0; now(); });
$('state').addEventListener('change', () => { view.page = 0; now(); });
$('previous').addEventListener('click', () => { view.page--; now(); });
$('next').addEventListener('click', () => { view.page++; now(); });
document.querySelectorAll('#actions button').forEach(button =>
  button.addEventListener('click', () => act(button.dataset.action)));
look();
