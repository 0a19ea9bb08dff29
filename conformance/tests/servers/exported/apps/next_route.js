import said from "../../said.json";

const answer = (request) => {
  if (request.nextUrl.pathname.includes("breaks")) throw new Error("it breaks");
  return new Response("ok", { headers: said });
};
export { answer as GET, answer as OPTIONS, answer as POST };
