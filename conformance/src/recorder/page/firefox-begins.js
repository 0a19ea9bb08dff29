async (authority, decided, url) => {
  Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(authority, 'C,,');
  for (const [origin, name, state] of JSON.parse(decided)) {
    const principal = Services.scriptSecurityManager.createContentPrincipal(Services.io.newURI(origin), {});
    Services.perms.addFromPrincipal(principal, name, state);
  }
  gBrowser.crosscheckTold = [];
  gBrowser.crosscheckListens = {
    observe(message) {
      if (!(message instanceof Ci.nsIScriptError)) return;
      // What the browser's own scripts are told is no page's.
      if (/^(resource|chrome|moz-|jar:|file:)/.test(message.sourceName) || /^(chrome javascript|xbl)/.test(message.category)) return;
      gBrowser.crosscheckTold.push(message.errorMessage);
    },
  };
  Services.console.registerListener(gBrowser.crosscheckListens);
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
  gBrowser.fixupAndLoadURIString(url, { triggeringPrincipal });
}
