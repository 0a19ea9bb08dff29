const orders = () => new Response("ok", { headers: { "X-Total": "5" } });
export { orders as GET, orders as DELETE };
