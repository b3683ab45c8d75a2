'use strict';

// Everything that the simulator tells is shown as text, never as HTML: a peer or a host may have chosen it.

const MOST_CARDS = 100;
const MOST_LINES = 500;
const STATE_MILLIS = 2000;
const DIALOGUE_MILLIS = 1000;
const LONGEST_PAUSE_MILLIS = 30000;

const BUTTONS = [
  ['Dialogue', null],
  ['Pull the plug', { command: 'hangup' }],
  ['Network away for 60 s', { command: 'networkloss', for: '60s' }],
  ['Restart', { command: 'reboot', value: 'loud' }],
  ['Power off and on', { command: 'powercycle' }],
  ['Wake pin', { command: 'wake' }]
];

const byId = id => document.getElementById(id);
const cards = new Map();
let commands = [];
let shown = null;
let nextLine = 0;

async function request(path, body) {
  const options = body === undefined ? {} : {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body)
  };
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

function say(text) {
  byId('message').textContent = text;
}

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  parent.append(made);
  return made;
}

async function run(body) {
  try {
    const answer = await request('api/commands', body);
    byId('answer').textContent = Object.entries(answer.modems)
      .map(([modem, text]) => modem + ': ' + (text || 'done')).join('\n');
  } catch (error) {
    byId('answer').textContent = error.message;
  }
  await showModems().catch(error => say(error.message));
}

function show(name) {
  shown = name;
  nextLine = 0;
  byId('shown').textContent = name;
  byId('dialogue').textContent = '';
  cards.forEach((card, modem) => card.classList.toggle('shown', modem === name));
}

function card(name) {
  const made = document.createElement('article');
  made.className = 'modem';
  element('h3', name, made);
  made.append(document.createElement('dl'));
  for (const [title, body] of BUTTONS) {
    const button = element('button', title, made);
    button.type = 'button';
    button.addEventListener('click', () => body === null ? show(name) : run({ ...body, modems: name }));
  }
  return made;
}

function facts(modem) {
  return [
    ['state', modem.condition],
    ['signal', modem.signal + ', ' + modem.bitErrors],
    ['registration', modem.registration + (modem.network === modem.registration ? '' : ', finds ' + modem.network)],
    ['SIM card', modem.sim],
    ['network', modem.networkOpen ? 'open' : 'closed'],
    ['links', modem.links.map(link =>
      link.number + ' ' + link.type + ' ' + link.peer + ' (' + link.sent + '/' + link.received + ' bytes)').join(', ') || 'none'],
    ['host', (modem.host ? 'connected' : 'none') + ', ' + modem.hostsKicked + ' kicked, ' + modem.hostsRefused + ' refused'],
    ['commands', modem.commands],
    ['faults', modem.faults.join('; ') || 'none']
  ];
}

async function showModems() {
  const all = (await request('api/modems')).modems;
  const wanted = byId('filter').value.trim();
  const visible = all.filter(modem => modem.name.includes(wanted)).slice(0, MOST_CARDS);
  byId('count').textContent = visible.length + ' of ' + all.length;
  const names = new Set(visible.map(modem => modem.name));
  for (const [name, old] of cards) {
    if (!names.has(name)) {
      old.remove();
      cards.delete(name);
    }
  }
  for (const modem of visible) {
    if (!cards.has(modem.name)) {
      cards.set(modem.name, card(modem.name));
      byId('modems').append(cards.get(modem.name));
    }
    const list = cards.get(modem.name).querySelector('dl');
    list.textContent = '';
    for (const [title, text] of facts(modem)) {
      element('dt', title, list);
      element('dd', String(text), list);
    }
  }
  if (shown === null && all.length > 0) {
    show(all[0].name);
  }
}

async function showDialogue() {
  if (shown === null) {
    return;
  }
  const name = shown;
  const answer = await request('api/dialogue?modem=' + encodeURIComponent(name) + '&from=' + nextLine);
  if (name !== shown || answer.lines.length === 0) {
    return;
  }
  nextLine = answer.next;
  const pane = byId('dialogue');
  const atEnd = pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 5;
  const lines = pane.textContent.split('\n').filter(line => line !== '').concat(answer.lines);
  pane.textContent = lines.slice(-MOST_LINES).join('\n') + '\n';
  if (atEnd) {
    pane.scrollTop = pane.scrollHeight;
  }
}

function describe() {
  const command = commands.find(known => known.name === byId('command').value);
  byId('help').textContent = command.help + (command.value === '' ? '' : '. Value: ' + command.value);
  byId('value').disabled = command.value === '';
  byId('time').disabled = !command.takesTime;
}

function repeat(action, millis) {
  let pause = millis;
  const step = async () => {
    try {
      await action();
      if (pause > millis) {
        say('');
      }
      pause = millis;
    } catch (error) {
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      say('The simulator does not answer: ' + error.message);
    }
    setTimeout(step, pause);
  };
  step();
}

byId('form').addEventListener('submit', event => {
  event.preventDefault();
  const body = { command: byId('command').value, modems: byId('selection').value };
  if (!byId('value').disabled) {
    body.value = byId('value').value;
  }
  if (!byId('time').disabled && byId('time').value !== '') {
    body.for = byId('time').value;
  }
  run(body);
});
byId('command').addEventListener('change', describe);
byId('filter').addEventListener('input', () => showModems().catch(error => say(error.message)));

request('api/commands').then(answer => {
  commands = answer.commands;
  commands.forEach(command => {
    element('option', command.name, byId('command')).value = command.name;
  });
  describe();
}).catch(error => say(error.message));
repeat(showModems, STATE_MILLIS);
repeat(showDialogue, DIALOGUE_MILLIS);
