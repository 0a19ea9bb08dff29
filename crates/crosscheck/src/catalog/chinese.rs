//! What the catalogue says in Chinese beside what a thing is: why it matters, and what to do.

use super::check::Check;
use super::finding_kind::FindingKind;
use super::header::CorsHeader;

/// Why a check matters, and what to do.
pub(super) const fn of_check(check: Check) -> [&'static str; 2] {
    match check {
        Check::MixedContent => {
            ["浏览器在检查跨域之前就会拦截它，响应头写什么都没有用", "让这个 URL 用 https 提供"]
        }
        Check::LocalNetwork => [
            "Chromium 自 142 版起会先询问用户，并拒绝不是通过 TLS 得到的页面",
            "让页面与它处于同一网络，或者做好用户拒绝的准备",
        ],
        Check::ForbiddenHeader => {
            ["浏览器会悄悄去掉它而不报错，服务器永远看不到", "换一个名称发送，或者不要设置它"]
        }
        Check::ResponseHeaderOnRequest => [
            "写在请求上不会允许任何事情，反而多了一个需要许可的请求头",
            "从请求里删掉它：这个响应头应由服务器发送",
        ],
        Check::NoCorsMode => [
            "它不会关闭跨域检查：请求照样发出，脚本却什么都看不到",
            "去掉这个模式，让服务器允许页面读取响应",
        ],
        Check::MethodCase => {
            ["方法区分大小写，浏览器只会把最老的几个转成大写", "在页面上把 `PATCH` 写成大写"]
        }
        Check::VaryOriginMissing => [
            "缓存可能把为一个页面准备的响应交给另一个页面，后者就会跨域失败",
            "在这个 URL 的每个响应上加 `Vary: Origin`，没有跨域响应头的也要加",
        ],
        Check::AuthorizationByWildcard => [
            "按标准 `*` 不包括它，各浏览器也已宣布将照此执行",
            "按名称列出：`Access-Control-Allow-Headers: authorization, …`",
        ],
        Check::WildcardIsLiteral => {
            ["携带凭据时 `*` 只是一个普通的名称，不会允许或暴露任何东西", "把名称逐个列出"]
        }
        Check::WildcardAndCredentials => [
            "页面一旦携带凭据，浏览器就会拒绝这个响应",
            "写明具体的源并加上 `Vary: Origin`，或者去掉 Access-Control-Allow-Credentials",
        ],
        Check::NullOriginAllowed => [
            "任何页面在沙箱 iframe 里的源都是它，所以这等于允许所有人",
            "按名称允许源；确实需要的文档应当有自己的源",
        ],
        Check::NullAfterRedirect => {
            ["从那里起请求会带 `Origin: null`，而只有 `*` 才应允许它", "让页面直接请求最终的 URL"]
        }
        Check::PreflightRedirected => [
            "浏览器在预检时不跟随任何重定向；常见原因是少了末尾斜杠、http 跳到 https，或跳到登录页",
            "请求最终的 URL，或者在任何重定向之前先响应 OPTIONS",
        ],
        Check::ErrorsWithoutCors => [
            "一旦出错，脚本看到的是跨域错误，而不是状态码和原因",
            "给每个响应都加上跨域响应头，包括出错的响应（nginx：`add_header … always`）",
        ],
        Check::CookieNotForOtherSites => [
            "没有 `SameSite=None; Secure`，Cookie 只用于自己站点的页面",
            "加上 `SameSite=None; Secure`，或者让页面与 API 处于同一站点",
        ],
        Check::ThirdPartyCookies => [
            "WebKit 会拦截这样的 Cookie，Firefox 按页面分开保存，Chromium 让用户可以拦截",
            "让页面与 API 处于同一站点，或者用 `Authorization` 发送令牌",
        ],
        Check::MaxAgeUnreadable => {
            ["浏览器只会把预检结果记住五秒，Firefox 则完全不记", "只写数字，例如 `600`"]
        }
        Check::MaxAgeAboveCaps => {
            ["预检会比这个数字所说的更早再来", "按最小的上限来打算，或写一个处处都成立的值"]
        }
        Check::CredentialsUnused => [
            "不需要凭据的内容，不应让每个被允许的源都能带着凭据读取",
            "去掉 Access-Control-Allow-Credentials，除非其他请求需要它",
        ],
        Check::SafelistedHeaderListed => [
            "页面本来就可以像表单那样设置它们；只有特殊或很长的值才需要许可",
            "把它们删掉，除非页面会发送那样的值",
        ],
    }
}

