//! What to change after a refusal, in Chinese: what holds for a rule, whatever was seen.

use crate::catalog::FetchRule;

/// What to do about a rule that was broken, in simplified Chinese: on the server, and on the page.
///
/// Out: `None` where that side can do nothing, or the header lines say it all. It is of the rule alone;
/// [`advice`](super::advice) knows what was seen, too.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::advice_in_chinese;
///
/// let [server, page] = advice_in_chinese(FetchRule::AllowOriginMultiple);
/// assert!(server.is_some_and(|text| text.contains("只在一处")));
/// assert_eq!(page, None);
/// ```
pub const fn advice_in_chinese(rule: FetchRule) -> [Option<&'static str>; 2] {
    [on_the_server(rule), on_the_page(rule)]
}

const fn on_the_server(rule: FetchRule) -> Option<&'static str> {
    Some(match rule {
        FetchRule::AllowOriginMissing => {
            "每个响应都要加跨域响应头：OPTIONS 预检、重定向和出错的响应也一样"
        }
        FetchRule::WildcardWithCredentials => "不要返回 `*`：如果请求的源在名单上，就把它写进响应",
        FetchRule::AllowOriginMultiple => "只在一处写这个响应头：常见的是代理和应用各加了一次",
        FetchRule::AllowOriginList => {
            "把允许的源放在服务器自己的名单里，响应中只写发起请求的那一个"
        }
        FetchRule::AllowOriginMismatch => "把这个源加入服务器允许的名单；它是逐字符比较的",
        FetchRule::AllowOriginInvalid => {
            "照浏览器的写法写一个源，例如 `https://app.example.com`：不要路径，不要引号"
        }
        FetchRule::AllowCredentials => "如果这些页面可以代表用户操作，就返回小写的 `true`",
        FetchRule::PreflightStatus => {
            "在检查登录、检查方法之前，先用 204 应答 OPTIONS：预检请求不带 Cookie，也不带 Authorization"
        }
        FetchRule::PreflightRedirect => {
            "就在这个 URL 上应答 OPTIONS，不要先跳转到 https、其他主机或末尾的斜杠"
        }
        FetchRule::MethodNotAllowed => "在预检的响应里列出这个方法，注意大小写",
        FetchRule::HeadersNotAllowed => "在预检的响应里列出这些请求头",
        FetchRule::AuthorizationByWildcard => "按名称列出 `authorization`，`*` 不包括它",
        FetchRule::HeaderNotExposed => "用 `Access-Control-Expose-Headers` 列出页面要读取的响应头",
        FetchRule::InvalidAllowMethods | FetchRule::InvalidAllowHeaders => {
            "写名称，用逗号分隔，不要引号或分号"
        }
        FetchRule::LocationCredentials => "不要在 `Location` 里写用户名和密码",
        FetchRule::LocationScheme | FetchRule::LocationInvalid => {
            "只写一个 `Location`，里面是一个 http 或 https 的 URL"
        }
        FetchRule::TooManyRedirects => "结束循环的重定向",
        FetchRule::ResourcePolicy => "如果不是只给自己的站点用，就说明谁可以嵌入它",
        FetchRule::ResponseInvalid => "查看服务器的日志：响应中断了，或者不是 HTTP",
        FetchRule::NetworkFailure => "看看服务器的日志里有没有这个请求",
        FetchRule::WrongType | FetchRule::NoSniff => {
            "用 `Content-Type` 写明类型；如果返回的是一个网页，多半是路径写错、报错页，或把找不到的都返回 `index.html`"
        }
        FetchRule::OpaqueResponseBlocked => {
            "在标签页里打开这个 URL：图片或脚本的位置上返回了报错页或 JSON；如果内容没错，就写对 `Content-Type`"
        }
        FetchRule::EmbedderPolicy => {
            "让被嵌入的文档返回 `Cross-Origin-Embedder-Policy: require-corp` 和 `Cross-Origin-Resource-Policy: cross-origin`"
        }
        FetchRule::CookieLeftOut => {
            "设置 Cookie 时加 `SameSite=None; Secure`（必要时加 `Partitioned`），或者让页面与 API 处于同一站点"
        }
        FetchRule::FrameRefused => {
            "如果允许这个页面嵌入，就让被嵌入的文档返回 `Content-Security-Policy: frame-ancestors`，写上页面的源，代替 `X-Frame-Options`"
        }
        FetchRule::WebSocketRefused => {
            "查看服务器对握手的应答：403 表示它不接受这个 `Origin`，401 表示没有登录，404 或 200 表示路径不对或代理没有转发 `Upgrade`"
        }
        FetchRule::OpenerPolicy => {
            "要与弹出的窗口通信，就把页面的 `Cross-Origin-Opener-Policy` 改为 `same-origin-allow-popups`；它只在 https 和 localhost 下生效"
        }
        FetchRule::NotIsolated => {
            "让页面本身（HTML）返回 `Cross-Origin-Opener-Policy: same-origin` 和 `Cross-Origin-Embedder-Policy: require-corp`（或 `credentialless`），并用 https 提供"
        }
        FetchRule::HostNotListed => {
            "把这个主机名（不带协议）加入服务器自己的名单：Django 的 `ALLOWED_HOSTS`、Rails 的 `config.hosts`、Symfony 的 `framework.trusted_hosts`、Vite 的 `server.allowedHosts`、webpack 的 `devServer.allowedHosts`、next.config 的 `allowedDevOrigins`；如果前面有代理，看看它转发了什么 `Host`。跨域响应头对此不起作用"
        }
        FetchRule::ForgeryGuard => {
            "如果这个页面是自己的，就写进防护自己的名单：Django 的 `CSRF_TRUSTED_ORIGINS`（带协议）、next.config 的 `experimental.serverActions.allowedOrigins`、SvelteKit 的 `ORIGIN` 或 `csrf.trustedOrigins`、Astro 的 `security.checkOrigin`、Grafana 的 `csrf_trusted_origins`；如果由代理终止 TLS，就转发 `Host` 和 `X-Forwarded-Proto`，并让服务器相信它们。跨域响应头对此不起作用"
        }
        FetchRule::CanvasTainted => "让图片或视频本身带上 `Access-Control-Allow-Origin`",
        _ => return None,
    })
}

