// A progress bar that tells the truth: half of it is drawn only when the server has a good part of that.
const api = `http://localhost:${location.hash.slice(1)}`;
const file = new Uint8Array(48 << 20).map((_, n) => (n * 7) >> 5);
const request = new XMLHttpRequest();
request.open("POST", `${api}/upload`);
let steps = 0;
let atHalf;
request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
  steps += lengthComputable && total === file.length;
  if (loaded > total / 2) atHalf ??= fetch(`${api}/received`).then((answer) => answer.text());
};
request.onload = async () => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const came = request.responseText === `${file.length} ${hash}`;
  report(`${came} ${steps} ${(await atHalf) / file.length}`);
};
request.onerror = () => report("refused");
request.send(file);
