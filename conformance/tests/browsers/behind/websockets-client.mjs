// The client of the same package, which is no browser: says what it was told, or why it was not let in.
import WebSocket from "ws";

const [url, origin] = process.argv.slice(2);
const socket = new WebSocket(url, { origin });
socket.on("message", (data) => {
  console.log(`${data}; ${socket.extensions}`);
  process.exit();
});
socket.on("unexpected-response", (_, response) => {
  console.log(response.statusCode);
  process.exit();
});
