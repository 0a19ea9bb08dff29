import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { ask } from "./asks.mjs";

const [baseUrl, report] = decodeURIComponent(location.hash.slice(1)).split(" ");
const said = await ask(createGrpcWebTransport({ baseUrl })).catch(String);
fetch(`${report}/report?${encodeURIComponent(said)}`, { mode: "no-cors" });
