// Every text of the page, in each language. Nothing else in the page holds words.

const en = {
  code: 'en', other: '中文', otherCode: 'zh-CN',
  skip: 'Skip to the scenes',
  tagline: 'Cross-Origin Resource Sharing, live in your own browser, beside what was foretold.',
  thisPage: 'This page', theApi: 'The API, behind the gateway', yourBrowser: 'Your browser, to the engine',
  runAll: 'Run all scenes', run: 'Run', again: 'Run again', running: 'Running…',
  page: 'page', server: 'server',
  did: 'What your browser did', foretold: 'What the engine foretold',
  seen: 'Requests the server saw', request: 'request', answer: 'answer', by: { gateway: 'answered by the gateway', upstream: 'answered by the API' },
  agrees: 'Your browser did what was foretold.', differs: 'Your browser did something else: ', unknown: 'The engine cannot foretell this yet.',
  readable: 'The page may read the answer', refused: 'The page is told nothing', exception: 'exception', status: 'status', type: 'type', body: 'body', headers: 'readable headers', none: 'none',
  consoleSays: 'What the browser writes to its console',
  summary: (agreed, all) => `${agreed} of ${all} scenes went as foretold.`,
  failed: 'The lab could not run this scene: ',
  diagram: (title) => `Sequence diagram: ${title}`,
  footer: 'Served by crosscheck from this machine; nothing here talks to any other.',
  browsers: { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit', spec: 'unknown: the standard' },
  scenes: {
    simple: ['A simple request', 'GET with nothing that needs permission. The browser sends it at once with its Origin, and lets the page read the answer because the server names that origin.'],
    preflighted: ['A preflighted request', 'POST with X-PINGOTHER and application/xml: no form could send that, so the browser asks first with OPTIONS. The gateway answers the question by itself; the API never sees it.'],
    credentials: ['A request with credentials', 'The first step signs in and gets a cookie; the second sends it. The page may read the answers only because the server names the origin and says Access-Control-Allow-Credentials: true.'],
    wildcard: ['Credentials against a wildcard', 'The server shares with everybody: Access-Control-Allow-Origin: *. That is not enough for a request with credentials: the request arrives, the answer is withheld.'],
    silent: ['A server that says nothing', 'No CORS header at all. The request arrives and is answered with 200, yet the page learns nothing of it.'],
  },
};

const zh = {
  code: 'zh-CN', other: 'English', otherCode: 'en',
  skip: '跳到场景',
  tagline: '跨源资源共享，在你自己的浏览器中实时运行，并与引擎的预测对照。',
  thisPage: '本页面', theApi: '网关后面的 API', yourBrowser: '引擎识别出的浏览器',
  runAll: '运行全部场景', run: '运行', again: '再次运行', running: '运行中…',
  page: '页面', server: '服务器',
  did: '浏览器实际的行为', foretold: '引擎的预测',
  seen: '服务器看到的请求', request: '请求', answer: '响应', by: { gateway: '由网关应答', upstream: '由 API 应答' },
  agrees: '浏览器的行为与预测一致。', differs: '浏览器的行为与预测不同：', unknown: '引擎尚不能预测此场景。',
  readable: '页面可以读取响应', refused: '页面得不到任何信息', exception: '异常', status: '状态', type: '类型', body: '主体', headers: '可读标头', none: '无',
  consoleSays: '浏览器写入控制台的内容',
  summary: (agreed, all) => `${all} 个场景中有 ${agreed} 个与预测一致。`,
  failed: '无法运行此场景：',
  diagram: (title) => `时序图：${title}`,
  footer: '由本机上的 crosscheck 提供；本页面不与任何其他主机通信。',
  browsers: { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit', spec: '未知：按标准' },
  scenes: {
    simple: ['简单请求', '不需要许可的 GET 请求。浏览器立即发送并附带 Origin；因为服务器指明了该源，页面可以读取响应。'],
    preflighted: ['需预检的请求', '携带 X-PINGOTHER 与 application/xml 的 POST：表单无法发出这样的请求，所以浏览器先用 OPTIONS 询问。网关自行应答预检，API 看不到它。'],
    credentials: ['附带身份凭证的请求', '第一步登录并得到 cookie，第二步带上它。只有当服务器指明该源并回应 Access-Control-Allow-Credentials: true 时，页面才能读取响应。'],
    wildcard: ['凭证与通配符', '服务器对所有源开放：Access-Control-Allow-Origin: *。对附带凭证的请求这还不够：请求到达了，响应却被扣留。'],
    silent: ['什么都不说的服务器', '没有任何 CORS 标头。请求到达并得到 200，但页面对此一无所知。'],
  },
};

export const languages = { en, 'zh-CN': zh };
