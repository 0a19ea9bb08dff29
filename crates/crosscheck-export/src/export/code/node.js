/** Says it on the answer of a server of Node.js when its head is written, whoever writes it. */
function saying(decision, response) {
  const headers = {
    remove: (name) => response.removeHeader(name),
    set: (name, value) => response.setHeader(name, value),
    append: (name, value) =>
      response.setHeader(name, [response.getHeader(name) ?? [], value].flat().join(", ")),
  };
  const { writeHead } = response;
  response.writeHead = function (status, ...rest) {
    // What is handed over here is set like all the rest, or it would be written after it.
    const given = typeof rest.at(-1) === "object" ? (rest.pop() ?? {}) : {};
    if (Array.isArray(given)) {
      const flat = given.flat();
      flat.forEach((name, at) => at % 2 === 0 && response.setHeader(name, flat[at + 1]));
    } else {
      Object.entries(given).forEach(([name, value]) => response.setHeader(name, value));
    }
    say(decision, headers);
    return writeHead.call(response, status, ...rest);
  };
}
