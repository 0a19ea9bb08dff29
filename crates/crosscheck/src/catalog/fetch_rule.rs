//! The rules that a fetch can break.

use alloc::format;
use alloc::string::String;

use super::header::CorsHeader;
use super::named::catalog;
use super::wording::Wording;

impl FetchRule {
    /// Why browsers ask for it.
    pub const fn why(self) -> Wording {
        self.row().why
    }

    /// Where the standard says so.
    pub const fn spec(self) -> &'static str {
        self.row().spec
    }

    /// Chromium's `CorsError`, as in its DevTools and net logs, for an answer to the request itself.
    pub const fn chromium(self) -> Option<&'static str> {
        self.row().chromium
    }

    /// The same for an answer to a preflight: verdicts of the CORS check have names of their own there.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FetchRule;
    ///
    /// let missing = FetchRule::AllowOriginMissing;
    /// assert_eq!(missing.chromium(), Some("kMissingAllowOriginHeader"));
    /// let on_preflight = missing.chromium_on_preflight();
    /// assert_eq!(on_preflight.as_deref(), Some("kPreflightMissingAllowOriginHeader"));
    /// ```
    pub fn chromium_on_preflight(self) -> Option<String> {
        let code = self.chromium()?;
        Some(match self.row().spec == CORS_CHECK {
            true => format!("kPreflight{}", code.trim_start_matches('k')),
            false => code.into(),
        })
    }

    /// The key of Firefox's message, whose page on MDN is [`FetchRule::mdn`].
    pub const fn firefox(self) -> Option<&'static str> {
        self.row().firefox
    }

    /// The page that MDN has about it.
    pub fn mdn(self) -> Option<String> {
        let page = self.firefox()?.trim_end_matches(|c: char| c.is_ascii_digit());
        let folder = "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors";
        Some(format!("{folder}/{page}"))
    }

    /// The header that it is about, if it is one.
    pub const fn header(self) -> Option<CorsHeader> {
        self.row().header
    }

    /// What breaks it: a line of script, or the lines of an answer that do.
    pub const fn example(self) -> &'static str {
        self.row().example
    }

    /// The rule whose fix says a header, or for a header of a request answers it; `None` if no fix does.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::{CorsHeader, FetchRule};
    ///
    /// let of = FetchRule::mended_by;
    /// assert_eq!(of(CorsHeader::AccessControlAllowMethods), Some(FetchRule::MethodNotAllowed));
    /// ```
    pub const fn mended_by(header: CorsHeader) -> Option<Self> {
        Some(match header {
            CorsHeader::AccessControlAllowOrigin | CorsHeader::Origin | CorsHeader::Vary => {
                Self::AllowOriginMissing
            }
            CorsHeader::AccessControlAllowCredentials | CorsHeader::Cookie => {
                Self::AllowCredentials
            }
            CorsHeader::AccessControlAllowMethods
            | CorsHeader::AccessControlRequestMethod
            | CorsHeader::AccessControlMaxAge => Self::MethodNotAllowed,
            CorsHeader::AccessControlAllowHeaders | CorsHeader::AccessControlRequestHeaders => {
                Self::HeadersNotAllowed
            }
            CorsHeader::AccessControlExposeHeaders => Self::HeaderNotExposed,
            CorsHeader::CrossOriginResourcePolicy => Self::ResourcePolicy,
            CorsHeader::AccessControlAllowPrivateNetwork => Self::PrivateNetworkPreflight,
            // It opens no content, so that no rule needs it.
            CorsHeader::TimingAllowOrigin => return None,
        })
    }

    /// Whether only the answer to a preflight can break it.
    pub const fn is_of_preflight(self) -> bool {
        matches!(
            self,
            Self::PreflightStatus
                | Self::PreflightRedirect
                | Self::InvalidAllowMethods
                | Self::InvalidAllowHeaders
                | Self::MethodNotAllowed
                | Self::HeadersNotAllowed
        )
    }

    /// The rule that a browser, or MDN, calls so: `kPreflightMissingAllowOriginHeader` and
    /// `MissingAllowOriginHeader` of Chromium, `CORSMissingAllowOrigin` of Firefox, a page of MDN.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FetchRule;
    ///
    /// for name in ["PreflightMissingAllowOriginHeader", "CORSMissingAllowOrigin"] {
    ///     assert_eq!(FetchRule::called(name), Some(FetchRule::AllowOriginMissing));
    /// }
    /// ```
    pub fn called(name: &str) -> Option<Self> {
        let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let chromium = name.strip_prefix('k').unwrap_or(name);
        let chromium = chromium.strip_prefix("Preflight").unwrap_or(chromium);
        let firefox = name.trim_end_matches(|c: char| c.is_ascii_digit());
        Self::ALL.iter().copied().find(|rule| {
            let code = rule.chromium().and_then(|code| code.strip_prefix('k')).unwrap_or_default();
            let key = rule.firefox().unwrap_or_default();
            let is_code = !code.is_empty()
                && (code == chromium || code.strip_prefix("Preflight") == Some(chromium));
            is_code
                || (!key.is_empty()
                    && key.trim_end_matches(|c: char| c.is_ascii_digit()) == firefox)
        })
    }
}

/// One row of the table.
struct Row {
    why: Wording,
    spec: &'static str,
    chromium: Option<&'static str>,
    firefox: Option<&'static str>,
    header: Option<CorsHeader>,
    example: &'static str,
}

