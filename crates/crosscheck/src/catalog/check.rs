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
        Wording::only_english(self.row().why)
    }

    /// What to do.
    pub const fn fix(self) -> Wording {
        Wording::only_english(self.row().fix)
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
    why: &'static str,
    fix: &'static str,
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
        why: "browsers block it before CORS is asked, whatever the headers say",
        fix: "serve the URL over https",
        header: None,
        example: "https://app.example asks http://api.example/",
    }
    LocalNetwork = "local-network" {
        what: "a page on the web asks a host that is closer to the user than itself"
            / "网络上的页面请求比它自己更靠近用户的主机",
        severity: Severity::Warning,
        why: "Chromium asks the user first, since 142, and refuses pages that came without TLS",
        fix: "serve the page from the same network, or be ready for users who say no",
        header: None,
        example: "https://app.example asks http://192.168.1.1/",
    }
    ForbiddenHeader = "forbidden-header" {
        what: "a header is set that no script can set" / "设置了脚本不能设置的标头",
        severity: Severity::Warning,
        why: "browsers leave it out without an error, so the server never sees it",
        fix: "send it under another name, or leave it out",
        header: None,
        example: "fetch(url, { headers: { Cookie: \"a=1\" } })",
    }
    ResponseHeaderOnRequest = "response-header-on-request" {
        what: "the page sends a header that only a server's answer means something in"
            / "页面发送了只在服务器的响应中才有意义的标头",
        severity: Severity::Warning,
        why: "on a request it allows nothing, and is one more header that needs permission",
        fix: "take it out of the request: the server has to send it",
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "fetch(url, { headers: { \"Access-Control-Allow-Origin\": \"*\" } })",
    }
    NoCorsMode = "no-cors-mode" {
        what: "the page asks with `mode: \"no-cors\"`" / "页面以 `mode: \"no-cors\"` 请求",
        severity: Severity::Note,
        why: "it does not switch CORS off: the request is sent, and script may look at nothing",
        fix: "leave the mode out, and let the server share the answer",
        header: None,
        example: "fetch(url, { mode: \"no-cors\" })",
    }
    MethodCase = "method-case" {
        what: "the method is `PATCH`, and not in capitals" / "方法是 `PATCH`，却没有写成大写",
        severity: Severity::Warning,
        why: "methods are told apart by case, and browsers put only the oldest into capitals",
        fix: "write `PATCH` in capitals on the page",
        header: Some(CorsHeader::AccessControlAllowMethods),
        example: "fetch(url, { method: \"patch\" })",
    }
    VaryOriginMissing = "vary-origin-missing" {
        what: "the answer depends on who asks, and `Vary` does not name `Origin`"
            / "应答因请求的源而异，而 `Vary` 没有列出 `Origin`",
        severity: Severity::Warning,
        why: "a cache may hand to one page what was meant for another, which is then refused",
        fix: "add `Vary: Origin` to every answer of this URL, also to those without CORS headers",
        header: Some(CorsHeader::Vary),
        example: "Access-Control-Allow-Origin: https://app.example",
    }
    RefusedAfterImage = "refused-after-image" {
        what: "the page may read the answer, but not after an `<img>` of the same URL"
            / "页面可以读取应答，但在同一 URL 的 `<img>` 之后就不行",
        severity: Severity::Warning,
        why: "the image is asked for without `Origin`, and the browser gives the page what it kept \
            of that answer",
        fix: "send `Vary: Origin` also where the request has no `Origin`; on the page, \
            `<img crossorigin>`",
        header: Some(CorsHeader::Vary),
        example: "<img src=\"https://cdn.example/a.png\">, then fetch(\"https://cdn.example/a.png\")",
    }
    AnyOriginWithCredentials = "any-origin-with-credentials" {
        what: "every origin is allowed by its own name, with credentials"
            / "任何源都以自己的名字得到允许，并可附带凭证",
        severity: Severity::Warning,
        why: "any page that a user visits may read what the server holds for them",
        fix: "list the origins that may read, and answer all others without CORS headers",
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://stranger.example\n\
            Access-Control-Allow-Origin: https://stranger.example\n\
            Access-Control-Allow-Credentials: true",
    }
    AnyOriginReflected = "any-origin-reflected" {
        what: "every origin is allowed by its own name" / "任何源都以自己的名字得到允许",
        severity: Severity::Note,
        why: "any page may read the answer, a page of a stranger too",
        fix: "list the origins that may read; if all may, say `*`, which needs no `Vary`",
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Origin: https://stranger.example\n\
            Access-Control-Allow-Origin: https://stranger.example",
    }
    AuthorizationByWildcard = "authorization-by-wildcard" {
        what: "`Authorization` is allowed by `*` alone" / "`Authorization` 只靠 `*` 得到允许",
        severity: Severity::Warning,
        why: "the standard does not let `*` cover it, and browsers have announced to follow",
        fix: "list it by name: `Access-Control-Allow-Headers: authorization, …`",
        header: Some(CorsHeader::AccessControlAllowHeaders),
        example: "Access-Control-Allow-Headers: *",
    }
    WildcardIsLiteral = "wildcard-is-literal" {
        what: "`*` stands in a list, and the request carries credentials"
            / "列表中有 `*`，而请求附带凭证",
        severity: Severity::Warning,
        why: "with credentials `*` is a name like any other, and allows or exposes nothing",
        fix: "list the names",
        header: None,
        example: "Access-Control-Allow-Methods: *",
    }
    WildcardAndCredentials = "wildcard-and-credentials" {
        what: "`Access-Control-Allow-Origin: *` stands beside `Access-Control-Allow-Credentials`"
            / "`Access-Control-Allow-Origin: *` 与 `Access-Control-Allow-Credentials` 同时出现",
        severity: Severity::Warning,
        why: "as soon as a page sends credentials, browsers refuse the answer",
        fix: "name the origin and vary by it, or leave Access-Control-Allow-Credentials out",
        header: Some(CorsHeader::AccessControlAllowCredentials),
        example: "Access-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true",
    }
    NullOriginAllowed = "null-origin-allowed" {
        what: "the origin `null` is allowed" / "允许了源 `null`",
        severity: Severity::Warning,
        why: "any page can have it, in a sandboxed frame, so this allows everybody",
        fix: "allow origins by name; give documents that need it an origin of their own",
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: null",
    }
    NullAfterRedirect = "null-after-redirect" {
        what: "a server of another origin than the page's redirects to yet another"
            / "不属于页面之源的服务器又重定向到另一个源",
        severity: Severity::Warning,
        why: "from there on the request says `Origin: null`, which only `*` should allow",
        fix: "let the page ask the final URL",
        header: Some(CorsHeader::Origin),
        example: "HTTP/1.1 302 Found\nLocation: https://cdn.example/new",
    }
    PreflightRedirected = "preflight-redirected" {
        what: "the preflight is answered by a redirect" / "预检得到的是重定向",
        severity: Severity::Warning,
        why: "browsers follow none there; it is often a missing slash, http for https, or a \
            sign-in",
        fix: "ask the final URL, or answer OPTIONS before anything redirects",
        header: None,
        example: "HTTP/1.1 301 Moved Permanently\nLocation: https://api.example/orders/",
    }
    ErrorsWithoutCors = "errors-without-cors" {
        what: "the server's error page has no Access-Control-Allow-Origin"
            / "服务器的错误页面没有 Access-Control-Allow-Origin",
        severity: Severity::Warning,
        why: "when something fails, script sees a CORS error in place of the status and the reason",
        fix: "add the CORS headers to every answer, errors included (nginx: `add_header … always`)",
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "HTTP/1.1 500 Internal Server Error",
    }
    CookieNotForOtherSites = "cookie-not-for-other-sites" {
        what: "a cookie is set that browsers will not keep, for the page is of another site"
            / "设置了浏览器不会保存的 cookie，因为页面属于另一个站点",
        severity: Severity::Warning,
        why: "without `SameSite=None; Secure` a cookie is for pages of its own site",
        fix: "add `SameSite=None; Secure`, or serve page and API from one site",
        header: Some(CorsHeader::Cookie),
        example: "Set-Cookie: session=1; SameSite=Lax",
    }
    ThirdPartyCookies = "third-party-cookies" {
        what: "credentials go to another site than the page's" / "凭证被发往页面以外的站点",
        severity: Severity::Warning,
        why: "WebKit blocks such cookies, Firefox keeps them apart by page, Chromium lets users \
            block",
        fix: "serve page and API from one site, or send a token in `Authorization`",
        header: Some(CorsHeader::Cookie),
        example: "Set-Cookie: session=1; SameSite=None; Secure",
    }
    MaxAgeUnreadable = "max-age-unreadable" {
        what: "`Access-Control-Max-Age` is not a number of seconds"
            / "`Access-Control-Max-Age` 不是秒数",
        severity: Severity::Warning,
        why: "browsers remember the preflight for five seconds, Firefox not at all",
        fix: "write digits only, such as `600`",
        header: Some(CorsHeader::AccessControlMaxAge),
        example: "Access-Control-Max-Age: ten minutes",
    }
    MaxAgeAboveCaps = "max-age-above-caps" {
        what: "`Access-Control-Max-Age` is more than browsers keep"
            / "`Access-Control-Max-Age` 超过了浏览器保留的时间",
        severity: Severity::Note,
        why: "the preflight comes again earlier than the number says",
        fix: "count on the smallest, or write what is meant to hold everywhere",
        header: Some(CorsHeader::AccessControlMaxAge),
        example: "Access-Control-Max-Age: 86400",
    }
    CredentialsUnused = "credentials-unused" {
        what: "credentials are allowed, and none were sent" / "允许了凭证，却没有发送凭证",
        severity: Severity::Note,
        why: "what needs no credentials should not be readable with them by every allowed origin",
        fix: "leave Access-Control-Allow-Credentials out, unless other requests need it",
        header: Some(CorsHeader::AccessControlAllowCredentials),
        example: "Access-Control-Allow-Credentials: true",
    }
    SafelistedHeaderListed = "safelisted-header-listed" {
        what: "`Access-Control-Allow-Headers` lists what hardly ever needs permission"
            / "`Access-Control-Allow-Headers` 列出了几乎从不需要许可的标头",
        severity: Severity::Note,
        why: "a page may set these as a form does; only odd or very long values are asked for",
        fix: "take them out, unless pages send such values",
        header: Some(CorsHeader::AccessControlAllowHeaders),
        example: "Access-Control-Allow-Headers: accept",
    }
}
}
