// The packages lie outside of the application's folder.
module.exports = { turbopack: { root: "/" } };