const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";
const MAIN_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-main-fetch";
const PREFLIGHT: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0";
const REDIRECT: &str = "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch";
const HTTP_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-fetch";

const LOCAL_NETWORK: &str =
    "https://wicg.github.io/local-network-access/#local-network-access-check";

catalog! {
/// A rule of the Fetch standard, or of what browsers add to it, with the names that they have for
/// breaking it: in the order in which a fetch meets them.
///
/// Most end a fetch when broken. Some do not, and yet the console speaks of them: what script may not
/// set, may not read, or will not be forgiven for long. The last are no rules of CORS at all, though
/// people take them for it: what the page's own policy, its frames, its workers or the user forbid.
///
/// # Example
/// ```
/// use crosscheck::catalog::{CorsHeader, FetchRule};
///
/// let rule = FetchRule::MethodNotAllowed;
/// assert_eq!(rule.name(), "method-not-allowed");
/// assert_eq!(rule.header(), Some(CorsHeader::AccessControlAllowMethods));
/// assert!(rule.is_of_preflight());
/// assert_eq!(FetchRule::named(rule.name()), Some(rule));
/// ```
enum FetchRule: Row {
    DisallowedByMode = "disallowed-by-mode" {
        what: "the page asked for its own origin only, and the URL is another's"
            / "页面只允许请求自己的源，而 URL 属于另一个源",
        why: Wording::new(
            "`mode: \"same-origin\"` is the page's own promise to stay at home",
            "`mode: \"same-origin\"` 是页面自己的承诺",
        ),
        spec: MAIN_FETCH,
        chromium: Some("kDisallowedByMode"),
        firefox: None,
        header: None,
        example: "fetch(\"https://api.example/\", { mode: \"same-origin\" })",
    }
    NoCorsRedirectMode = "no-cors-redirect-mode" {
        what: "without CORS, redirects must be followed" / "不使用 CORS 时必须跟随重定向",
        why: Wording::new(
            "stopping at a redirect would tell the page that there was one",
            "停在重定向处会让页面得知发生了重定向",
        ),
        spec: MAIN_FETCH,
        chromium: None,
        firefox: None,
        header: None,
        example: "fetch(url, { mode: \"no-cors\", redirect: \"error\" })",
    }
    CorsDisabled = "cors-disabled" {
        what: "CORS is turned off in the browser" / "浏览器关闭了 CORS",
        why: Wording::new(
            "`content.cors.disable` in Firefox refuses everything that would need it",
            "Firefox 的 `content.cors.disable` 会拒绝一切需要 CORS 的请求",
        ),
        spec: MAIN_FETCH,
        chromium: None,
        firefox: Some("CORSDisabled"),
        header: None,
        example: "about:config: content.cors.disable = true",
    }
    SchemeNotHttp = "scheme-not-http" {
        what: "CORS works over http and https only" / "CORS 只适用于 http 与 https",
        why: Wording::new(
            "other schemes have no headers in which a server could agree",
            "其他协议没有可供服务器表示同意的标头",
        ),
        spec: MAIN_FETCH,
        chromium: Some("kCorsDisabledScheme"),
        firefox: Some("CORSRequestNotHttp"),
        header: None,
        example: "fetch(\"file:///data.json\")",
    }
    InvalidDataUrl = "invalid-data-url" {
        what: "the data: URL is not encoded as it says" / "data: URL 的编码与其声明不符",
        why: Wording::new("there is nothing to read", "没有可读取的内容"),
        spec: "https://fetch.spec.whatwg.org/#scheme-fetch",
        chromium: None,
        firefox: None,
        header: None,
        example: "fetch(\"data:;base64,%%%\")",
    }
    LocalNetworkInsecure = "local-network-insecure" {
        what: "the page came without TLS, and the host is closer to the user than the page"
            / "页面未经 TLS 加载，而主机比页面更靠近用户",
        why: Wording::new(
            "what anybody on the way could have changed must not knock at the user's own devices",
            "途中任何人都可能改动的内容，不应访问用户自己的设备",
        ),
        spec: LOCAL_NETWORK,
        chromium: Some("kInsecureLocalNetwork"),
        firefox: None,
        header: None,
        example: "http://app.example asks http://192.168.1.1/",
    }
    LocalNetworkDenied = "local-network-denied" {
        what: "the user did not let the page reach a host closer to them than the page"
            / "用户没有允许页面访问比它更靠近用户的主机",
        why: Wording::new(
            "devices at home trust whoever reaches them; a page on the web should not by itself",
            "家中的设备信任能访问它们的人；网上的页面不应自动获得这种信任",
        ),
        spec: LOCAL_NETWORK,
        chromium: Some("kLocalNetworkAccessPermissionDenied"),
        firefox: None,
        header: None,
        example: "https://app.example asks http://192.168.1.1/",
    }
    LocalNetworkUndecided = "local-network-undecided" {
        what: "the user has not said yet whether the page may reach a host closer to them than the page"
            / "用户尚未决定是否允许页面访问比它更靠近用户的主机",
        why: Wording::new(
            "devices at home trust whoever reaches them; the request waits for the user",
            "家中的设备信任能访问它们的人；请求在等待用户决定",
        ),
        spec: LOCAL_NETWORK,
        chromium: None,
        firefox: None,
        header: None,
        example: "https://app.example asks http://192.168.1.1/",
    }
    LocalNetworkMismatch = "local-network-mismatch" {
        what: "the host is in another address space than the page said"
            / "主机所在的地址空间与页面所声明的不同",
        why: Wording::new(
            "permission was given for one kind of host and must not serve for another",
            "许可是针对一类主机给出的，不能用于另一类",
        ),
        spec: LOCAL_NETWORK,
        chromium: Some("kInvalidLocalNetworkAccess"),
        firefox: None,
        header: None,
        example: "fetch(\"http://127.0.0.1/\", { targetAddressSpace: \"local\" })",
    }
    MixedContent = "mixed-content" {
        what: "the page came over TLS, and the URL is insecure"
            / "页面通过 TLS 加载，而该 URL 不安全",
        why: Wording::new(
            "what anybody on the way could change must not become part of a page that nobody could",
            "途中任何人都能改动的内容，不应成为无人能改动的页面的一部分",
        ),
        spec: "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
        chromium: None,
        firefox: None,
        header: None,
        example: "https://app.example asks http://api.example/",
    }
    PrivateNetworkPreflight = "private-network-preflight" {
        what: "the preflight's answer does not let pages of the web into the private network"
            / "预检的响应没有允许公网页面进入专用网络",
        why: Wording::new(
            "Chromium 98 to 141 asked the device itself; since 142 it asks the user",
            "Chromium 98 至 141 询问设备本身；自 142 起改为询问用户",
        ),
        spec: LOCAL_NETWORK,
        chromium: None,
        firefox: None,
        header: Some(CorsHeader::AccessControlAllowPrivateNetwork),
        example: "Access-Control-Request-Private-Network: true",
    }
    OriginNotAdded = "origin-not-added" {
        what: "the browser could not write the `Origin` header" / "浏览器无法写入 `Origin` 标头",
        why: Wording::new(
            "without it the server cannot know who asks",
            "没有它，服务器无从得知是谁在请求",
        ),
        spec: "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
        chromium: None,
        firefox: Some("CORSOriginHeaderNotAdded"),
        header: Some(CorsHeader::Origin),
        example: "GET /orders without `Origin`",
    }
    ResponseInvalid = "response-invalid" {
        what: "the answer could not be read as one of HTTP" / "响应无法作为 HTTP 响应读取",
        why: Wording::new("what is broken permits nothing", "损坏的内容不允许任何东西"),
        spec: "https://fetch.spec.whatwg.org/#concept-network-error",
        chromium: Some("kInvalidResponse"),
        firefox: None,
        header: None,
        example: "HTTP/1.1 200 OK, then a body that breaks off",
    }
    NetworkFailure = "network-failure" {
        what: "no answer came: no connection, a broken one, or a certificate that is not trusted"
            / "没有响应：没有连接、连接中断，或证书不受信任",
        why: Wording::new(
            "it is no verdict of CORS, though the console may say so",
            "这不是 CORS 的判定，尽管控制台可能这样写",
        ),
        spec: "https://fetch.spec.whatwg.org/#concept-network-error",
        chromium: None,
        firefox: Some("CORSDidNotSucceed2"),
        header: None,
        example: "fetch(\"https://api.example:4433/\"), where nobody listens",
    }
    AllowOriginMissing = "allow-origin-missing" {
        what: "the answer has no Access-Control-Allow-Origin"
            / "响应没有 Access-Control-Allow-Origin",
        why: Wording::new(
            "what a server does not share, only its own pages may read",
            "服务器没有共享的内容，只有它自己的页面可以读取",
        ),
        spec: CORS_CHECK,
        chromium: Some("kMissingAllowOriginHeader"),
        firefox: Some("CORSMissingAllowOrigin2"),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "HTTP/1.1 200 OK",
    }
    WildcardWithCredentials = "wildcard-with-credentials" {
        what: "Access-Control-Allow-Origin is `*`, and the request carries credentials"
            / "Access-Control-Allow-Origin 是 `*`，而请求携带凭据",
        why: Wording::new(
            "a server that shares with everybody cannot mean what it shows to one user",
            "与所有人共享的服务器，不可能是指展示给某一个用户的内容",
        ),
        spec: CORS_CHECK,
        chromium: Some("kWildcardOriginNotAllowed"),
        firefox: Some("CORSNotSupportingCredentials"),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: *",
    }
    AllowOriginMultiple = "allow-origin-multiple" {
        what: "Access-Control-Allow-Origin comes in several lines"
            / "Access-Control-Allow-Origin 出现了多行",
        why: Wording::new(
            "a server shares an answer with one origin, or with all by `*`",
            "服务器只能与一个源共享响应，或用 `*` 与所有源共享",
        ),
        spec: CORS_CHECK,
        chromium: Some("kMultipleAllowOriginValues"),
        firefox: Some("CORSMultipleAllowOriginNotAllowed"),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: https://app.example\nAccess-Control-Allow-Origin: https://app.example",
    }
    AllowOriginList = "allow-origin-list" {
        what: "Access-Control-Allow-Origin is a list" / "Access-Control-Allow-Origin 是一个列表",
        why: Wording::new(
            "a server shares an answer with one origin, or with all by `*`",
            "服务器只能与一个源共享响应，或用 `*` 与所有源共享",
        ),
        spec: CORS_CHECK,
        chromium: Some("kMultipleAllowOriginValues"),
        firefox: Some("CORSAllowOriginNotMatchingOrigin"),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: https://app.example, https://other.example",
    }
    AllowOriginInvalid = "allow-origin-invalid" {
        what: "Access-Control-Allow-Origin is no origin" / "Access-Control-Allow-Origin 不是一个源",
        why: Wording::new(
            "the value is compared with the page's origin, byte for byte",
            "该值会与页面的源逐字节比较",
        ),
        spec: CORS_CHECK,
        chromium: Some("kInvalidAllowOriginValue"),
        firefox: Some("CORSAllowOriginNotMatchingOrigin"),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: app.example",
    }
    AllowOriginMismatch = "allow-origin-mismatch" {
        what: "Access-Control-Allow-Origin names another origin"
            / "Access-Control-Allow-Origin 指明了另一个源",
        why: Wording::new(
            "the value is compared with the page's origin, byte for byte",
            "该值会与页面的源逐字节比较",
        ),
        spec: CORS_CHECK,
        chromium: Some("kAllowOriginMismatch"),
        firefox: Some("CORSAllowOriginNotMatchingOrigin"),
        header: Some(CorsHeader::AccessControlAllowOrigin),
        example: "Access-Control-Allow-Origin: https://app.example/",
    }
    AllowCredentials = "allow-credentials" {
        what: "the request carries credentials, and Access-Control-Allow-Credentials is not `true`"
            / "请求携带凭据，而 Access-Control-Allow-Credentials 不是 `true`",
        why: Wording::new(
            "what a server shows to a user who is signed in, it must share knowingly",
            "展示给已登录用户的内容，服务器必须明知而共享",
        ),
        spec: CORS_CHECK,
        chromium: Some("kInvalidAllowCredentials"),
        firefox: Some("CORSMissingAllowCredentials"),
        header: Some(CorsHeader::AccessControlAllowCredentials),
        example: "Access-Control-Allow-Credentials: True",
    }
    PreflightStatus = "preflight-status" {
        what: "the preflight was not answered with a status from 200 to 299"
            / "预检的响应状态不在 200 至 299 之间",
        why: Wording::new(
            "an error is no permission, whatever its headers say",
            "错误不是许可，无论标头写了什么",
        ),
        spec: PREFLIGHT,
        chromium: Some("kPreflightInvalidStatus"),
        firefox: Some("CORSPreflightDidNotSucceed3"),
        header: None,
        example: "HTTP/1.1 404 Not Found",
    }
    PreflightRedirect = "preflight-redirect" {
        what: "the preflight was answered with a redirect" / "预检得到了重定向",
        why: Wording::new(
            "permission is asked of one URL; another cannot give it",
            "许可是向一个 URL 询问的，另一个 URL 无权给出",
        ),
        spec: PREFLIGHT,
        chromium: Some("kPreflightDisallowedRedirect"),
        firefox: Some("CORSExternalRedirectNotAllowed"),
        header: None,
        example: "HTTP/1.1 301 Moved Permanently\nLocation: https://api.example/orders/",
    }
    InvalidAllowMethods = "invalid-allow-methods" {
        what: "Access-Control-Allow-Methods is not a list of methods"
            / "Access-Control-Allow-Methods 不是方法的列表",
        why: Wording::new("what cannot be read allows nothing", "无法解读的内容不允许任何东西"),
        spec: PREFLIGHT,
        chromium: Some("kInvalidAllowMethodsPreflightResponse"),
        firefox: Some("CORSInvalidAllowMethod"),
        header: Some(CorsHeader::AccessControlAllowMethods),
        example: "Access-Control-Allow-Methods: \"PUT\"",
    }
    InvalidAllowHeaders = "invalid-allow-headers" {
        what: "Access-Control-Allow-Headers is not a list of header names"
            / "Access-Control-Allow-Headers 不是标头名称的列表",
        why: Wording::new("what cannot be read allows nothing", "无法解读的内容不允许任何东西"),
        spec: PREFLIGHT,
        chromium: Some("kInvalidAllowHeadersPreflightResponse"),
        firefox: Some("CORSInvalidAllowHeader"),
        header: Some(CorsHeader::AccessControlAllowHeaders),
        example: "Access-Control-Allow-Headers: x token",
    }
    MethodNotAllowed = "method-not-allowed" {
        what: "Access-Control-Allow-Methods does not name the method"
            / "Access-Control-Allow-Methods 没有列出该方法",
        why: Wording::new(
            "a form can send GET, HEAD and POST; what can do more, a server must expect",
            "表单只能发送 GET、HEAD 和 POST；超出这些的请求，服务器必须有所预期",
        ),
        spec: PREFLIGHT,
        chromium: Some("kMethodDisallowedByPreflightResponse"),
        firefox: Some("CORSMethodNotFound"),
        header: Some(CorsHeader::AccessControlAllowMethods),
        example: "Access-Control-Allow-Methods: GET, POST",
    }
    HeadersNotAllowed = "headers-not-allowed" {
        what: "Access-Control-Allow-Headers does not name every header that needs permission"
            / "Access-Control-Allow-Headers 没有列出所有需要许可的标头",
        why: Wording::new(
            "a form cannot set headers; what can, a server must expect",
            "表单不能设置标头；能设置标头的请求，服务器必须有所预期",
        ),
        spec: PREFLIGHT,
        chromium: Some("kHeaderDisallowedByPreflightResponse"),
        firefox: Some("CORSMissingAllowHeaderFromPreflight2"),
        header: Some(CorsHeader::AccessControlAllowHeaders),
        example: "Access-Control-Allow-Headers: content-type",
    }
    RedirectModeError = "redirect-mode-error" {
        what: "the answer is a redirect, and the page asked for none"
            / "响应是重定向，而页面不接受重定向",
        why: Wording::new(
            "`redirect: \"error\"` is the page's own wish",
            "`redirect: \"error\"` 是页面自己的要求",
        ),
        spec: HTTP_FETCH,
        chromium: None,
        firefox: None,
        header: None,
        example: "fetch(url, { redirect: \"error\" })",
    }
    LocationInvalid = "location-invalid" {
        what: "the redirect's Location is no URL, or there are several"
            / "重定向的 Location 不是 URL，或有多个",
        why: Wording::new("there is nowhere to go", "没有可以前往的地址"),
        spec: REDIRECT,
        chromium: None,
        firefox: None,
        header: None,
        example: "Location: https://",
    }
    LocationScheme = "location-scheme" {
        what: "the redirect leads to another scheme than http or https"
            / "重定向指向 http 与 https 以外的协议",
        why: Wording::new(
            "a server could lead a page to what only the page itself may open",
            "否则服务器可以把页面引到只有页面自己才能打开的地方",
        ),
        spec: REDIRECT,
        chromium: Some("kCorsDisabledScheme"),
        firefox: Some("CORSRequestNotHttp"),
        header: None,
        example: "Location: file:///data.json",
    }
    TooManyRedirects = "too-many-redirects" {
        what: "there were more than 20 redirects" / "重定向超过 20 次",
        why: Wording::new("it is a loop", "这是循环"),
        spec: REDIRECT,
        chromium: None,
        firefox: None,
        header: None,
        example: "Location: /the/same/path",
    }
    LocationCredentials = "location-credentials" {
        what: "the redirect's Location has a user name or a password"
            / "重定向的 Location 含有用户名或密码",
        why: Wording::new("a server must not sign a page in elsewhere", "服务器不得替页面登录别处"),
        spec: REDIRECT,
        chromium: Some("kRedirectContainsCredentials"),
        firefox: None,
        header: None,
        example: "Location: https://user:password@api.example/",
    }
    UrlCredentials = "url-credentials" {
        what: "the URL has a user name or a password" / "URL 含有用户名或密码",
        why: Wording::new(
            "whoever wrote the page would sign its visitors in elsewhere, and learn whether it worked",
            "页面作者可以让访问者登录别处，并得知是否成功",
        ),
        spec: "https://fetch.spec.whatwg.org/#dom-request",
        chromium: None,
        firefox: None,
        header: None,
        example: "<img src=\"https://user:password@api.example/logo.png\">",
    }
    KeepaliveTooLong = "keepalive-too-long" {
        what: "a request that may outlive its page has more than 64 KiB to send"
            / "可能比页面存活更久的请求要发送超过 64 KiB",
        why: Wording::new(
            "a page that is gone must not keep the user's line busy",
            "已经关闭的页面不应继续占用用户的网络",
        ),
        spec: "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch",
        chromium: None,
        firefox: None,
        header: None,
        example: "navigator.sendBeacon(url, \"x\".repeat(65537))",
    }
    StreamRedirect = "stream-redirect" {
        what: "the redirect would send a streamed body again" / "重定向要求再次发送流式主体",
        why: Wording::new("a stream can be read once", "流只能读取一次"),
        spec: REDIRECT,
        chromium: None,
        firefox: None,
        header: None,
        example: "fetch(url, { method: \"POST\", body: stream, duplex: \"half\" })",
    }
    ResourcePolicy = "resource-policy" {
        what: "Cross-Origin-Resource-Policy keeps the answer to its own site"
            / "Cross-Origin-Resource-Policy 只允许自己的站点使用该响应",
        why: Wording::new(
            "what is loaded without CORS can still be drawn into a stranger's process",
            "不经 CORS 加载的内容仍可能进入陌生页面的进程",
        ),
        spec: "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check",
        chromium: None,
        firefox: None,
        header: Some(CorsHeader::CrossOriginResourcePolicy),
        example: "Cross-Origin-Resource-Policy: same-origin",
    }
    EmbedderPolicy = "embedder-policy" {
        what: "the page's Cross-Origin-Embedder-Policy asks for a document that has one, too"
            / "页面的 Cross-Origin-Embedder-Policy 要求嵌入的文档也有该策略",
        why: Wording::new(
            "a page is isolated only if everything that it embeds is",
            "只有嵌入的一切都被隔离，页面才是隔离的",
        ),
        spec: "https://html.spec.whatwg.org/multipage/browsers.html#coep",
        chromium: None,
        firefox: None,
        header: None,
        example: "Cross-Origin-Embedder-Policy: require-corp",
    }
    WrongType = "wrong-type" {
        what: "the answer is of a type that the element takes for nothing of its own"
            / "响应的类型不是该元素能使用的类型",
        why: Wording::new(
            "a page could make a script of a stranger's document, and learn from how it fails",
            "页面可能把陌生文档当作脚本执行，并从失败方式中获知内容",
        ),
        spec: "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?",
        chromium: None,
        firefox: None,
        header: None,
        example: "X-Content-Type-Options: nosniff",
    }
    IntegrityNeedsCors = "integrity-needs-cors" {
        what: "`integrity` asks for a digest of an answer that was not asked for by CORS"
            / "`integrity` 要求校验一个未经 CORS 请求的响应",
        why: Wording::new(
            "whether a digest fits would tell the page what the answer says",
            "摘要是否匹配会向页面透露响应的内容",
        ),
        spec: "https://w3c.github.io/webappsec-subresource-integrity/#is-response-eligible",
        chromium: None,
        firefox: None,
        header: None,
        example: "<script integrity=… src=https://cdn.example/lib.js>",
    }
    ForbiddenHeader = "forbidden-header" {
        what: "script tried to set a header that only the browser sets"
            / "脚本试图设置只有浏览器才能设置的标头",
        why: Wording::new(
            "a server believes what the browser itself says of a request",
            "服务器相信浏览器自己对请求的说明",
        ),
        spec: "https://fetch.spec.whatwg.org/#forbidden-request-header",
        chromium: None,
        firefox: None,
        header: None,
        example: "fetch(url, { headers: { Cookie: \"a=1\" } })",
    }
    AuthorizationByWildcard = "authorization-by-wildcard" {
        what: "Access-Control-Allow-Headers is `*`, which does not cover Authorization"
            / "Access-Control-Allow-Headers 是 `*`，而它不包括 Authorization",
        why: Wording::new(
            "whoever writes a star seldom thinks of passwords; browsers still forgive it, and warn",
            "写星号的人很少想到密码；浏览器目前仍予放行，但会发出警告",
        ),
        spec: "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
        chromium: None,
        firefox: None,
        header: Some(CorsHeader::AccessControlAllowHeaders),
        example: "Access-Control-Allow-Headers: *",
    }
    HeaderNotExposed = "header-not-exposed" {
        what: "script asked for a header that Access-Control-Expose-Headers does not name"
            / "脚本要读取 Access-Control-Expose-Headers 没有列出的标头",
        why: Wording::new(
            "a header may tell more than the body that a server meant to share",
            "一个标头透露的可能比服务器愿意共享的主体更多",
        ),
        spec: "https://fetch.spec.whatwg.org/#concept-filtered-response-cors",
        chromium: None,
        firefox: None,
        header: Some(CorsHeader::AccessControlExposeHeaders),
        example: "response.headers.get(\"X-Total-Count\")",
    }
    CanvasTainted = "canvas-tainted" {
        what: "script read back a canvas on which an image was drawn that was loaded without CORS"
            / "脚本要读回画布，而画布上有未经 CORS 加载的图像",
        why: Wording::new(
            "an image that a page may show, it may not read",
            "页面可以显示的图像，不等于可以读取",
        ),
        spec: "https://html.spec.whatwg.org/multipage/canvas.html#security-with-canvas-elements",
        chromium: None,
        firefox: None,
        header: None,
        example: "context.getImageData(0, 0, 1, 1)",
    }
    NoSniff = "no-sniff" {
        what: "the answer says `nosniff`, and its Content-Type is none that the element takes"
            / "响应声明了 `nosniff`，而它的 Content-Type 不是该元素接受的类型",
        why: Wording::new(
            "`nosniff` is the server's own wish that nobody looks further than the type that it names",
            "`nosniff` 是服务器自己的要求：任何人都只看它声明的类型",
        ),
        spec: "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?",
        chromium: None,
        firefox: None,
        header: None,
        example: "X-Content-Type-Options: nosniff",
    }
    OpaqueResponseBlocked = "opaque-response-blocked" {
        what: "an element asked without CORS, and what came is nothing that it could show or run"
            / "元素未经 CORS 请求，而得到的内容不是它能显示或执行的",
        why: Wording::new(
            "data that a page may not read is not even let into its process (ORB, formerly CORB)",
            "页面无权读取的数据连它的进程都不会进入（ORB，以前叫 CORB）",
        ),
        spec: "https://github.com/annevk/orb",
        chromium: None,
        firefox: None,
        header: None,
        example: "<img src=https://api.example/data.json>",
    }
    IntegrityMismatch = "integrity-mismatch" {
        what: "the answer is not what the digest in `integrity` was made of"
            / "响应与 `integrity` 中的摘要不符",
        why: Wording::new(
            "a page that names a digest wants nothing else",
            "页面写明摘要，就是不要别的内容",
        ),
        spec: "https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist",
        chromium: None,
        firefox: None,
        header: None,
        example: "<script integrity=sha384-… src=…>",
    }
    ContentSecurityPolicy = "blocked-by-csp" {
        what: "the page's own Content-Security-Policy does not let it ask there"
            / "页面自己的 Content-Security-Policy 不允许请求该地址",
        why: Wording::new(
            "the page's server said where its pages may ask; the server that is asked has no say in it",
            "页面的服务器规定了页面可以请求哪里；被请求的服务器无法改变这一点",
        ),
        spec: "https://w3c.github.io/webappsec-csp/#directive-connect-src",
        chromium: None,
        firefox: None,
        header: None,
        example: "Content-Security-Policy: connect-src 'self'",
    }
    WorkerOrigin = "worker-origin" {
        what: "a worker's script must be of the page's own origin"
            / "Worker 的脚本必须与页面同源",
        why: Wording::new(
            "a worker runs with the rights of the page; no header of CORS changes that",
            "Worker 以页面的权限运行；任何 CORS 标头都不能改变这一点",
        ),
        spec: "https://html.spec.whatwg.org/multipage/workers.html#dom-worker",
        chromium: None,
        firefox: None,
        header: None,
        example: "new Worker(\"https://cdn.example/worker.js\")",
    }
    MediaWithoutCors = "media-without-cors" {
        what: "sound or pictures are to be read from a media element that was loaded without CORS"
            / "要读取的音视频来自未经 CORS 加载的媒体元素",
        why: Wording::new(
            "what a page may play, it may not read",
            "页面可以播放的内容，不等于可以读取",
        ),
        spec: "https://webaudio.github.io/web-audio-api/#MediaElementAudioSourceOptions-security",
        chromium: None,
        firefox: None,
        header: None,
        example: "context.createMediaElementSource(audio)",
    }
    StyleSheetUnreadable = "style-sheet-unreadable" {
        what: "script wants to read the rules of a style sheet that was loaded without CORS"
            / "脚本要读取未经 CORS 加载的样式表的规则",
        why: Wording::new(
            "a style sheet that a page may use, it may not read",
            "页面可以使用的样式表，不等于可以读取",
        ),
        spec: "https://drafts.csswg.org/cssom/#dom-cssstylesheet-cssrules",
        chromium: None,
        firefox: None,
        header: None,
        example: "document.styleSheets[0].cssRules",
    }
    PreloadUnused = "preload-unused" {
        what: "a preload was made in another mode than the request that it was for, so it was loaded twice"
            / "预加载与实际请求的模式不同，因此加载了两次",
        why: Wording::new(
            "what was loaded without CORS must not serve a request that may be read, nor one with cookies another without",
            "未经 CORS 加载的内容不能用于可读取的请求；带 Cookie 的也不能用于不带的",
        ),
        spec: "https://html.spec.whatwg.org/multipage/links.html#consume-a-preloaded-resource",
        chromium: None,
        firefox: None,
        header: None,
        example: "<link rel=preload as=fetch href=/data.json>",
    }
    ServiceWorkerResponse = "service-worker-response" {
        what: "the page's service worker answered with a response that this request may not have"
            / "页面的 Service Worker 给出了该请求不能接受的响应",
        why: Wording::new(
            "a worker must not hand a page what the page could not have asked for itself",
            "Worker 不能把页面自己无法请求的内容交给页面",
        ),
        spec: "https://fetch.spec.whatwg.org/#http-fetch",
        chromium: None,
        firefox: None,
        header: None,
        example: "event.respondWith(fetch(url, { mode: \"no-cors\" }))",
    }
    CookieLeftOut = "cookie-left-out" {
        what: "a cookie was not sent or not kept, for it is another site's"
            / "Cookie 未被发送或保存，因为它属于另一个站点",
        why: Wording::new(
            "browsers no longer let a site follow its users from page to page of others",
            "浏览器不再允许一个站点在其他站点的页面间跟踪用户",
        ),
        spec: "https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-samesite-cookies",
        chromium: None,
        firefox: None,
        header: None,
        example: "Set-Cookie: session=1; SameSite=Lax",
    }
    BlockedByClient = "blocked-by-client" {
        what: "an extension, a content blocker or the browser's own protection stopped the request"
            / "扩展、内容拦截器或浏览器自身的防护阻止了请求",
        why: Wording::new(
            "the user, or whoever set up the browser, does not want it; it never reached the server",
            "用户或浏览器的管理者不希望发出该请求；它从未到达服务器",
        ),
        spec: "https://fetch.spec.whatwg.org/#concept-network-error",
        chromium: None,
        firefox: None,
        header: None,
        example: "fetch(\"https://ads.example/track\")",
    }
    RequestAborted = "request-aborted" {
        what: "the request was given up before it was answered"
            / "请求在得到响应之前被放弃",
        why: Wording::new(
            "the page was left, or its script stopped it; it is no verdict of CORS",
            "页面被离开，或其脚本中止了请求；这不是 CORS 的判定",
        ),
        spec: "https://fetch.spec.whatwg.org/#concept-aborted-network-error",
        chromium: None,
        firefox: None,
        header: None,
        example: "controller.abort()",
    }
    ScriptErrorHidden = "script-error-hidden" {
        what: "an error in a script of another origin is told only as `Script error.`"
            / "另一个源的脚本中的错误只显示为 `Script error.`",
        why: Wording::new(
            "what went wrong in a script that a page may run, but not read, would tell what it says",
            "页面可以执行但不能读取的脚本，其出错细节会透露脚本的内容",
        ),
        spec: "https://html.spec.whatwg.org/multipage/webappapis.html#muted-errors",
        chromium: None,
        firefox: None,
        header: None,
        example: "<script src=https://cdn.example/lib.js>",
    }
    FrameAccess = "frame-access" {
        what: "script reaches into a window of another origin"
            / "脚本要访问另一个源的窗口",
        why: Wording::new(
            "documents of two origins see nothing of each other; CORS is about answers to requests and does not change it",
            "两个源的文档互相不可见；CORS 只涉及请求的响应，改变不了这一点",
        ),
        spec: "https://html.spec.whatwg.org/multipage/nav-history-apis.html#cross-origin-objects",
        chromium: None,
        firefox: None,
        header: None,
        example: "frames[0].document",
    }
    FrameRefused = "frame-refused" {
        what: "the document does not let itself be shown in a frame of this page"
            / "该文档不允许被嵌入此页面的框架",
        why: Wording::new(
            "a page inside another can be made to be clicked unawares; `X-Frame-Options` or `frame-ancestors` says who may show it",
            "嵌入的页面可能被诱导点击；`X-Frame-Options` 或 `frame-ancestors` 规定谁可以嵌入",
        ),
        spec: "https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header",
        chromium: None,
        firefox: None,
        header: None,
        example: "X-Frame-Options: DENY",
    }
    WebSocketRefused = "web-socket-refused" {
        what: "the server did not take the WebSocket: it answered the handshake with something else than 101"
            / "服务器没有接受 WebSocket：它对握手的应答不是 101",
        why: Wording::new(
            "no header of CORS concerns a WebSocket: each server looks at `Origin` itself, and answers 101 or an error",
            "WebSocket 与跨域响应头无关：由服务器自己检查 `Origin`，并以 101 或错误应答",
        ),
        spec: "https://websockets.spec.whatwg.org/#concept-websocket-establish",
        chromium: None,
        firefox: None,
        header: None,
        example: "new WebSocket(\"wss://api.example/live\")",
    }
    OpenerPolicy = "opener-policy" {
        what: "`Cross-Origin-Opener-Policy` cuts off a window from the one that opened it, or counts for nothing here"
            / "`Cross-Origin-Opener-Policy` 切断了窗口与打开它的窗口的联系，或者在这里不起作用",
        why: Wording::new(
            "documents that can reach each other may share a process; a page that wants its own gives up its openers",
            "能互相访问的文档可能共用一个进程；要独占进程的页面就得放弃与打开者的联系",
        ),
        spec: "https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
        chromium: None,
        firefox: None,
        header: None,
        example: "Cross-Origin-Opener-Policy: same-origin",
    }
    NotIsolated = "not-cross-origin-isolated" {
        what: "the page is not cross-origin isolated, so that there is no `SharedArrayBuffer` to share"
            / "页面没有做到跨源隔离，因此没有可以共享的 `SharedArrayBuffer`",
        why: Wording::new(
            "with memory that is shared a page can measure time so finely that it reads what else is in its process",
            "有了共享内存，页面就能精确计时，从而读出同一进程里的其他内容",
        ),
        spec: "https://html.spec.whatwg.org/multipage/webappapis.html#concept-settings-object-cross-origin-isolated-capability",
        chromium: None,
        firefox: None,
        header: None,
        example: "new SharedArrayBuffer(1024)",
    }
    HostNotListed = "host-not-listed" {
        what: "the server keeps a list of the hosts that it answers for, or of those whose pages it serves in development, and this is not on it"
            / "服务器有一份名单，只应答其中的主机（开发服务器则只应答其中主机的页面），而这个不在名单上",
        why: Wording::new(
            "a name that anybody can point at a server (DNS rebinding) must not make pages of it; CORS is another list",
            "任何人都能让自己的域名指向服务器（DNS 重绑定），这不应使它成为该服务器的页面；CORS 是另一份名单",
        ),
        spec: "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Host",
        chromium: None,
        firefox: None,
        header: None,
        example: "Invalid HTTP_HOST header: 'api.example'",
    }
    ForgeryGuard = "forgery-guard" {
        what: "the server took it for a request that another site forged (CSRF): its token, its cookie or its `Origin` is not what the server expects"
            / "服务器把它当作其他站点伪造的请求（CSRF）：令牌、Cookie 或 `Origin` 与它预期的不符",
        why: Wording::new(
            "CORS says who may read answers; what a request with the user's cookies may do, a server has to guard itself",
            "CORS 只规定谁能读取响应；带着用户 Cookie 的请求能做什么，要由服务器自己把关",
        ),
        spec: "https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/CSRF",
        chromium: None,
        firefox: None,
        header: None,
        example: "Origin checking failed - https://app.example does not match any trusted origins.",
    }
    CacheRefused = "cache-refused" {
        what: "the cache of a service worker does not keep this request or this answer"
            / "Service Worker 的缓存不保存这个请求或这个响应",
        why: Wording::new(
            "it keeps whole answers to GET over http and https; `addAll` keeps all of a list or none",
            "它只保存 http 和 https 上 GET 的完整响应；`addAll` 要么全部保存，要么一个都不保存",
        ),
        spec: "https://w3c.github.io/ServiceWorker/#cache-addAll",
        chromium: None,
        firefox: None,
        header: None,
        example: "cache.addAll([\"/\", \"/missing.js\"])",
    }
}
}

#[cfg(test)]
mod tests {
    use super::FetchRule;
    use super::PREFLIGHT;

    #[test]
    fn what_only_a_preflight_breaks_stands_in_the_standards_preflight() {
        for rule in FetchRule::ALL {
            assert_eq!(rule.is_of_preflight(), rule.spec() == PREFLIGHT, "{rule}");
        }
    }
}
