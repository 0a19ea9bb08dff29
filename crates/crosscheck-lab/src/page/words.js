// Which language the page speaks. Nothing else in the page holds words.

import { en } from '/words-en.js';
import { zh } from '/words-zh.js';

export const languages = { en, 'zh-CN': zh };

/** The language of a query, or of the browser. */
export function languageOf(query) {
  return languages[query.get('lang')] ?? (navigator.language?.startsWith('zh') ? zh : en);
}
