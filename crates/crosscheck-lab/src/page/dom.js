// Making nodes, and waiting for the end of typing.

/** A node of HTML. Attributes that are `true` are set empty, those that are `false` or absent not at all. */
export function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Text in which what stands between backticks is code. */
export const prose = (text) => text.split('`').map((part, at) => (at % 2 ? html('code', {}, part) : part));

/** A sentence of the server's, in the page's language as far as there is one. */
export const said = ({ text, chinese }, words) => prose((words.code !== 'en' && chinese) || text);

/** What is wrong, and what to do about it, as nodes. */
export const wrong = ({ message, hint }) => prose(hint ? `${message}${/[\u4e00-\u9fff]/.test(message) ? '：' : ': '}${hint}` : message);

const TALLEST = 480;
let count = 0;

/** A control with its label above and, if there is one, its help below. */
export function field(label, control, { help, wide } = {}) {
  const id = control.id || `f${++count}`;
  control.id = id;
  const parts = [html('label', { for: id }, label), control];
  if (help) {
    control.setAttribute('aria-describedby', `${id}-help`);
    parts.push(html('small', { id: `${id}-help` }, help));
  }
  return html('div', { class: wide ? 'field wide' : 'field' }, ...parts);
}

/** A choice; `options` are pairs of value and text. */
export const choice = (value, options, change) => html('select', { onchange: (event) => change(event.target.value) },
  ...options.map(([key, text]) => html('option', { value: key, selected: key === value }, text)));

export const input = (value, change, attributes = {}) => html('input', {
  value, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', oninput: (event) => change(event.target.value), ...attributes,
});

/** A text of several lines that grows with what is in it. */
export function textarea(value, change, attributes = {}) {
  const node = html('textarea', { spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', ...attributes });
  const fit = () => {
    node.style.height = 'auto';
    node.style.height = `${Math.min(node.scrollHeight + 2, TALLEST)}px`;
  };
  node.value = value;
  node.addEventListener('input', () => { fit(); change(node.value); });
  // Its height is known once it is in the page, and in a part of it that is open.
  new IntersectionObserver((seen, watch) => { if (seen.some(({ isIntersecting }) => isIntersecting)) { fit(); watch.disconnect(); } }).observe(node);
  return node;
}

export const checkbox = (label, checked, change) => html('label', { class: 'check' },
  html('input', { type: 'checkbox', checked, onchange: (event) => change(event.target.checked) }), label);

export const button = (text, click, attributes = {}) => html('button', { type: 'button', onclick: click, ...attributes }, text);

/** Calls once nothing more was called for a while; `milliseconds` after the last time. */
export function afterTyping(call, milliseconds = 150) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(call, milliseconds); };
}
