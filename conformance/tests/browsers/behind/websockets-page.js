// Text, a mebibyte of bytes, and a close with a code, each as it was sent.
const socket = new WebSocket(`ws://localhost:${location.hash.slice(1)}/chat?room=1`);
socket.binaryType = "arraybuffer";
const next = () =>
  new Promise((found, lost) => {
    socket.onmessage = ({ data }) => found(data);
    socket.onclose = lost;
  });
try {
  const said = [await next()];
  socket.send("gr\u00fc\u00df dich");
  said.push(await next());
  const bytes = new Uint8Array(1 << 20).map((_, n) => (n * n) >> 3);
  socket.send(bytes);
  const back = new Uint8Array(await next());
  said.push(back.length === bytes.length && back.every((byte, n) => byte === bytes[n]));
  const closed = new Promise((found) => (socket.onclose = found));
  socket.close(4001, "enough");
  said.push((await closed).code);
  report(said.join("; "));
} catch {
  report("it was not opened");
}