const fn on_the_page(rule: FetchRule) -> Option<&'static str> {
    Some(match rule {
        FetchRule::WildcardWithCredentials | FetchRule::AllowCredentials => {
            "如果不需要 Cookie 和客户端证书，就去掉 `credentials: \"include\"`（`withCredentials`）"
        }
        FetchRule::AllowOriginMissing
        | FetchRule::AllowOriginMismatch
        | FetchRule::PreflightStatus
        | FetchRule::HeaderNotExposed => {
            "如果服务器是别人的、改不了：让自己的服务器去请求它，页面再请求自己的服务器，因为只有浏览器检查跨域"
        }
        FetchRule::MethodNotAllowed => {
            "方法要写成大写：浏览器只会把最老的几个转成大写；如果服务器改不了，就让自己的服务器去请求它"
        }
        FetchRule::HeadersNotAllowed => {
            "如果服务器用不到这些请求头，就不要发送：有些库会自己添加，去掉后可能就不需要预检；如果服务器改不了，就让自己的服务器去请求它；`Access-Control-*` 响应头不该写在请求上"
        }
        FetchRule::PreflightRedirect
        | FetchRule::TooManyRedirects
        | FetchRule::LocationCredentials => {
            "直接请求重定向最后到达的 URL：注意 https、末尾斜杠和 `www`"
        }
        FetchRule::RedirectModeError => "去掉 `redirect: \"error\"`，或直接请求它指向的 URL",
        FetchRule::UrlCredentials => {
            "不要在 URL 中写用户名和密码；用 fetch 的 `Authorization` 请求头，经 CORS 发送"
        }
        FetchRule::KeepaliveTooLong => "少发一些，或分几次发送，或在页面还在时不用 `keepalive`",
        FetchRule::StreamRedirect => "用 Blob 或文本发送请求体，或直接请求最终的 URL",
        FetchRule::ForbiddenHeader => "不要设置它：由浏览器自己写",
        FetchRule::DisallowedByMode => {
            "去掉 `mode: \"same-origin\"`；`<track>` 需要 `<video>` 上有 `crossorigin`，`<use href>` 只能用页面自己的源"
        }
        FetchRule::NoCorsRedirectMode => "去掉 `redirect`，或改用 `mode: \"cors\"`",
        FetchRule::CorsDisabled => "在 about:config 中把 content.cors.disable 设为 false",
        FetchRule::SchemeNotHttp => {
            "不要直接打开本地文件（file://）：用 http 提供它（`python3 -m http.server`），再打开那个地址；如果 URL 没有写 `http://`，请补上"
        }
        FetchRule::InvalidDataUrl => "对逗号后面的内容进行编码",
        FetchRule::LocalNetworkInsecure => "让页面用 https 提供",
        FetchRule::LocalNetworkMismatch => "去掉 `targetAddressSpace`，或写明主机所在的地址空间",
        FetchRule::LocalNetworkUndecided => "在标签页里回答浏览器的询问",
        FetchRule::LocalNetworkDenied => {
            "请用户允许“本地网络访问”（地址栏前的图标）；在 iframe 中还需要 `allow=\"local-network-access\"`"
        }
        FetchRule::MixedContent => "让它用 https 提供，并用 https 请求",
        FetchRule::PrivateNetworkPreflight => {
            "更新 Chromium；在此之前，设备须在预检的响应里返回 `Access-Control-Allow-Private-Network: true`"
        }
        FetchRule::ContentSecurityPolicy => {
            "在页面自己的 `Content-Security-Policy` 里加上这个源；这与跨域无关，改被请求的服务器没有用"
        }
        FetchRule::NoSniff | FetchRule::WrongType => "在网络面板里看看这个 URL 到底返回了什么",
        FetchRule::OpaqueResponseBlocked => {
            "要读取数据，就用 `fetch` 走跨域请求；`no-cors` 请求和 `<img>`、`<script>`、`<link>` 都读不到"
        }
        FetchRule::IntegrityNeedsCors
        | FetchRule::ScriptErrorHidden
        | FetchRule::StyleSheetUnreadable => {
            "在元素上加 `crossorigin=\"anonymous\"`，服务器则要返回 `Access-Control-Allow-Origin`"
        }
        FetchRule::IntegrityMismatch => "按现在的内容重新计算摘要，或在 URL 中固定版本",
        FetchRule::WorkerOrigin => "让 Worker 的脚本与页面同源，或用 Blob 启动它再加载那个脚本",
        FetchRule::CanvasTainted => {
            "在设置 `src` 之前先设置 `crossorigin`：`<img crossorigin src=…>`，或 `img.crossOrigin = \"anonymous\"`"
        }
        FetchRule::MediaWithoutCors => {
            "在设置 `src` 之前给 `<audio>` 或 `<video>` 设置 `crossorigin`"
        }
        FetchRule::PreloadUnused => {
            "让 preload 与真正的请求一致：字体、模块和 `fetch` 要有 `crossorigin`，`as` 也要写对"
        }
        FetchRule::ServiceWorkerResponse => {
            "在 Service Worker 里用跨域方式请求（`fetch(event.request)`），不要用 `no-cors` 的响应来回答"
        }
        FetchRule::CookieLeftOut => {
            "`fetch` 要写 `credentials: \"include\"`；`Authorization` 里的令牌不需要 Cookie"
        }
        FetchRule::BlockedByClient => {
            "看看是谁拦截的：用没有扩展的无痕窗口再试一次；改服务器没有用"
        }
        FetchRule::RequestAborted => {
            "看看是谁取消的：离开页面的表单或链接（`event.preventDefault()`）、`AbortController`，或被移除的组件"
        }
        FetchRule::FrameAccess => "让两个窗口用 `postMessage` 通信，并写明对方的源",
        FetchRule::WebSocketRefused => {
            "检查 URL 的路径和子协议（`new WebSocket(url, protocols)`）；页面不能给握手设置请求头，令牌要放在 URL 或第一条消息里"
        }
        FetchRule::OpenerPolicy => {
            "登录弹窗可以改用整页跳转；`BroadcastChannel` 只在同源的窗口之间可用"
        }
        FetchRule::NotIsolated => {
            "隔离之后，别处的图片、脚本和框架要带 `Cross-Origin-Resource-Policy` 或用 `crossorigin` 加载；或者使用库的单线程版本"
        }
        FetchRule::ForgeryGuard => {
            "带上防护要求的令牌：Django 是 `X-CSRFToken`（取自 Cookie `csrftoken`），Rails 和 Laravel 是 `X-CSRF-Token`（取自 `<meta name=csrf-token>`），Spring 是 `X-XSRF-TOKEN`（取自 Cookie `XSRF-TOKEN`），Apollo Server 是 `apollo-require-preflight: true`（或 JSON 的 `Content-Type`）；并写 `credentials: \"include\"`；页面与服务器不在同一站点时，Cookie 还要是 `SameSite=None; Secure`"
        }
        FetchRule::CacheRefused => {
            "在网络面板里找出 Service Worker 请求后得到 404 或被跨域拒绝的那一个：`cache.addAll` 要么全部保存，要么一个都不保存；没有跨域响应头的外部文件要用 `cache.put(url, await fetch(url, { mode: \"no-cors\" }))`；跳过不是 GET 的、状态为 206 的、不以 http 开头的（扩展）"
        }
        FetchRule::FrameRefused => "在单独的标签页中打开，或请它的所有者允许这个页面",
        FetchRule::EmbedderPolicy => {
            "也可以用 `<iframe credentialless>`；如果页面不需要隔离，就去掉 `Cross-Origin-Embedder-Policy`"
        }
        FetchRule::ResourcePolicy => "改用跨域方式请求（`crossorigin`），这个响应头就管不到它",
        FetchRule::NetworkFailure => {
            "在标签页里打开这个 URL：证书不受信任、端口写错、服务没启动、被内容拦截器拦截，看上去都一样"
        }
        _ => return None,
    })
}
