// Taking a scenario along.

import { button, html } from '/dom.js';
import { toFragment } from '/share.js';

/** Copies a text, or marks it where the browser does not let it. */
export function copyButton(text, words) {
  const node = button(words.copy, async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(node.parentElement.querySelector('pre'));
      return;
    }
    node.textContent = words.copied;
    setTimeout(() => { node.textContent = words.copy; }, 1500);
  }, { class: 'copy' });
  return node;
}

const item = (key, text, help, words) => html('details', { class: 'take', 'data-kind': key },
  html('summary', {}, words.share[key]), html('p', { class: 'soft' }, help),
  text && html('div', { class: 'copied' }, html('pre', { tabindex: '0', 'aria-label': words.share[key] }, text), copyButton(text, words)));

/** Link, scenario, policy and curl, each to copy. Remembers which of them are open. */
export async function takeAlong(box, scenario, judgement, words, openPolicy) {
  const s = words.share;
  const open = new Set([...box.querySelectorAll('details[open]')].map((node) => node.dataset.kind));
  const link = `${location.origin}/${await toFragment(scenario)}`;
  const policy = judgement.policies.map(({ toml }) => toml).join('\n');
  box.replaceChildren(
    item('link', link, s.linkHelp, words),
    item('scenario', JSON.stringify(scenario), s.scenarioHelp, words),
    item('policy', policy, policy ? s.policyHelp : s.noPolicy, words),
    item('curl', judgement.curl.join('\n\n'), s.curlHelp, words));
  if (policy) box.querySelector('[data-kind=policy] .copied').append(button(words.policy.use, () => openPolicy(judgement.policies[0].toml), { class: 'quiet' }));
  for (const node of box.children) node.open = open.has(node.dataset.kind);
}
