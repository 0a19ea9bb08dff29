export async function cors(context, next) {
  const response = await answer(context.req.raw, async () => {
    await next();
    return context.res;
  });
  // Or what is there already would be joined with it.
  context.res = undefined;
  context.res = response;
}
