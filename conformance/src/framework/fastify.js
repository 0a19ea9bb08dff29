const app = require("fastify")();
//PATCH
const orders = async (request, reply) => reply.header("X-Total", "5").send("ok");
app.get("/orders", orders);
app.delete("/orders", orders);
app.get("/fails", async () => {
  throw new Error("it fails");
});
app.listen({ host: "127.0.0.1", port: process.env.PORT });
