import { Code, ConnectError } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { createServer } from "node:http2";
import { Orders } from "./shop.mjs";

const orders = {
  say: ({ value }) => {
    if (value === "") throw new ConnectError("say something", Code.InvalidArgument);
    return { value: `you said ${value}` };
  },
  async *count({ value }) {
    for (let n = 1; n <= Number(value); n++) yield { value: String(n) };
    throw new ConnectError("that was all", Code.OutOfRange, { "x-counted": value });
  },
};
const routes = (router) => router.service(Orders, orders);
createServer(connectNodeAdapter({ routes })).listen(process.env.PORT, "127.0.0.1");
