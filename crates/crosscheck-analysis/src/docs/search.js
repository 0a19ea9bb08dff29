// The index, narrowed down to what is typed: each word must be somewhere in what a page is about.

const box = document.querySelector('#search');
const items = [...document.querySelectorAll('.topics li')];
const narrow = () => {
  const words = box.value.toLowerCase().split(/[\s'"‘’“”]+/).filter(Boolean);
  for (const item of items) item.hidden = !words.every((word) => item.dataset.words.includes(word));
  for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('li:not([hidden])');
  const count = items.filter((item) => !item.hidden).length;
  document.querySelector('#none').hidden = count > 0;
  document.querySelector('#found').textContent = words.length ? `${count} / ${items.length}` : '';
};
box.addEventListener('input', narrow);
narrow();
