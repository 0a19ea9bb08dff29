// Runs in Chromium's own developer tools, whose modules it asks.
async (last) => {
    const [network, logs, har] = await Promise.all(
        ['panels/network/network', 'models/logs/logs', 'models/har/har'].map((name) =>
            import(`./${name}.js`),
        ),
    );
    const requests = logs.NetworkLog.NetworkLog.instance().requests();
    const isDone = (request) => request.finished;
    if (!requests.some((r) => r.url().includes(last) && isDone(r)) || !requests.every(isDone)) {
        return null;
    }
    const copy = network.NetworkLogView.NetworkLogView.generateCurlCommand;
    const menu = network.NetworkLogView.NetworkLogView.prototype;
    const [forPage, forNode] = [0, 1];
    const copied = [];
    for (const request of requests) {
        const [bash, cmd] = [await copy(request, 'unix'), await copy(request, 'win')];
        const calls = [
            await menu.generateFetchCall(request, forPage),
            await menu.generateFetchCall(request, forNode),
            await menu.generatePowerShellCommand(request),
        ];
        copied.push({ url: request.url(), method: request.requestMethod, bash, cmd, calls });
    }
    const files = {};
    for (const url of new Set(requests.map((request) => request.url()))) {
        const chosen = requests.filter((request) => request.url() === url);
        const log = await har.Log.Log.build(chosen, { sanitize: false });
        files[url] = JSON.stringify({ log });
    }
    return { requests: copied, files };
};
