//! The headers that CORS is about.

use super::chinese::of_header;
use super::named::catalog;
use super::wording::Wording;

impl CorsHeader {
    /// What goes wrong with it, and how it is meant.
    pub const fn fix(self) -> Wording {
        Wording::new(self.row().fix, of_header(self))
    }

    /// Its name in its usual capitals: `Access-Control-Allow-Origin`.
    pub const fn in_capitals(self) -> &'static str {
        self.row().shown
    }

    /// A line as it should be.
    pub const fn example(self) -> &'static str {
        self.row().example
    }
}

/// One row of the table.
struct Row {
    fix: &'static str,
    shown: &'static str,
    example: &'static str,
}

catalog! {
/// A header that servers and browsers speak of CORS in, or that decides beside it; its name is in
/// lower case.
///
/// # Example
/// ```
/// use crosscheck::catalog::CorsHeader;
///
/// let header = CorsHeader::named("vary").expect("it is in the table");
/// assert_eq!(header.in_capitals(), "Vary");
/// assert_eq!(header.example(), "Vary: Origin");
/// ```
enum CorsHeader: Row {
    AccessControlAllowOrigin = "access-control-allow-origin" {
        what: "the server names the one origin whose pages may read the answer, or `*`"
            / "服务器指明哪一个源的页面可以读取响应，或用 `*` 表示所有源",
        fix: "on every answer, errors included; never a list, never a pattern, no slash at the \
            end; with `Vary: Origin` if it depends on who asks",
        shown: "Access-Control-Allow-Origin",
        example: "Access-Control-Allow-Origin: https://app.example",
    }
    AccessControlAllowCredentials = "access-control-allow-credentials" {
        what: "the server lets pages read what it shows to a user who is signed in"
            / "服务器允许页面读取它展示给已登录用户的内容",
        fix: "`true` in small letters, on the preflight's answer too; then no star works anywhere \
            else",
        shown: "Access-Control-Allow-Credentials",
        example: "Access-Control-Allow-Credentials: true",
    }
    AccessControlAllowMethods = "access-control-allow-methods" {
        what: "the preflight's answer names the methods that pages may use"
            / "预检的响应列出页面可以使用的方法",
        fix: "GET, HEAD and POST need no mention; capitals matter, and `patch` is not PATCH",
        shown: "Access-Control-Allow-Methods",
        example: "Access-Control-Allow-Methods: PUT, DELETE",
    }
    AccessControlAllowHeaders = "access-control-allow-headers" {
        what: "the preflight's answer names the request headers that pages may set"
            / "预检的响应列出页面可以设置的请求头",
        fix: "every name that was asked for, or none is allowed; `*` covers no Authorization, and \
            means nothing with credentials",
        shown: "Access-Control-Allow-Headers",
        example: "Access-Control-Allow-Headers: authorization, content-type",
    }
    AccessControlExposeHeaders = "access-control-expose-headers" {
        what: "the server names response headers that pages may read beside the seven that they \
            always may"
            / "除始终可读的七个之外，服务器列出页面还可以读取的响应头",
        fix: "on the answer itself, not on the preflight's; `*` means nothing with credentials; no \
            page reads Set-Cookie",
        shown: "Access-Control-Expose-Headers",
        example: "Access-Control-Expose-Headers: x-total-count",
    }
    AccessControlMaxAge = "access-control-max-age" {
        what: "the seconds for which a browser may remember a preflight's answer"
            / "浏览器可以记住预检响应的秒数",
        fix: "`Access-Control-Max-Age: 600` on the preflight's answer; Chromium keeps to 7200, \
            Firefox to 86400, WebKit to 600; without it, 5 seconds",
        shown: "Access-Control-Max-Age",
        example: "Access-Control-Max-Age: 600",
    }
    AccessControlRequestMethod = "access-control-request-method" {
        what: "the preflight asks for the method of the request to come"
            / "预检为随后的请求询问其方法",
        fix: "the browser writes `Access-Control-Request-Method`; only with it and Origin is \
            OPTIONS a preflight",
        shown: "Access-Control-Request-Method",
        example: "Access-Control-Request-Method: PUT",
    }
    AccessControlRequestHeaders = "access-control-request-headers" {
        what: "the preflight asks for the headers of the request to come"
            / "预检为随后的请求询问其标头",
        fix: "the browser writes `Access-Control-Request-Headers`: names in small letters, sorted, \
            without blanks",
        shown: "Access-Control-Request-Headers",
        example: "Access-Control-Request-Headers: authorization,content-type",
    }
    AccessControlAllowPrivateNetwork = "access-control-allow-private-network" {
        what: "an older Chromium asked devices for it; since version 142 it asks the user"
            / "较旧的 Chromium 向设备要求它；自 142 版起改为询问用户",
        fix: "send no `Access-Control-Allow-Private-Network`; leave it to Local Network Access",
        shown: "Access-Control-Allow-Private-Network",
        example: "Access-Control-Allow-Private-Network: true",
    }
    Origin = "origin" {
        what: "the browser says whose page asks: scheme, host and port, or `null`"
            / "浏览器说明是谁的页面在请求：协议、主机和端口，或 `null`",
        fix: "no page can set or hide `Origin`; compare it byte for byte, never by a piece of it",
        shown: "Origin",
        example: "Origin: https://app.example",
    }
    Vary = "vary" {
        what: "the server names the request headers that its answer depends on"
            / "服务器列出其响应取决于哪些请求头",
        fix: "`Vary: Origin`; without it a cache hands one page the answer made for another",
        shown: "Vary",
        example: "Vary: Origin",
    }
    CrossOriginResourcePolicy = "cross-origin-resource-policy" {
        what: "the server says whose pages may embed the answer without CORS"
            / "服务器说明谁的页面可以不经 CORS 嵌入此响应",
        fix: "cross-origin for what is public; same-origin for the rest",
        shown: "Cross-Origin-Resource-Policy",
        example: "Cross-Origin-Resource-Policy: cross-origin",
    }
    TimingAllowOrigin = "timing-allow-origin" {
        what: "the server lets pages see how long a request took"
            / "服务器允许页面看到请求花了多长时间",
        fix: "`Timing-Allow-Origin: *` is fine for public files; it opens no content",
        shown: "Timing-Allow-Origin",
        example: "Timing-Allow-Origin: *",
    }
    Cookie = "cookie" {
        what: "the browser sends cookies to other origins only if the page asks for credentials"
            / "只有当页面要求携带凭据时，浏览器才向其他源发送 cookie",
        fix: "three switches: `credentials: \"include\"` on the page, \
            Access-Control-Allow-Credentials on the server, and SameSite=None; Secure on the \
            cookie, if the sites differ",
        shown: "Cookie",
        example: "Cookie: session=1",
    }
}
}
