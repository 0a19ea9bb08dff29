// Runs in Firefox's window, with its own rights: asks the network panel for what its menus copy.
async (last) => {
    const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
    const { gDevTools } = require('devtools/client/framework/devtools');
    const { Curl } = require('resource://devtools/client/shared/curl.js');
    const toolbox = gDevTools.getToolboxForTab(gBrowser.selectedTab);
    const { store, connector, windowRequire } = toolbox.getPanel('netmonitor').panelWin;
    const own = (name) => windowRequire(`devtools/client/netmonitor/src/${name}`);
    const requests = own('selectors/index').getSortedRequests(store.getState());
    const messages = Services.console.getMessageArray();
    const errors = messages.filter((message) => message instanceof Ci.nsIScriptError);
    const console = errors.map((error) => error.errorMessage);
    const isThere = requests.some((request) => request.url.includes(last) && request.status);
    if (!isThere || !console.some((text) => text.includes(last))) {
        if (globalThis.nnn === undefined) globalThis.nnn = 0; if (globalThis.nnn++ < 40) return null;
        return { requests: [], files: {}, console: [String(isThere), String(requests.length), ...console.slice(-8), ...messages.slice(-4).map(String), ...requests.slice(-3).map((r) => r.url + r.status)] };
    }
    const data = async (request, name) =>
        request[name] ?? (await connector.requestData(request.id, name));
    const menu = new (own('widgets/RequestListContextMenu'))({ connector });
    const { PowerShell } = own('utils/powershell');
    const copied = [];
    for (const request of requests) {
        const { url, method, httpVersion } = request;
        const body = await data(request, 'requestPostData');
        const described = {
            url,
            method,
            httpVersion,
            headers: (await data(request, 'requestHeaders')).headers,
            responseHeaders: (await data(request, 'responseHeaders'))?.headers ?? [],
            postDataText: body?.postData?.text ?? '',
        };
        const [bash, cmd] = ['Linux', 'WINNT'].map((system) => Curl.generateCommand(described, system));
        const sent = await data(request, 'requestHeaders');
        const cookies = await data(request, 'requestCookies');
        const post = body ?? { postData: {} };
        const calls = [
            await menu.generateFetchString(request.id, url, method, sent, post),
            PowerShell.generateCommand(url, method, sent.headers, post.postData, cookies?.cookies ?? cookies ?? []),
        ];
        copied.push({ url, method, bash, cmd, calls });
    }
    const { HarExporter } = own('har/har-exporter');
    const { HarMenuUtils } = own('har/har-menu-utils');
    const files = {};
    for (const url of new Set(requests.map((request) => request.url))) {
        const chosen = requests.filter((request) => request.url === url);
        const options = HarMenuUtils.getDefaultHarOptions(chosen, connector);
        files[url] = await HarExporter.fetchHarData(options);
    }
    return { console, requests: copied, files };
};
