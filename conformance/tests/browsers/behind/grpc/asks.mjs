import { Code, createClient } from "@connectrpc/connect";
import { Orders } from "./shop.mjs";

/** What comes of a call that answers, of one that streams, and of what each fails with. */
export async function ask(transport) {
  const orders = createClient(Orders, transport);
  const said = [(await orders.say({ value: "hello" })).value];
  const failed = (error) => said.push(`${Code[error.code]}: ${error.rawMessage}`);
  await orders.say({ value: "" }).catch(failed);
  try {
    for await (const { value } of orders.count({ value: "3" })) said.push(value);
  } catch (error) {
    failed(error);
    said.push(`counted ${error.metadata?.get("x-counted")}`);
  }
  return said.join("; ");
}
