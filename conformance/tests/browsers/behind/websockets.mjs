import { WebSocketServer } from "ws";

const settings = { host: "127.0.0.1", port: Number(process.env.PORT), perMessageDeflate: true };
new WebSocketServer(settings).on("connection", (socket, request) => {
  socket.send(`${request.url} for ${request.headers.origin ?? "nobody's page"}`);
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
