//! What works today and breaks tomorrow, or cannot work whatever the server says.

use super::header::CorsHeader;
use super::named::catalog;
use super::severity::Severity;
use super::wording::Wording;

impl Check {
    /// How bad it is.
    pub const fn severity(self) -> Severity {
        self.row().severity
    }

    /// What will come of it.
    pub const fn why(self) -> Wording {
        self.row().why
    }

    /// What to do.
    pub const fn fix(self) -> Wording {
        self.row().fix
    }

    /// The header that it is about, if it is one.
    pub const fn header(self) -> Option<CorsHeader> {
        self.row().header
    }

    /// What has it: who asks whom, a line of script, or the lines of an answer.
    pub const fn example(self) -> &'static str {
        self.row().example
    }
}

/// One row of the table.
struct Row {
    severity: Severity,
    why: Wording,
    fix: Wording,
    header: Option<CorsHeader>,
    example: &'static str,
}

catalog! {
/// Something to look for in an exchange, in the order in which it is told.
///
/// # Example
/// ```
/// use crosscheck::catalog::{Check, Severity};
///
/// let check: Check = "vary-origin-missing".parse().expect("it is in the table");
/// assert_eq!(check, Check::VaryOriginMissing);
/// assert_eq!(check.severity(), Severity::Warning);
/// ```
enum Check: Row {
    MixedContent = "mixed-content" {
        what: "a page that came over TLS asks a host without TLS"
            / "通过 TLS 得到的页面请求没有 TLS 的主机",
        severity: Severity::Error,
        why: Wording::new(
            "browsers block it before CORS is asked, whatever the headers say",
            "浏览器在检查跨域之前就会拦截它，响应头写什么都没有用",
        ),
        fix: Wording::new(
            "serve the URL over https",
            "让这个 URL 用 https 提供",
        ),
        header: None,
        example: "https://app.example asks http://api.example/",
    }
    LocalNetwork = "local-network" {
        what: "a page on the web asks a host that is closer to the user than itself"
            / "网络上的页面请求比它自己更靠近用户的主机",
        severity: Severity::Warning,
        why: Wording::new(
            "Chromium asks the user first, since 142, and refuses pages that came without TLS",
            "Chromium 自 142 版起会先询问用户，并拒绝不是通过 TLS 得到的页面",
        ),
        fix: Wording::new(
            "serve the page from the same network, or be ready for users who say no",
            "让页面与它处于同一网络，或者做好用户拒绝的准备",
        ),
        header: None,
        example: "https://app.example asks http://192.168.1.1/",
    }
    ForbiddenHeader = "forbidden-header" {
        what: "a header is set that no script can set" / "设置了脚本不能设置的标头",
        severity: Severity::Warning,
        why: Wording::new(
            "browsers leave it out without an error, so the server never sees it",
            "浏览器会悄悄去掉它而不报错，服务器永远看不到",
        ),
        fix: Wording::new(
            "send it under another name, or leave it out",
            "换一个名称发送，或者不要设置它",
        ),
        header: None,
        example: "fetch(url, { headers: { Cookie: \"a=1\" } })",
    }
    ResponseHeaderOnRequest = "response-header-on-request" {
        what: "the page sends a header that only a server's answer means something in"
            / "页面发送了只在服务器的响应中才有意义的标头",
        severity: Severity::Warning,
        why: Wording::new(
            "on a request it allows nothing, and is one more header that needs permission",
            "写在请求上不会允许任何事情，反而多了一个需要许可的请求头",
        ),
        fix: Wording::new(
            "take it out of the request: the server has to send it",
            "从请求里删掉它：这个响应头应由服务器发送",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "fetch(url, { headers: { \"Access-Control-Allow-Origin\": \"*\" } })",
    }
    NoCorsMode = "no-cors-mode" {
        what: "the page asks with `mode: \"no-cors\"`" / "页面以 `mode: \"no-cors\"` 请求",
        severity: Severity::Note,
        why: Wording::new(
            "it does not switch CORS off: the request is sent, and script may look at nothing",
            "它不会关闭跨域检查：请求照样发出，脚本却什么都看不到",
        ),
        fix: Wording::new(
            "leave the mode out, and let the server share the answer",
            "去掉这个模式，让服务器允许页面读取响应",
        ),
        header: None,
        example: "fetch(url, { mode: \"no-cors\" })",
    }
    MethodCase = "method-case" {
        what: "the method is `PATCH`, and not in capitals" / "方法是 `PATCH`，却没有写成大写",
        severity: Severity::Warning,
        why: Wording::new(
            "methods are told apart by case, and browsers put only the oldest into capitals",
            "方法区分大小写，浏览器只会把最老的几个转成大写",
        ),
        fix: Wording::new(
            "write `PATCH` in capitals on the page",
            "在页面上把 `PATCH` 写成大写",
        ),
        header: Some(CorsHeader::AccessControlAllowMethods),
        example: "fetch(url, { method: \"patch\" })",
    }
    VaryOriginMissing = "vary-origin-missing" {
        what: "the answer depends on who asks, and `Vary` does not name `Origin`"
            / "响应因请求的源而异，而 `Vary` 没有列出 `Origin`",
        severity: Severity::Warning,
        why: Wording::new(
            "a cache may hand to one page what was meant for another, which is then refused",
            "缓存可能把为一个页面准备的响应交给另一个页面，后者就会跨域失败",
        ),
        fix: Wording::new(
            "add `Vary: Origin` to every answer of this URL, also to those without CORS headers",
            "在这个 URL 的每个响应上加 `Vary: Origin`，没有跨域响应头的也要加",
        ),
        header: Some(CorsHeader::Vary),
        example: "Access-Control-Allow-Origin: https://app.example",
    }
    RefusedAfterImage = "refused-after-image" {
        what: "the page may read the answer, but not after an `<img>` of the same URL"
            / "页面可以读取响应，但在同一 URL 的 `<img>` 之后就不行",
        severity: Severity::Warning,
        why: Wording::new(
            "the image is asked for without `Origin`, and the browser gives the page what it kept \
             of that answer",
            "请求图片时没有 `Origin`，浏览器把为它缓存的响应交给页面，于是跨域失败",
        ),
        fix: Wording::new(
            "send `Vary: Origin` also where the request has no `Origin`; on the page, \
             `<img crossorigin>`",
            "请求没有 `Origin` 时也要发送 `Vary: Origin`；在页面上写 `<img crossorigin>`",
        ),
        header: Some(CorsHeader::Vary),
        example: "<img src=\"https://cdn.example/a.png\">, then fetch(\"https://cdn.example/a.png\")",
    }
    AnyOriginWithCredentials = "any-origin-with-credentials" {
        what: "every origin is allowed by its own name, with credentials"
            / "任何源都以自己的名字得到允许，并可附带凭证",
        severity: Severity::Error,
        why: Wording::new(
            "any page that a user visits may read what the server holds for them",
            "用户访问的任何页面都能读取服务器为该用户保存的内容",
        ),
        fix: Wording::new(
            "list the origins that may read, and answer all others without CORS headers",
            "列出可以读取的源，对其他源的响应不带跨域响应头",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://stranger.example\n\
            Access-Control-Allow-Origin: https://stranger.example\n\
            Access-Control-Allow-Credentials: true",
    }
    AnyOriginReflected = "any-origin-reflected" {
        what: "every origin is allowed by its own name" / "任何源都以自己的名字得到允许",
        severity: Severity::Note,
        why: Wording::new(
            "any page may read the answer, a page of a stranger too",
            "任何页面都能读取响应，陌生人的页面也能",
        ),
        fix: Wording::new(
            "list the origins that may read; if all may, say `*`, which needs no `Vary`",
            "列出可以读取的源；如果都可以，就写 `*`，它不需要 `Vary`",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://stranger.example\n\
            Access-Control-Allow-Origin: https://stranger.example",
    }
    LookalikeWithCredentials = "lookalike-with-credentials" {
        what: "an origin that others can have is allowed in the page's place, with credentials"
            / "别人能够拥有的源被当作页面的源得到允许，并可附带凭据",
        severity: Severity::Error,
        why: Wording::new(
            "the server compares parts of the name, and not all of it (a start, an end, an expression with a bare \
             dot), or takes http for https: whoever has such a page reads what the server holds for its visitors",
            "服务器只比较名字的一部分（开头、结尾，或点号未转义的表达式），或者把 http 当作 https：拥有这种页面的人\
             能读取服务器为其访问者保存的内容",
        ),
        fix: Wording::new(
            "compare the whole origin with a list; an expression needs `^`, `$` and `\\.`",
            "把整个源与名单逐一比较；表达式需要 `^`、`$` 和 `\\.`",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://evilapp.example\n\
            Access-Control-Allow-Origin: https://evilapp.example\n\
            Access-Control-Allow-Credentials: true",
    }
    LookalikeAllowed = "lookalike-allowed" {
        what: "an origin that others can have is allowed in the page's place"
            / "别人能够拥有的源被当作页面的源得到允许",
        severity: Severity::Warning,
        why: Wording::new(
            "the server compares parts of the name, and not all of it (a start, an end, an expression with a bare \
             dot), or takes http for https: its list holds more pages than it says",
            "服务器只比较名字的一部分（开头、结尾，或点号未转义的表达式），或者把 http 当作 https：实际允许的页面比\
             名单上写的多",
        ),
        fix: Wording::new(
            "compare the whole origin with a list; an expression needs `^`, `$` and `\\.`; if all may read, say `*`",
            "把整个源与名单逐一比较；表达式需要 `^`、`$` 和 `\\.`；如果谁都可以读取，就写 `*`",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://evilapp.example\n\
            Access-Control-Allow-Origin: https://evilapp.example",
    }
    NullOriginWithCredentials = "null-origin-with-credentials" {
        what: "the origin `null` is allowed, with credentials" / "允许了源 `null`，并可附带凭据",
        severity: Severity::Error,
        why: Wording::new(
            "any page can have it, in a sandboxed frame, and then reads what the server holds for its visitors",
            "任何页面在沙箱 iframe 里的源都是它，于是能读取服务器为其访问者保存的内容",
        ),
        fix: Wording::new(
            "allow origins by name; give documents that need it an origin of their own",
            "按名称允许源；确实需要的文档应当有自己的源",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: null\nAccess-Control-Allow-Credentials: true",
    }
    AnyPortWithCredentials = "any-port-with-credentials" {
        what: "other ports of the page's host are allowed, with credentials"
            / "允许了页面主机的其他端口，并可附带凭据",
        severity: Severity::Warning,
        why: Wording::new(
            "whatever else listens on that host reads with the visitor's account",
            "那台主机上的其他任何服务都能以访问者的账户读取",
        ),
        fix: Wording::new(
            "compare the whole origin, its port too",
            "比较整个源，包括端口",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://app.example:8443\n\
            Access-Control-Allow-Origin: https://app.example:8443\n\
            Access-Control-Allow-Credentials: true",
    }
    SubdomainsAllowed = "subdomains-allowed" {
        what: "names of the page's site that need not exist are allowed"
            / "允许了页面所在站点中可能并不存在的名称",
        severity: Severity::Note,
        why: Wording::new(
            "each of them reads as the page does: one that is forgotten, or given away, is enough",
            "其中每一个都能像这个页面一样读取：有一个被遗忘或转让就够了",
        ),
        fix: Wording::new(
            "list the names that are in use, or make sure that all of them are yours",
            "列出正在使用的名称，或者确认它们全都属于你",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://stranger.app.example\n\
            Access-Control-Allow-Origin: https://stranger.app.example",
    }
    AuthorizationByWildcard = "authorization-by-wildcard" {
        what: "`Authorization` is allowed by `*` alone" / "`Authorization` 只靠 `*` 得到允许",
        severity: Severity::Warning,
        why: Wording::new(
            "the standard does not let `*` cover it, and browsers have announced to follow",
            "按标准 `*` 不包括它，各浏览器也已宣布将照此执行",
        ),
        fix: Wording::new(
            "list it by name: `Access-Control-Allow-Headers: authorization, …`",
            "按名称列出：`Access-Control-Allow-Headers: authorization, …`",
        ),
        header: Some(CorsHeader::AccessControlAllowHeaders),
        example: "Access-Control-Allow-Headers: *",
    }
    WildcardIsLiteral = "wildcard-is-literal" {
        what: "`*` stands in a list, and the request carries credentials"
            / "列表中有 `*`，而请求携带凭据",
        severity: Severity::Warning,
        why: Wording::new(
            "with credentials `*` is a name like any other, and allows or exposes nothing",
            "携带凭据时 `*` 只是一个普通的名称，不会允许或暴露任何东西",
        ),
        fix: Wording::new(
            "list the names",
            "把名称逐个列出",
        ),
        header: None,
        example: "Access-Control-Allow-Methods: *",
    }
    WildcardAndCredentials = "wildcard-and-credentials" {
        what: "`Access-Control-Allow-Origin: *` stands beside `Access-Control-Allow-Credentials`"
            / "`Access-Control-Allow-Origin: *` 与 `Access-Control-Allow-Credentials` 同时出现",
        severity: Severity::Warning,
        why: Wording::new(
            "as soon as a page sends credentials, browsers refuse the answer",
            "页面一旦携带凭据，浏览器就会拒绝这个响应",
        ),
        fix: Wording::new(
            "name the origin and vary by it, or leave Access-Control-Allow-Credentials out",
            "写明具体的源并加上 `Vary: Origin`，或者去掉 Access-Control-Allow-Credentials",
        ),
        header: Some(CorsHeader::AccessControlAllowCredentials),
        example: "Access-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true",
    }
    NullOriginAllowed = "null-origin-allowed" {
        what: "the origin `null` is allowed" / "允许了源 `null`",
        severity: Severity::Warning,
        why: Wording::new(
            "any page can have it, in a sandboxed frame, so this allows everybody",
            "任何页面在沙箱 iframe 里的源都是它，所以这等于允许所有人",
        ),
        fix: Wording::new(
            "allow origins by name; give documents that need it an origin of their own",
            "按名称允许源；确实需要的文档应当有自己的源",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: null",
    }
    NullAfterRedirect = "null-after-redirect" {
        what: "a server of another origin than the page's redirects to yet another"
            / "不属于页面之源的服务器又重定向到另一个源",
        severity: Severity::Warning,
        why: Wording::new(
            "from there on the request says `Origin: null`, which only `*` should allow",
            "从那里起请求会带 `Origin: null`，而只有 `*` 才应允许它",
        ),
        fix: Wording::new(
            "let the page ask the final URL",
            "让页面直接请求最终的 URL",
        ),
        header: Some(CorsHeader::Origin),
        example: "HTTP/1.1 302 Found\nLocation: https://cdn.example/new",
    }
    PreflightRedirected = "preflight-redirected" {
        what: "the preflight is answered by a redirect" / "预检得到的是重定向",
        severity: Severity::Warning,
        why: Wording::new(
            "browsers follow none there; it is often a missing slash, http for https, or a \
            sign-in",
            "浏览器在预检时不跟随任何重定向；常见原因是少了末尾斜杠、http 跳到 https，或跳到登录页",
        ),
        fix: Wording::new(
            "ask the final URL, or answer OPTIONS before anything redirects",
            "请求最终的 URL，或者在任何重定向之前先响应 OPTIONS",
        ),
        header: None,
        example: "HTTP/1.1 301 Moved Permanently\nLocation: https://api.example/orders/",
    }
    PageForPreflight = "page-for-preflight" {
        what: "the preflight is answered as a page of HTML" / "预检得到的是一个 HTML 页面",
        severity: Severity::Warning,
        why: Wording::new(
            "it is made for people: a sign-in, an application's start page for every unknown path, a web \
             server's or framework's error page (PHP gives this type to whatever names no other), so OPTIONS \
             hardly reached the API",
            "它是给人看的：登录页、单页应用对任何未知路径返回的首页，或者 Web 服务器、框架的错误页（PHP 未指定类型时\
             也是这个类型），所以 OPTIONS 多半没有到达 API",
        ),
        fix: Wording::new(
            "look at its title to see who answers, and let OPTIONS of this URL reach the API before any \
             sign-in and any fallback (`try_files`, `rewrites`)",
            "看看它的标题，弄清是谁在应答；让这个 URL 的 OPTIONS 在登录检查和回退规则（`try_files`、`rewrites`）之前\
             到达 API",
        ),
        header: None,
        example: "HTTP/1.1 200 OK\nContent-Type: text/html",
    }
    ListedMethodCase = "listed-method-case" {
        what: "`Access-Control-Allow-Methods` has the method in other letters"
            / "`Access-Control-Allow-Methods` 里的方法大小写不同",
        severity: Severity::Warning,
        why: Wording::new(
            "methods are told apart by case: `patch` in the list does not allow `PATCH`",
            "方法区分大小写：列表里的 `patch` 不等于允许 `PATCH`",
        ),
        fix: Wording::new(
            "write the method in the list in capitals",
            "在列表里把方法写成大写",
        ),
        header: Some(CorsHeader::AccessControlAllowMethods),
        example: "Access-Control-Request-Method: PATCH\nAccess-Control-Allow-Methods: patch",
    }
    CacheAnswers = "cache-answers" {
        what: "a cache answers, with what does not vary by `Origin`"
            / "应答的是缓存，而且内容不因 `Origin` 而异",
        severity: Severity::Warning,
        why: Wording::new(
            "it may have been made for another page, or for a request without `Origin`; whatever the server \
             says now, pages get this until it is too old",
            "它可能是为另一个页面或不带 `Origin` 的请求生成的；无论服务器现在怎么说，过期之前页面得到的都是它",
        ),
        fix: Wording::new(
            "let the server send `Vary: Origin` with every answer of this URL and the cache keep answers apart \
             by `Origin` (CloudFront: in the cache policy), then purge it; a query that nobody asked before \
             shows what the server itself says",
            "让服务器在这个 URL 的每个响应上都加 `Vary: Origin`，让缓存按 `Origin` 分开保存（CloudFront：在缓存策略里），\
             然后清除缓存；换一个没人用过的查询参数，就能看到服务器自己的应答",
        ),
        header: Some(CorsHeader::Vary),
        example: "X-Cache: HIT\nAccess-Control-Allow-Origin: https://other.example",
    }
    ChallengeAnswers = "challenge-answers" {
        what: "a guard against robots answers, with a page that a person must pass"
            / "应答的是防机器人的验证页，需要人来通过",
        severity: Severity::Warning,
        why: Wording::new(
            "script cannot pass it, and it has none of the API's headers",
            "脚本无法通过它，它也没有 API 的跨域响应头",
        ),
        fix: Wording::new(
            "let requests of the API past it (Cloudflare: a rule that skips the challenge for this path, for \
             OPTIONS at the least), or let the user pass it on a page of that host first",
            "让 API 的请求绕过它（Cloudflare：为这个路径写一条跳过质询的规则，至少包括 OPTIONS），或者让用户先在该\
             主机的页面上通过验证",
        ),
        header: None,
        example: "HTTP/2 403\ncf-mitigated: challenge",
    }
    RefusedByFetchMetadata = "refused-by-fetch-metadata" {
        what: "the server refuses by `Sec-Fetch-Site`, which only browsers send"
            / "服务器按只有浏览器才会发送的 `Sec-Fetch-Site` 拒绝",
        severity: Severity::Warning,
        why: Wording::new(
            "such a guard against other sites answers before anything speaks of CORS, and `curl` never meets it",
            "这种防止其他站点请求的检查在跨域处理之前就已应答，用 `curl` 永远遇不到",
        ),
        fix: Wording::new(
            "where the page is yours, let its origin pass the guard: requests with `Sec-Fetch-Mode: cors` and \
             their preflights, on the paths that are shared; servers for development have a list of hosts or \
             origins for it",
            "如果页面是你的，请让它的源通过这道检查：在共享的路径上放行 `Sec-Fetch-Mode: cors` 的请求及其预检；开发服务器为此\
             有一份主机或源的名单",
        ),
        header: None,
        example: "Sec-Fetch-Site: cross-site\nHTTP/1.1 403 Forbidden",
    }
    GatewayAnswers = "gateway-answers" {
        what: "Amazon's gateway answers itself, and not the application behind it"
            / "应答的是亚马逊的网关本身，而不是它后面的应用",
        severity: Severity::Warning,
        why: Wording::new(
            "its own errors have none of the headers that the application sets, so script cannot see them",
            "它自己的错误响应没有应用所加的跨域响应头，所以脚本看不到",
        ),
        fix: Wording::new(
            "mend what its kind of error names (`MissingAuthenticationToken`: there is no such path or method, \
             or it is of another stage), and give `DEFAULT_4XX` and `DEFAULT_5XX` of the API the CORS headers, \
             so that script sees the next",
            "先解决错误类型所说的问题（`MissingAuthenticationToken`：没有这个路径或方法，或者阶段不对），再给 API 的 \
             `DEFAULT_4XX` 和 `DEFAULT_5XX` 加上跨域响应头，让脚本看得到下一个错误",
        ),
        header: None,
        example: "HTTP/2 403\nx-amzn-errortype: MissingAuthenticationTokenException",
    }
    ErrorsWithoutCors = "errors-without-cors" {
        what: "the server's error page has no Access-Control-Allow-Origin"
            / "服务器的错误页面没有 Access-Control-Allow-Origin",
        severity: Severity::Warning,
        why: Wording::new(
            "when something fails, script sees a CORS error in place of the status and the reason",
            "一旦出错，脚本看到的是跨域错误，而不是状态码和原因",
        ),
        fix: Wording::new(
            "add the CORS headers to every answer, errors included (nginx: `add_header … always`)",
            "给每个响应都加上跨域响应头，包括出错的响应（nginx：`add_header … always`）",
        ),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "HTTP/1.1 500 Internal Server Error",
    }
    CookieNotForOtherSites = "cookie-not-for-other-sites" {
        what: "a cookie is of no use here, for the page is of another site"
            / "这个 Cookie 在这里用不上，因为页面属于另一个站点",
        severity: Severity::Warning,
        why: Wording::new(
            "without `SameSite=None; Secure` a cookie is for pages of its own site",
            "没有 `SameSite=None; Secure`，Cookie 只用于自己站点的页面",
        ),
        fix: Wording::new(
            "add `SameSite=None; Secure`, or serve page and API from one site",
            "加上 `SameSite=None; Secure`，或者让页面与 API 处于同一站点",
        ),
        header: Some(CorsHeader::Cookie),
        example: "Set-Cookie: session=1; SameSite=Lax",
    }
    ThirdPartyCookies = "third-party-cookies" {
        what: "credentials go to another site than the page's" / "凭据被发往页面以外的站点",
        severity: Severity::Warning,
        why: Wording::new(
            "WebKit blocks such cookies, Firefox keeps them apart by page, Chromium lets users \
            block",
            "WebKit 会拦截这样的 Cookie，Firefox 按页面分开保存，Chromium 让用户可以拦截",
        ),
        fix: Wording::new(
            "serve page and API from one site, or send a token in `Authorization`",
            "让页面与 API 处于同一站点，或者用 `Authorization` 发送令牌",
        ),
        header: Some(CorsHeader::Cookie),
        example: "Set-Cookie: session=1; SameSite=None; Secure",
    }
    MaxAgeUnreadable = "max-age-unreadable" {
        what: "`Access-Control-Max-Age` is not a number of seconds"
            / "`Access-Control-Max-Age` 不是秒数",
        severity: Severity::Warning,
        why: Wording::new(
            "browsers remember the preflight for five seconds, Firefox not at all",
            "浏览器只会把预检结果记住五秒，Firefox 则完全不记",
        ),
        fix: Wording::new(
            "write digits only, such as `600`",
            "只写数字，例如 `600`",
        ),
        header: Some(CorsHeader::AccessControlMaxAge),
        example: "Access-Control-Max-Age: ten minutes",
    }
    MaxAgeAboveCaps = "max-age-above-caps" {
        what: "`Access-Control-Max-Age` is more than browsers keep"
            / "`Access-Control-Max-Age` 超过了浏览器保留的时间",
        severity: Severity::Note,
        why: Wording::new(
            "the preflight comes again earlier than the number says",
            "预检会比这个数字所说的更早再来",
        ),
        fix: Wording::new(
            "count on the smallest, or write what is meant to hold everywhere",
            "按最小的上限来打算，或写一个处处都成立的值",
        ),
        header: Some(CorsHeader::AccessControlMaxAge),
        example: "Access-Control-Max-Age: 86400",
    }
    CredentialsUnused = "credentials-unused" {
        what: "credentials are allowed, and none were sent" / "允许了凭据，却没有发送凭据",
        severity: Severity::Note,
        why: Wording::new(
            "what needs no credentials should not be readable with them by every allowed origin",
            "不需要凭据的内容，不应让每个被允许的源都能带着凭据读取",
        ),
        fix: Wording::new(
            "leave Access-Control-Allow-Credentials out, unless other requests need it",
            "去掉 Access-Control-Allow-Credentials，除非其他请求需要它",
        ),
        header: Some(CorsHeader::AccessControlAllowCredentials),
        example: "Access-Control-Allow-Credentials: true",
    }
    SafelistedHeaderListed = "safelisted-header-listed" {
        what: "`Access-Control-Allow-Headers` lists what hardly ever needs permission"
            / "`Access-Control-Allow-Headers` 列出了几乎从不需要许可的标头",
        severity: Severity::Note,
        why: Wording::new(
            "a page may set these as a form does; only odd or very long values are asked for",
            "页面本来就可以像表单那样设置它们；只有特殊或很长的值才需要许可",
        ),
        fix: Wording::new(
            "take them out, unless pages send such values",
            "把它们删掉，除非页面会发送那样的值",
        ),
        header: Some(CorsHeader::AccessControlAllowHeaders),
        example: "Access-Control-Allow-Headers: accept",
    }
}
}