/// Why a finding about a policy matters, and what to do.
pub(super) const fn of_finding(kind: FindingKind) -> [&'static str; 2] {
    match kind {
        FindingKind::NoOrigins => [
            "没有源的规则会拒绝所有页面，而写下它的人总想允许谁。",
            "列出哪些源的页面可以读取，例如 `https://app.example.com`，或者删掉这条规则。",
        ],
        FindingKind::InvalidOrigin => [
            "源是逐字节比较的：带路径、末尾斜杠、默认端口或大写字母的写法永远不会匹配。",
            "照浏览器 `Origin` 请求头的样子写：协议、小写的主机，端口只在不是默认值时写。",
        ],
        FindingKind::InvalidPattern => [
            "放错位置的通配符要么什么都不匹配，要么匹配得远比想要的多。",
            "把 `*` 或 `**` 放在第一段，后面跟着域名：`https://*.example.com`。",
        ],
        FindingKind::NullOrigin => [
            "谁都能造一个沙箱 iframe 或 `data:` 文档来发送它，所以列出它就是允许所有人。",
            "让页面有自己的源。若必须如此，请写明：`danger = { null_origin = true }`。",
        ],
        FindingKind::InsecureOrigin => [
            "与访问者同处一个网络的人可以冒充 `http` 页面来响应，然后读取页面能读取的一切。",
            "改用 `https`。携带凭据时这是错误，除非作为风险写明在 `danger` 中。",
        ],
        FindingKind::PublicSuffix => [
            "任何人都可以在那里注册名称，成为可以读取的源。",
            "写明你自己的那一部分：`https://*.example.co.uk`。若必须如此，请写在 `danger` 中。",
        ],
        FindingKind::SharedSuffix => [
            "同一主机的其他客户可以自选名称，其中可能有匹配的。",
            "在这一段里保留只有你的项目才有的部分。",
        ],
        FindingKind::LoopbackWithCredentials => [
            "访问者机器上的任何程序都能提供这样的页面，并以访问者的账户读取。",
            "只把它用于开发环境的策略。",
        ],
        FindingKind::AnyPortWithCredentials => [
            "那台主机上监听的其他任何服务都能以访问者的账户读取。",
            "写明端口：`https://app.example.com:8443`，或一个范围。",
        ],
        FindingKind::Duplicate => ["将来有人只改其中一个，另一个就被忘了。", "删掉一个。"],
        FindingKind::Covered => {
            ["以后删掉它什么都不会改变，看上去却好像会。", "删掉它，或者把模式写窄。"]
        }
        FindingKind::WildcardNotAlone => {
            ["列表看上去比实际的窄。", "只保留 `*`，或者只保留其他值。"]
        }
        FindingKind::WildcardWithCredentials => [
            "浏览器会拒绝这个响应，或把 `*` 当成字面名称；而照抄请求的源则等于允许所有人。",
            "列出想要允许的，或者不用凭据。",
        ],
        FindingKind::WildcardWithoutAuthorization => [
            "标准把 `authorization` 排除在星号之外，设置了它的请求会被拒绝。",
            "如果页面会发送它，就写 `[\"*\", \"authorization\"]`。",
        ],
        FindingKind::InvalidMethod => ["没有请求会使用它。", "写一个单词，例如 `PUT`。"],
        FindingKind::ForbiddenMethod => {
            ["浏览器从不替页面发送 `CONNECT`、`TRACE` 或 `TRACK`，允许它没有任何作用。", "删掉它。"]
        }
        FindingKind::MethodCase => [
            "方法区分大小写，浏览器只把 `DELETE`、`GET`、`HEAD`、`OPTIONS`、`POST`、`PUT` 转成大写。",
            "在策略和页面里都写成大写。",
        ],
        FindingKind::Needless => ["页面只要可以读取就可以使用它，列不列出都一样。", "删掉它。"],
        FindingKind::InvalidHeaderName => {
            ["没有请求或响应会有它。", "写一个单词，例如 `x-requested-with`。"]
        }
        FindingKind::ForbiddenRequestHeader => [
            "它由浏览器自己设置，或者根本不设置，所以没有页面会请求许可。",
            "删掉它；响应头应写在 `expose_headers` 中。",
        ],
        FindingKind::ForbiddenResponseHeader => [
            "浏览器从不把它给脚本看，所以暴露它没有任何作用。",
            "删掉它；请求头应写在 `request_headers` 中。",
        ],
        FindingKind::MaxAgeOutOfBounds => {
            ["没有浏览器会把预检结果记住超过一天，也不会少于零秒。", "写 0 到 86400 之间的整秒数。"]
        }
        FindingKind::MaxAgeCut => [
            "Chromium 最多把预检结果记住 7200 秒，WebKit 最多 600 秒。",
            "如果这样可以接受就不必改；没有数字能让它们记得更久。",
        ],
        FindingKind::InvalidPath => [
            "没有请求会到达它，或者服务器可能有多种读法。",
            "从第一个斜杠写起，写解码后的样子，末尾不要斜杠：`/api` 也包括它下面的一切。",
        ],
        FindingKind::UnreachableRule => [
            "某个路径上第一条列出该源的规则独自作答；这一条永远轮不到。",
            "把更窄的规则放在前面，或者删掉它。",
        ],
        FindingKind::ConflictingResourcePolicy => [
            "浏览器对不带源的请求也会检查 `Cross-Origin-Resource-Policy`，这时无法知道是哪条规则。",
            "让该路径的每条规则说法一致，或者只在一条里写。",
        ],
        FindingKind::UnusedDanger => ["它等着有人犯下它本来会阻止的错误。", "删掉它。"],
        FindingKind::InvalidAssertion => [
            "无法判定的断言会被误认为已经证明。",
            "写明哪些页面（`origins` 或 `outside`）`may`（可以）或 `never`（绝不）做什么。",
        ],
        FindingKind::BrokenAssertion => [
            "策略让页面做了不该做的事，或者没让它做该做的事；所列的请求可以证明。",
            "修改回答该请求的规则；如果是断言写错了，就修改断言。",
        ],
        FindingKind::UndecidedAssertion => [
            "同一个域的各段里有几百个通配符，它们的重叠方式多到无法逐一检查。",
            "少用一些通配符，例如整段只用一个。",
        ],
        FindingKind::NotToml => {
            ["读不出来的那一部分也许正是一条限制。", "文本放进引号，列表放进方括号。"]
        }
        FindingKind::WrongType => ["猜测它的意思，就是猜测谁可以读取。", "按所说的类型来写。"],
        FindingKind::UnknownKey => {
            ["拼错的限制不会限制任何东西。", "写成所提示的名称，或者删掉它。"]
        }
        FindingKind::MisplacedKey => ["它在这个位置不起作用。", "在它上面一行写 `[cors]`。"],
        FindingKind::InvalidGateway => {
            ["受信任者可以声称自己替谁说话。", "写明你自己的代理的地址，或所给出的那个词。"]
        }
        FindingKind::MissingTable => {
            ["没有可以遵循的内容。", "写 `[cors]`，并在下面写出可以读取的 `origins`。"]
        }
        FindingKind::Incomplete => {
            ["被截断或尚未写完的部分，可能使它允许的比完整时更多。", "把 `[end]` 写在最后一行。"]
        }
    }
}

