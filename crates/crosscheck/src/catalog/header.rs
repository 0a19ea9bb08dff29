//! The headers that CORS is about.

use super::named::catalog;
use super::wording::Wording;

impl CorsHeader {
    /// What goes wrong with it, and how it is meant.
    pub const fn fix(self) -> Wording {
        self.row().fix
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
    fix: Wording,
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
        fix: Wording::new(
            "on every answer, errors included; never a list, never a pattern, no slash at the \
            end; with `Vary: Origin` if it depends on who asks",
            "每个响应都要有，出错时也一样；不能是列表或模式，末尾不能有斜杠；如果取决于谁在请求，就再加 `Vary: Origin`",
        ),
        shown: "Access-Control-Allow-Origin",
        example: "Access-Control-Allow-Origin: https://app.example",
    }
    AccessControlAllowCredentials = "access-control-allow-credentials" {
        what: "the server lets pages read what it shows to a user who is signed in"
            / "服务器允许页面读取它展示给已登录用户的内容",
        fix: Wording::new(
            "`true` in small letters, on the preflight's answer too; then no star works anywhere \
            else",
            "小写的 `true`，预检的响应也要有；有了它，其他响应头里的星号就都不起作用",
        ),
        shown: "Access-Control-Allow-Credentials",
        example: "Access-Control-Allow-Credentials: true",
    }
    AccessControlAllowMethods = "access-control-allow-methods" {
        what: "the preflight's answer names the methods that pages may use"
            / "预检的响应列出页面可以使用的方法",
        fix: Wording::new(
            "GET, HEAD and POST need no mention; capitals matter, and `patch` is not PATCH",
            "GET、HEAD 和 POST 不必列出；区分大小写，`patch` 不是 PATCH",
        ),
        shown: "Access-Control-Allow-Methods",
        example: "Access-Control-Allow-Methods: PUT, DELETE",
    }
    AccessControlAllowHeaders = "access-control-allow-headers" {
        what: "the preflight's answer names the request headers that pages may set"
            / "预检的响应列出页面可以设置的请求头",
        fix: Wording::new(
            "every name that was asked for, or none is allowed; `*` covers no Authorization, and \
            means nothing with credentials",
            "请求许可的名称必须全部列出，否则一个都不允许；`*` 不包括 Authorization，携带凭据时没有意义",
        ),
        shown: "Access-Control-Allow-Headers",
        example: "Access-Control-Allow-Headers: authorization, content-type",
    }
    AccessControlExposeHeaders = "access-control-expose-headers" {
        what: "the server names response headers that pages may read beside the seven that they \
            always may"
            / "除始终可读的七个之外，服务器列出页面还可以读取的响应头",
        fix: Wording::new(
            "on the answer itself, not on the preflight's; `*` means nothing with credentials; no \
            page reads Set-Cookie",
            "写在响应本身，而不是预检的响应上；携带凭据时 `*` 没有意义；任何页面都读不到 Set-Cookie",
        ),
        shown: "Access-Control-Expose-Headers",
        example: "Access-Control-Expose-Headers: x-total-count",
    }
    AccessControlMaxAge = "access-control-max-age" {
        what: "the seconds for which a browser may remember a preflight's answer"
            / "浏览器可以记住预检响应的秒数",
        fix: Wording::new(
            "`Access-Control-Max-Age: 600` on the preflight's answer; Chromium keeps to 7200, \
            Firefox to 86400, WebKit to 600; without it, 5 seconds",
            "在预检的响应上写 `Access-Control-Max-Age: 600`；Chromium 最多 7200，Firefox 最多 86400，WebKit 最多 600；不写则为 5 秒",
        ),
        shown: "Access-Control-Max-Age",
        example: "Access-Control-Max-Age: 600",
    }
    AccessControlRequestMethod = "access-control-request-method" {
        what: "the preflight asks for the method of the request to come"
            / "预检为随后的请求询问其方法",
        fix: Wording::new(
            "the browser writes `Access-Control-Request-Method`; only with it and Origin is \
            OPTIONS a preflight",
            "`Access-Control-Request-Method` 由浏览器写；有它和 Origin 的 OPTIONS 才是预检",
        ),
        shown: "Access-Control-Request-Method",
        example: "Access-Control-Request-Method: PUT",
    }
    AccessControlRequestHeaders = "access-control-request-headers" {
        what: "the preflight asks for the headers of the request to come"
            / "预检为随后的请求询问其标头",
        fix: Wording::new(
            "the browser writes `Access-Control-Request-Headers`: names in small letters, sorted, \
            without blanks",
            "`Access-Control-Request-Headers` 由浏览器写：名称小写、排好序、没有空格",
        ),
        shown: "Access-Control-Request-Headers",
        example: "Access-Control-Request-Headers: authorization,content-type",
    }
    AccessControlAllowPrivateNetwork = "access-control-allow-private-network" {
        what: "an older Chromium asked devices for it; since version 142 it asks the user"
            / "较旧的 Chromium 向设备要求它；自 142 版起改为询问用户",
        fix: Wording::new(
            "send no `Access-Control-Allow-Private-Network`; leave it to Local Network Access",
            "不要发送 `Access-Control-Allow-Private-Network`；交给本地网络访问权限（Local Network Access）",
        ),
        shown: "Access-Control-Allow-Private-Network",
        example: "Access-Control-Allow-Private-Network: true",
    }
    Origin = "origin" {
        what: "the browser says whose page asks: scheme, host and port, or `null`"
            / "浏览器说明是谁的页面在请求：协议、主机和端口，或 `null`",
        fix: Wording::new(
            "no page can set or hide `Origin`; compare it byte for byte, never by a piece of it",
            "页面既不能设置也不能隐藏 `Origin`；要逐字节比较，绝不能只比较其中一段",
        ),
        shown: "Origin",
        example: "Origin: https://app.example",
    }
    Vary = "vary" {
        what: "the server names the request headers that its answer depends on"
            / "服务器列出其响应取决于哪些请求头",
        fix: Wording::new(
            "`Vary: Origin`; without it a cache hands one page the answer made for another",
            "`Vary: Origin`；没有它，缓存会把为一个页面准备的响应交给另一个页面",
        ),
        shown: "Vary",
        example: "Vary: Origin",
    }
    CrossOriginResourcePolicy = "cross-origin-resource-policy" {
        what: "the server says whose pages may embed the answer without CORS"
            / "服务器说明谁的页面可以不经 CORS 嵌入此响应",
        fix: Wording::new(
            "cross-origin for what is public; same-origin for the rest",
            "公开的内容用 cross-origin，其余用 same-origin",
        ),
        shown: "Cross-Origin-Resource-Policy",
        example: "Cross-Origin-Resource-Policy: cross-origin",
    }
    TimingAllowOrigin = "timing-allow-origin" {
        what: "the server lets pages see how long a request took"
            / "服务器允许页面看到请求花了多长时间",
        fix: Wording::new(
            "`Timing-Allow-Origin: *` is fine for public files; it opens no content",
            "公开的文件用 `Timing-Allow-Origin: *` 没有问题；它不会公开内容",
        ),
        shown: "Timing-Allow-Origin",
        example: "Timing-Allow-Origin: *",
    }
    Cookie = "cookie" {
        what: "the browser sends cookies to other origins only if the page asks for credentials"
            / "只有当页面要求携带凭据时，浏览器才向其他源发送 cookie",
        fix: Wording::new(
            "three switches: `credentials: \"include\"` on the page, \
            Access-Control-Allow-Credentials on the server, and SameSite=None; Secure on the \
            cookie, if the sites differ",
            "三个开关：页面上的 `credentials: \"include\"`，服务器上的 Access-Control-Allow-Credentials，以及站点不同时 Cookie 上的 SameSite=None; Secure",
        ),
        shown: "Cookie",
        example: "Cookie: session=1",
    }
}
}
