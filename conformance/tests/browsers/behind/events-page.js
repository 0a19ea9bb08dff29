const events = new EventSource(`http://localhost:${location.hash.slice(1)}/events`);
const seen = [];
events.addEventListener("count", ({ data, lastEventId }) => {
  seen.push(`${lastEventId}: ${data.replace("\n", " ")}`);
  if (seen.length < 5) return;
  events.close();
  report(seen.join("; "));
});
events.onerror = () => {
  if (events.readyState === EventSource.CLOSED) report("refused");
};