/// How a header is meant.
pub(super) const fn of_header(header: CorsHeader) -> &'static str {
    match header {
        CorsHeader::AccessControlAllowOrigin => {
            "每个响应都要有，出错时也一样；不能是列表或模式，末尾不能有斜杠；如果取决于谁在请求，就再加 `Vary: Origin`"
        }
        CorsHeader::AccessControlAllowCredentials => {
            "小写的 `true`，预检的响应也要有；有了它，其他响应头里的星号就都不起作用"
        }
        CorsHeader::AccessControlAllowMethods => {
            "GET、HEAD 和 POST 不必列出；区分大小写，`patch` 不是 PATCH"
        }
        CorsHeader::AccessControlAllowHeaders => {
            "请求许可的名称必须全部列出，否则一个都不允许；`*` 不包括 Authorization，携带凭据时没有意义"
        }
        CorsHeader::AccessControlExposeHeaders => {
            "写在响应本身，而不是预检的响应上；携带凭据时 `*` 没有意义；任何页面都读不到 Set-Cookie"
        }
        CorsHeader::AccessControlMaxAge => {
            "在预检的响应上写 `Access-Control-Max-Age: 600`；Chromium 最多 7200，Firefox 最多 86400，WebKit 最多 600；不写则为 5 秒"
        }
        CorsHeader::AccessControlRequestMethod => {
            "`Access-Control-Request-Method` 由浏览器写；有它和 Origin 的 OPTIONS 才是预检"
        }
        CorsHeader::AccessControlRequestHeaders => {
            "`Access-Control-Request-Headers` 由浏览器写：名称小写、排好序、没有空格"
        }
        CorsHeader::AccessControlAllowPrivateNetwork => {
            "不要发送 `Access-Control-Allow-Private-Network`；交给本地网络访问权限（Local Network Access）"
        }
        CorsHeader::Origin => {
            "页面既不能设置也不能隐藏 `Origin`；要逐字节比较，绝不能只比较其中一段"
        }
        CorsHeader::Vary => "`Vary: Origin`；没有它，缓存会把为一个页面准备的响应交给另一个页面",
        CorsHeader::CrossOriginResourcePolicy => "公开的内容用 cross-origin，其余用 same-origin",
        CorsHeader::TimingAllowOrigin => {
            "公开的文件用 `Timing-Allow-Origin: *` 没有问题；它不会公开内容"
        }
        CorsHeader::Cookie => {
            "三个开关：页面上的 `credentials: \"include\"`，服务器上的 Access-Control-Allow-Credentials，以及站点不同时 Cookie 上的 SameSite=None; Secure"
        }
    }
}
