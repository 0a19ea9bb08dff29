//! What to change, where it depends on what was seen; what holds for a rule is the catalogue's
//! (`advice_in_chinese`).

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const ADVICE: &[Wording] = &[
    said(
        "the session is over, and {} sends a request of script to where people sign in: answer 401 to `fetch` and `XMLHttpRequest`, and redirect only navigations; a page to sign in at is for nobody's script to read, so do not add CORS to it",
        "会话已经过期，{1} 把脚本的请求重定向到了登录页：对 `fetch` 和 `XMLHttpRequest` 应返回 401，只重定向页面导航；登录页不该让任何脚本读取，所以不要给它加跨域响应头",
    ),
    said(
        "when the answer is 401, let the whole page go there: `location.assign(…)`; `fetch` cannot sign anybody in",
        "收到 401 时，让整个页面跳过去：`location.assign(…)`；`fetch` 无法完成登录",
    ),
    said(
        "{} begins a sign-in, which is for the whole page: `location.assign(…)`, a link or a form; `fetch` cannot sign anybody in",
        "{1} 是登录的起点，要让整个页面前往：`location.assign(…)`、链接或表单；`fetch` 无法完成登录",
    ),
    said(
        "do not redirect a request of script from one origin to another: answer with the URL for the page to ask, or fetch it yourself and answer with it. After the redirect the browser says `Origin: null`, so that no header with the page's origin lets it through, only `*`, and that only for what everybody may read",
        "不要把脚本的请求从一个源重定向到另一个源：返回 URL 让页面自己去请求，或由服务器取来再返回。重定向之后浏览器发送的是 `Origin: null`，写页面的源没有用，只有 `*` 才行，而那只适合任何人都能读取的内容",
    ),
    said(
        "ask {} at once: after a redirect across origins the browser sends `Origin: null`",
        "直接请求 {1}：跨源重定向之后，浏览器发送的是 `Origin: null`",
    ),
    said(
        "add the CORS headers to the redirect itself: each hop must allow the page. And it leads on to another origin, so that {} is asked with `Origin: null`, which only `*` lets through: better answer with that URL, and let the page ask it",
        "重定向的响应本身也要加跨域响应头：每一跳都要允许这个页面。而且它指向另一个源，请求 {1} 时会带 `Origin: null`，只有 `*` 能放行：最好直接返回那个 URL，让页面去请求",
    ),
    said(
        "if the network panel shows a redirect before it: answer with the URL in place of a redirect to another origin",
        "如果网络面板里它之前有重定向：返回 URL，不要重定向到另一个源",
    ),
    said(
        "the request began at the page's own origin, at {}, and was redirected elsewhere: if that is where people sign in, the session is over, and the answer to script should be 401",
        "请求原本发往页面自己的源（{1}），被重定向到了别处：如果那是登录页，说明会话已经过期，对脚本应返回 401",
    ),
    said(
        "`Origin: null` has two causes: a redirect from one origin to another (the network panel shows a status of 30x just before): ask the final URL at once. Or the page has no origin to name, being a file, a sandboxed frame or a `data:` URL (the address does not begin with http): serve it over http. Never allow `null`, which everybody can be",
        "`Origin: null` 有两种原因：一是从一个源重定向到另一个源（网络面板里紧挨在前面有 30x）：直接请求最终的 URL；二是页面没有源，比如本地文件、沙箱 iframe 或 `data:` URL（地址不以 http 开头）：用 http 提供它。不要允许 `null`，任何人都能变成它",
    ),
    said(
        "the page has no origin to name (a file, a sandboxed frame, a data: URL): serve it over http, best by the very server that it asks, for then nothing is of another origin; never allow `null`, which everybody can be",
        "页面没有源（本地文件、沙箱 iframe、data: URL）：用 http 提供它，最好就由它所请求的服务器来提供，这样就没有跨域了；不要允许 `null`，任何人都能变成它",
    ),
    said(
        "if the value is the page's own origin, letter by letter, a redirect led from one origin to another and the request said `Origin: null`: ask the URL at which the redirects end",
        "如果这个值与页面的源逐字相同，说明中间有跨源的重定向，请求带的是 `Origin: null`：直接请求重定向最后到达的 URL",
    ),
    said(
        "the page is a file in an application that shows pages (Electron, Cordova, a WebView), which says `Origin: file://`; {}",
        "页面是应用（Electron、Cordova、WebView）里的文件，发送的是 `Origin: file://`；更稳妥的是给页面一个源：自己的协议（`app://…`、`capacitor://localhost`）或 `https://localhost`，并允许它",
    ),
    said(
        "the answer came from the browser's cache, kept from a request that was not of this page or not by CORS (an `<img>`, say): send the CORS headers and `Vary: Origin` with every answer to this URL, whoever asks, and then empty the cache",
        "响应来自浏览器缓存，是别的页面或不走跨域的请求（例如 `<img>`）留下的：无论谁请求，这个 URL 的每个响应都要带跨域响应头和 `Vary: Origin`，然后清空缓存",
    ),
    said(
        "let everything on the page ask for it alike (`crossorigin` on the `<img>`, too), or ask past the cache once: `fetch(url, { cache: \"reload\" })`",
        "让页面上的所有请求都用同样的方式（`<img>` 也加 `crossorigin`），或绕过缓存请求一次：`fetch(url, { cache: \"reload\" })`",
    ),
    said(
        "if the server is not yours: call it from a server of your own, and let the page ask that one, for only browsers enforce CORS",
        "如果服务器是别人的、改不了：让自己的服务器去请求它，页面再请求自己的服务器，因为只有浏览器检查跨域",
    ),
    said(
        "add the CORS headers to errors too: script cannot even see that the status is {}",
        "出错的响应也要加跨域响应头：否则脚本连状态码 {1} 都看不到",
    ),
    said(
        "nothing is at that URL ({}): see first whether its path is right, and whether the server is the one that was meant; and {}",
        "那个 URL 上什么都没有（{1}）：请先看路径是否正确，以及是不是要找的服务器；另外，{=2}",
    ),
    said(
        "a proxy answered with {} in the application's place, which is down, starts or takes too long: mend that first; and {}",
        "代理用 {1} 代替应用作了应答，因为应用停了、正在启动或太慢：请先解决这个；另外，{=2}",
    ),
    said(
        "the application failed ({}): its log says why, and that is to be mended first; and {}",
        "应用出错了（{1}）：原因在它的日志里，请先解决；另外，{=2}",
    ),
    said(
        "`{}` alone is let in: `localhost` and `127.0.0.1` are different origins, and so is each port; open the page at that very address, or let in the one at which it is",
        "只放行了 `{1}`：`localhost` 和 `127.0.0.1` 是不同的源，端口不同也是；请用这个地址打开页面，或者放行页面所在的源",
    ),
    said("answer OPTIONS with the CORS headers too", "对 OPTIONS 的响应也要带跨域响应头"),
    said(
        "write it as browsers do, `{}`, letter by letter: no final slash, no path, no capitals, no port that is the scheme's own",
        "照浏览器的写法逐字写 `{1}`：末尾没有斜杠，没有路径，没有大写，不写默认端口",
    ),
    said(
        "answer OPTIONS before anything asks who the user is: a preflight carries no credentials",
        "在检查登录之前应答 OPTIONS：预检不携带凭据",
    ),
    said(
        "route OPTIONS at this URL, and answer it with 204",
        "为这个 URL 注册 OPTIONS 路由，用 204 应答",
    ),
    said(
        "answer OPTIONS at this very URL, before anything redirects",
        "就在这个 URL 上应答 OPTIONS，先于任何重定向",
    ),
    said(
        "answer OPTIONS with 204, whatever the application does",
        "无论应用怎么处理，都用 204 应答 OPTIONS",
    ),
    said("serve {} over https, and ask for it so", "让 {1} 用 https 提供，并用 https 请求"),
    said("serve {} over TLS, and ask for it with `wss:`", "让 {1} 用 TLS 提供，并用 `wss:` 请求"),
    said(
        "serve the WebSocket over TLS, and ask for it with `wss:`",
        "让 WebSocket 用 TLS 提供，并用 `wss:` 请求",
    ),
    said("ask {} at once", "直接请求 {1}"),
    said(
        "browsers know no patterns: a `*` within a value is a letter like any other; compare with the pattern on the server, and answer with the origin that asked",
        "浏览器不认识模式：值里面的 `*` 只是普通字符；请在服务器上按模式比较，再把发起请求的源写进响应",
    ),
    said(
        "`{}` is another origin, for its port is another: allow `{}`, too",
        "`{1}` 是另一个源，因为端口不同：请也允许 `{2}`",
    ),
    said(
        "`{}` is another origin, for its scheme is another: allow `{}`, too",
        "`{1}` 是另一个源，因为协议不同：请也允许 `{2}`",
    ),
    said(
        "name the server in the extension's manifest, among `host_permissions`: then its own pages and its worker read without CORS; what it puts into other pages asks as those pages do, so let the worker ask",
        "在扩展的清单里把服务器写进 `host_permissions`：这样扩展自己的页面和后台脚本读取时就不受跨域限制；注入到其他页面的脚本与那些页面一样，请让后台脚本去请求",
    ),
    said(
        "leave `{}` out if the server has no use for it: some libraries add their own; without any there may be no preflight at all",
        "如果服务器用不到，就不要发送 `{1}`：有些库会自己添加；去掉后可能就不需要预检",
    ),
    said(
        "take `{}` out of the request's headers: it is the server's to send",
        "从请求头里去掉 `{1}`：它应由服务器发送",
    ),
    said(
        "write the method in capitals, `{}`: methods are told apart by case, and browsers put only the oldest into upper case",
        "方法要写成大写 `{1}`：方法区分大小写，浏览器只会把最老的几个转成大写",
    ),
    said(
        "add {} to `{}` in the page's own `Content-Security-Policy`: a header of the page's server, or a `<meta>` in it; nothing on the server that is asked can change it. It comes before CORS, which may then refuse for its own reasons",
        "在页面自己的 `Content-Security-Policy`（页面服务器的响应头，或页面里的 `<meta>`）中，把 {1} 加入 `{2}`；改被请求的服务器没有用。它先于跨域检查，之后跨域仍可能因自己的原因拒绝",
    ),
    said(
        "open {} in a tab: a certificate that is not trusted, a wrong port, a server that is not running and a content blocker all look like this",
        "在标签页里打开 {1}：证书不受信任、端口写错、服务没启动、被内容拦截器拦截，看上去都一样",
    ),
    said(
        "open {} in a tab: the certificate is not trusted there; for development let a tool make one that is (mkcert), or trust it",
        "在标签页里打开 {1}：证书不受信任；开发时可以用 mkcert 生成受信任的证书，或信任它",
    ),
    said(
        "nobody listens at {}: start the server, and mind the port and `127.0.0.1` or `::1`",
        "{1} 上没有程序在监听：启动服务，注意端口，以及是 `127.0.0.1` 还是 `::1`",
    ),
    said(
        "the name in {} is not known: mind its spelling, a VPN, the hosts file",
        "{1} 里的域名解析不了：检查拼写、VPN 和 hosts 文件",
    ),
    said(
        "browsers refuse this port for every server: use another",
        "浏览器对任何服务器都拒绝这个端口：请换一个",
    ),
    said(
        "look who blocked {}: try a private window without extensions; content blockers go by words such as `ads`, `track` and `analytics` in a URL. No server can change it",
        "看看是谁拦截了 {1}：用没有扩展的无痕窗口再试；内容拦截器会看 URL 里的 `ads`、`track`、`analytics` 等字样。改服务器没有用",
    ),
    said(
        "make the digest anew of what {} answers with now, or pin the version in the URL: whoever serves it changed it (a minifier of a CDN does so, too)",
        "按 {1} 现在的内容重新计算摘要，或在 URL 中固定版本：内容被提供者改过（CDN 的压缩也会这样）",
    ),
    said(
        "add {} to the server's own list, as a name without scheme: {}",
        "把 {1}（不带协议）加入服务器自己的名单：Django 的 `ALLOWED_HOSTS`、Rails 的 `config.hosts`、Symfony 的 `framework.trusted_hosts`、Vite 的 `server.allowedHosts`、webpack 的 `devServer.allowedHosts`、next.config 的 `allowedDevOrigins`；如果前面有代理，看看它转发了什么 `Host`。跨域响应头对此不起作用",
    ),
    said(
        "if {} is yours, say so to the guard, which has a list of its own: {}",
        "如果 {1} 是自己的，就写进防护自己的名单：Django 的 `CSRF_TRUSTED_ORIGINS`（带协议）、next.config 的 `experimental.serverActions.allowedOrigins`、SvelteKit 的 `ORIGIN` 或 `csrf.trustedOrigins`、Astro 的 `security.checkOrigin`、Grafana 的 `csrf_trusted_origins`；如果由代理终止 TLS，就转发 `Host` 和 `X-Forwarded-Proto`，并让服务器相信它们。跨域响应头对此不起作用",
    ),
    said(
        "the file was compressed ahead: {}",
        "文件是预先压缩的：以 `.gz` 结尾的文件要返回 `Content-Encoding: gzip`，以 `.br` 结尾的要返回 `Content-Encoding: br`（并用 https），同时写对内容的类型；或者构建时不压缩，或用 Unity 的 “Decompression Fallback”",
    ),
];
