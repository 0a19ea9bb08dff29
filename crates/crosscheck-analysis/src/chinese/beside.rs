//! What is said of what people paste beside a refusal: code that writes headers by hand, a proxy, whose host it is.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const BESIDE: &[Wording] = &[
    said(
        "the text speaks of {} and {}: where both write it, take it out of one of them",
        "文中提到了 {1} 和 {2}：如果两者都写了它，请去掉其中一处",
    ),
    said(
        "`UseHttpsRedirection` leads `http` to `https` at another port, preflights, too: ask the `https` URL of `launchSettings.json`, or leave it out in development",
        "`UseHttpsRedirection` 会把 `http` 重定向到另一个端口的 `https`，预检也一样：请直接请求 `launchSettings.json` 里的 `https` URL，或者在开发时去掉它",
    ),
    said("its list of origins lacks `{}`: add it there", "它的源名单里没有 `{1}`：请加进去"),
    said("its list of methods lacks `{}`: add it there", "它的方法名单里没有 `{1}`：请加进去"),
    said(
        "its list of request headers lacks `{}`: add it there",
        "它的请求头名单里没有 `{1}`：请加进去",
    ),
    said(
        "it does not let requests with credentials through: allow them there",
        "它不放行带凭据的请求：请在那里允许",
    ),
    said(
        "the call asks `{}` of the page's own host, so it is no matter of CORS: the development server's proxy beside it is there in development only. Where the built page is served, let the web server hand these paths on (nginx: `{}`), or else it answers with 404 or with `index.html`",
        "这次调用向页面自己的主机请求 `{1}`，与跨域无关：旁边的开发服务器代理只在开发时存在。在部署构建结果的地方，请让 Web 服务器转发这些路径（nginx：`{2}`），否则它会应答 404 或 `index.html`",
    ),
    said(
        "a browser is outside of the container: its port must be published (`-p 8000:8000`, `ports:` in compose; `EXPOSE` alone does nothing), the server must listen at `0.0.0.0` and not at `127.0.0.1`, and the names of a compose file's services are known to containers only",
        "浏览器在容器外面：端口必须发布出来（`-p 8000:8000`，compose 里是 `ports:`；只写 `EXPOSE` 没有用），服务必须监听 `0.0.0.0` 而不是 `127.0.0.1`，而且 compose 文件里的服务名只有容器认识",
    ),
    said(
        "a preflight that its lists do not allow is answered by `CORSMiddleware` with 400, and what is wrong stands in the body (`Disallowed CORS origin`, `method` or `headers`): it is there, and lacks this page's origin, the method or a header",
        "名单不允许的预检，`CORSMiddleware` 会以 400 应答，原因写在响应体里（`Disallowed CORS origin`、`method` 或 `headers`）：它已经装上，只是名单里没有这个页面的源、这个方法或某个请求头",
    ),
    said(
        "a preflight that its lists do not allow is answered by Spring with 403 and `Invalid CORS request`: then its CORS is set up, and lacks this page's origin, the method or a header; without these words it is Spring Security that answers first, which needs `http.cors(…)`",
        "名单不允许的预检，Spring 会以 403 和 `Invalid CORS request` 应答：说明跨域已经配置，只是缺这个页面的源、这个方法或某个请求头；没有这些字样时，是 Spring Security 先应答了，它需要 `http.cors(…)`",
    ),
    said(
        "IIS with Windows authentication alone answers every preflight with 401, before ASP.NET Core hears of it: let anonymous requests in, too (`anonymousAuthentication`, and `[Authorize]` on what needs a user), or use the CORS module of IIS (`--server iis`), which answers before it; the page asks with `{}`",
        "只启用 Windows 身份验证的 IIS 会在 ASP.NET Core 之前用 401 应答所有预检：请同时允许匿名请求（`anonymousAuthentication`，并在需要用户的地方写 `[Authorize]`），或者使用在它之前应答的 IIS CORS 模块（`--server iis`）；页面请求时带 `{1}`",
    ),
    said("`{}` is a host of {}", "`{1}` 是 {2} 的主机"),
    said("the text speaks of {}: the patch is for it", "文中提到了 {1}：补丁就是给它的"),
    said(
        "both {} and {} write it, each in its configuration beside this: take it out of one of them",
        "{1} 和 {2} 都写了它，各自的配置就在旁边：请去掉其中一处",
    ),
    said(
        "that configuration is for {} and what is below, and `{}` is none of it: add that path there",
        "那份配置只管 {1} 及其下面的路径，而 `{2}` 不在其中：请把这个路径加进去",
    ),
    said(
        "`{}` leads to a bucket's own region while the bucket is new, or is asked for in another: ask the host of its region, as `{}`, and sign URLs with that region",
        "存储桶刚建好或在别的区域时，`{1}` 会重定向到它所在的区域：请直接请求该区域的主机，如 `{2}`，并用该区域来签名",
    ),
    said(
        "a redirect of an `http` URL mostly leads to `https`: ask for {}",
        "`http` 的 URL 被重定向，多半是去 `https`：请直接请求 {1}",
    ),
    said(
        "{} leads a path without its final slash to the one with it: ask for {}",
        "{1} 会把末尾没有斜杠的路径重定向到带斜杠的：请直接请求 {2}",
    ),
    said(
        "line {}: it says `*` there: write the page's own origin",
        "第 {1} 行：那里写的是 `*`：请写页面自己的源",
    ),
    said(
        "line {} writes the header by hand, and `{}` writes it, too: take one of them out",
        "第 {1} 行手工写了这个响应头，而 `{2}` 也会写：请去掉其中一处",
    ),
    said("line {}: `{}` lacks `{}`: add it there", "第 {1} 行：`{2}` 里没有 `{3}`：请加在那里"),
    said(
        "line {}: several origins in one value, and a browser takes one: answer with the one that asked, if it is among them",
        "第 {1} 行：一个值里写了多个源，而浏览器只认一个：请应答发出请求的那个源，前提是它在其中",
    ),
    said(
        "Spring Cloud Gateway and a service behind it both write the headers: leave them to the gateway alone, or name the filter `{}` among its `default-filters`",
        "Spring Cloud Gateway 和它后面的服务都写了这些响应头：请只由网关来写，或者在它的 `default-filters` 里加上过滤器 `{1}`",
    ),
    said(
        "Safari says no more than that of a request that was given up, too, at the page's own origin as well: because the page was left or loaded anew, or by an `AbortController`. Then it is no matter of CORS: see whether the page navigates at that moment",
        "请求被放弃时 Safari 也只说这一句，页面自己的源也一样：可能是页面跳转或重新加载，也可能是 `AbortController` 中止的。那就与跨域无关：请看页面当时是否在跳转",
    ),
    said("that code nowhere says `{}`", "这段代码里没有写 `{1}`"),
    said(
        "line {} sends every other method away, preflights among them: before it, answer `OPTIONS` with 204 and the same headers",
        "第 {1} 行拒绝了所有其他方法，预检也在其中：请在它之前用 204 和同样的响应头应答 `OPTIONS`",
    ),
    said(
        "line {} is for one method, and none in that code is for `OPTIONS`: export a function `OPTIONS` beside it that answers 204 with the same headers",
        "第 {1} 行只管一种方法，而这段代码里没有管 `OPTIONS` 的：请在旁边再导出一个 `OPTIONS` 函数，用 204 和同样的响应头应答",
    ),
    said(
        "nothing in that code answers `OPTIONS`, with which a browser asks first: answer it with 204 and the same headers, before anything else",
        "这段代码里没有应答 `OPTIONS`，而浏览器会先用它询问：请在其他处理之前，用 204 和同样的响应头应答",
    ),
    said(
        "by itself that code answers `OPTIONS`, so something before it does: see whether it is deployed, and whether a gateway's check of tokens, a redirect or an error while it is loaded comes first",
        "单看这段代码，它会应答 `OPTIONS`，所以应答的是它前面的东西：看看它是否已经部署，以及网关的令牌检查、重定向或加载时的错误是否在它之前",
    ),
    said(
        "line {}: an answer without the headers that others in that code have: say them there, too",
        "第 {1} 行：这个响应没有这段代码里其他响应带的响应头：请在那里也写上",
    ),
    said(
        "line {}: a layer wraps the routes that are there already, and none that come after it, as in line {}: put it after the last of them",
        "第 {1} 行：layer 只包住已经在那里的路由，不管之后的路由（如第 {2} 行）：请把它放在最后一个路由之后",
    ),
    said(
        "line {}: it is registered after what answers in line {}, which is asked first and never comes to it: put it before that line",
        "第 {1} 行：它注册在第 {2} 行之后，而那一行先被问到并直接应答，轮不到它：请把它放到那一行之前",
    ),
    said(
        "on a phone and in an emulator `localhost` is the device itself: ask for the computer by its address in the network (`10.0.2.2` in Android's emulator), or lead the port there with `adb reverse tcp:8080 tcp:8080`",
        "在手机和模拟器上，`localhost` 是设备自己：请用电脑在网络中的地址（Android 模拟器里是 `10.0.2.2`），或者用 `adb reverse tcp:8080 tcp:8080` 转发端口",
    ),
    said(
        "the server's own redirect may write `http`: behind a proxy that ends TLS it does not know better. Pass `X-Forwarded-Proto` on and let it believe it (uvicorn: `--proxy-headers --forwarded-allow-ips`, Express: `trust proxy`), and ask for the URL at which the redirect ends, mostly one with or without a final slash",
        "服务器自己的重定向可能写成了 `http`：在终结 TLS 的代理后面，它并不知情。请传递 `X-Forwarded-Proto` 并让它信任（uvicorn：`--proxy-headers --forwarded-allow-ips`，Express：`trust proxy`），并直接请求重定向的终点，通常只差末尾的斜杠",
    ),
    said(
        "the development server's proxy beside it hands on only what the page asks of its own origin, and the page asks {} itself: ask for `{}` (mind the prefix that the proxy knows), and start the server anew; then nothing is of another origin",
        "旁边的开发服务器代理只转发页面向自己的源发出的请求，而页面直接请求了 {1}：请改为请求 `{2}`（注意代理所用的前缀），并重启开发服务器；这样就没有跨域了",
    ),
    said(
        "Keycloak's page to sign in is for navigations, and for no script to read: `location.assign(…)` instead of `fetch`",
        "Keycloak 的登录页是给导航用的，脚本不该读取：请用 `location.assign(…)`，不要用 `fetch`",
    ),
    said(
        "in Keycloak the list is `Web origins` of the client (an origin without a final slash, or `+` for those of its redirect URIs); an unknown client, and a realm or a path that is wrong, are answered without the header",
        "在 Keycloak 里，名单是客户端的 `Web origins`（写源，末尾不带斜杠；`+` 表示沿用其重定向 URI 的源）；客户端不存在、realm 或路径写错时，响应都不带这个响应头",
    ),
    said(
        "Microsoft Entra lets pages ask for tokens only where the redirect URI is registered for the platform `Single-page application`; as `Web` it is for servers",
        "Microsoft Entra 只在重定向 URI 登记为 `Single-page application` 平台时才允许页面请求令牌；登记为 `Web` 的是给服务器用的",
    ),
    said(
        "that page to sign in is for navigations, and for no script to read: `location.assign(…)` instead of `fetch`",
        "那个登录页是给导航用的，脚本不该读取：请用 `location.assign(…)`，不要用 `fetch`",
    ),
    said(
        "in Auth0 the list is `Allowed Web Origins` and `Allowed Origins (CORS)` of the application",
        "在 Auth0 里，名单是应用的 `Allowed Web Origins` 和 `Allowed Origins (CORS)`",
    ),
    said(
        "in Okta the list is Security, API, `Trusted Origins`, with `CORS` ticked",
        "在 Okta 里，名单在 Security、API、`Trusted Origins`，并勾选 `CORS`",
    ),
    said(
        "a web app of Google Apps Script answers no `OPTIONS`, and sets no headers: ask so that nothing is asked first (`Content-Type: text/plain`, no header of your own), and deploy it for `Anyone`, for else it leads to the page to sign in; each change needs a new deployment",
        "Google Apps Script 的网页应用不应答 `OPTIONS`，也不能设置响应头：请让请求不触发预检（`Content-Type: text/plain`，不加自定义请求头），并部署给 `Anyone`，否则会被带到登录页；每次修改都要重新部署",
    ),
];
