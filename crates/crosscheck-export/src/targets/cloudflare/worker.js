export default {
  fetch(request) {
    // What is behind it gives no answer: the Worker does, or the page could read none.
    const failed = () => new Response("Bad Gateway", { status: 502 });
    return answer(request, () => fetch(request).catch(failed));
  },
};
