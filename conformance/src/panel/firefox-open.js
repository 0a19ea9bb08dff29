// Runs in Firefox's window, with its own rights: opens the network panel, then the page.
async (url) => {
    const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
    const { gDevTools } = require('devtools/client/framework/devtools');
    await gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: 'netmonitor' });
    const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
    gBrowser.selectedBrowser.fixupAndLoadURIString(url, { triggeringPrincipal });
};
