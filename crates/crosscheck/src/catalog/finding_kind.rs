//! What can be said about a policy, and about the file that it stands in.

use super::named::catalog;
use super::wording::Wording;

impl FindingKind {
    /// What it leads to: a sentence.
    pub const fn why(self) -> Wording {
        self.row().why
    }

    /// What to do about it: a sentence.
    pub const fn fix(self) -> Wording {
        self.row().fix
    }

    /// Whether it is about the file that a policy is written in, so that there may be no policy.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FindingKind;
    ///
    /// assert!(FindingKind::NotToml.is_about_the_file());
    /// assert!(!FindingKind::NullOrigin.is_about_the_file());
    /// ```
    pub const fn is_about_the_file(self) -> bool {
        matches!(self.row().about, About::File)
    }
}

/// One row of the table.
struct Row {
    why: Wording,
    fix: Wording,
    about: About,
}

enum About {
    Policy,
    File,
}

catalog! {
/// The kinds of findings about a policy, each with a stable kebab-case name.
///
/// # Example
/// ```
/// use crosscheck::catalog::FindingKind;
///
/// let kind: FindingKind = "public-suffix".parse().expect("it is in the table");
/// assert_eq!(kind, FindingKind::PublicSuffix);
/// assert!(kind.why().english.starts_with("Anybody can register a name there"));
/// ```
enum FindingKind: Row {
    NoOrigins = "no-origins" {
        what: "No origin is listed, so no page may read anything."
            / "没有列出任何源，所以没有页面能读取。",
        why: Wording::new(
            "A rule without origins refuses every page. That is safe, and seldom what was meant: \
            an empty variable of the environment reads the same.",
            "没有源的规则会拒绝所有页面。这很安全，但多半不是本意：空的环境变量看起来也是这样。",
        ),
        fix: Wording::new(
            "List the origins whose pages may read, such as `https://app.example.com`, or take \
            the rule out.",
            "列出哪些源的页面可以读取，例如 `https://app.example.com`，或者删掉这条规则。",
        ),
        about: About::Policy,
    }
    InvalidOrigin = "invalid-origin" {
        what: "Text that no browser sends as an origin." / "没有浏览器会发送这样的源。",
        why: Wording::new(
            "Origins are compared byte by byte, so an entry with a path, a slash at its end, a \
            default port, capitals or Unicode never matches.",
            "源是逐字节比较的：带路径、末尾斜杠、默认端口或大写字母的写法永远不会匹配。",
        ),
        fix: Wording::new(
            "Write it as a browser's `Origin` header has it: scheme, host in lower case, port \
            if it is not the scheme's own.",
            "照浏览器 `Origin` 请求头的样子写：协议、小写的主机，端口只在不是默认值时写。",
        ),
        about: About::Policy,
    }
    InvalidPattern = "invalid-pattern" {
        what: "A pattern of origins that is none." / "这不是有效的源模式。",
        why: Wording::new(
            "A wildcard in the wrong place matches nothing, or far more than was meant, as `h*` \
            and `https://example.com*` do elsewhere.",
            "放错位置的通配符要么什么都不匹配，要么匹配得远比想要的多。",
        ),
        fix: Wording::new(
            "Put `*` or `**` into the first label, with a domain behind it: \
            `https://*.example.com`, `https://preview-*.example.com`.",
            "把 `*` 或 `**` 放在第一段，后面跟着域名：`https://*.example.com`。",
        ),
        about: About::Policy,
    }
    NullOrigin = "null-origin" {
        what: "`null`, which any sandboxed page of anybody sends."
            / "任何人的沙箱页面都会发送 null。",
        why: Wording::new(
            "Whoever can make a sandboxed frame or a `data:` document can send it, so listing \
            it lets every site in.",
            "谁都能造一个沙箱 iframe 或 `data:` 文档来发送它，所以列出它就是允许所有人。",
        ),
        fix: Wording::new(
            "Serve the page from an origin of its own. If it must be, say so: `danger = { \
            null_origin = true }`.",
            "让页面有自己的源。若必须如此，请写明：`danger = { null_origin = true }`。",
        ),
        about: About::Policy,
    }
    InsecureOrigin = "insecure-origin" {
        what: "Plain `http`, which anybody on the way can pretend to be."
            / "途中任何人都可以冒充 http 源。",
        why: Wording::new(
            "Whoever shares the visitor's network can answer for a plain `http` page and then \
            read as that page.",
            "与访问者同处一个网络的人可以冒充 `http` 页面来响应，然后读取页面能读取的一切。",
        ),
        fix: Wording::new(
            "Use `https`. With credentials it is an error, unless taken as a danger: `danger = \
            { insecure_origins = true }`.",
            "改用 `https`。携带凭据时这是错误，除非作为风险写明在 `danger` 中。",
        ),
        about: About::Policy,
    }
    PublicSuffix = "public-suffix" {
        what: "A wildcard over a suffix under which anybody can have a name."
            / "任何人都可以在这个后缀下拥有名称。",
        why: Wording::new(
            "Anybody can register a name there and becomes one of the origins that may read.",
            "任何人都可以在那里注册名称，成为可以读取的源。",
        ),
        fix: Wording::new(
            "Name your own part of it: `https://*.example.co.uk`. If it must be, say so: \
            `danger = { public_suffixes = true }`.",
            "写明你自己的那一部分：`https://*.example.co.uk`。若必须如此，请写在 `danger` 中。",
        ),
        about: About::Policy,
    }
    WholeScheme = "whole-scheme" {
        what: "Every host of a scheme: all extensions, or all panels of an editor."
            / "整个协议下的所有主机：所有扩展，或编辑器的所有面板。",
        why: Wording::new(
            "Some browsers and editors give each installation a random host, so nobody can list \
            them; but whatever else is installed there gets in, too.",
            "有些浏览器和编辑器给每次安装一个随机主机名，没有人能把它们列出来；但那里安装的其他东西也会一并放行。",
        ),
        fix: Wording::new(
            "List the hosts if they are fixed (`chrome-extension://…` is). If it must be, say so: \
            `danger = { whole_schemes = true }`.",
            "如果主机名是固定的（`chrome-extension://…` 就是），请列出它们。若必须如此，请写明：`danger = { whole_schemes = true }`。",
        ),
        about: About::Policy,
    }
    FileOrigin = "file-origin" {
        what: "The origin `file://`, which every file on a device has."
            / "源 `file://`，设备上的每个文件都拥有它。",
        why: Wording::new(
            "Browsers send `null` for files. Only embedded ones with file access (Electron, \
            Cordova, a WebView) send `file://`, and then for any file that they open.",
            "浏览器对本地文件发送 `null`。只有允许访问文件的内嵌浏览器（Electron、Cordova、WebView）才发送 `file://`，而且对它们打开的任何文件都是如此。",
        ),
        fix: Wording::new(
            "Serve the application's pages from a scheme of its own (`app://…`, \
            `capacitor://localhost`) or `https://localhost`. If it must be, say so: `danger = { \
            file_origin = true }`.",
            "让应用的页面使用自己的协议（`app://…`、`capacitor://localhost`）或 `https://localhost`。若必须如此，请写明：`danger = { file_origin = true }`。",
        ),
        about: About::Policy,
    }
    SharedSuffix = "shared-suffix" {
        what: "A wildcard in a label, on a suffix that is shared with strangers."
            / "这个后缀与陌生人共用。",
        why: Wording::new(
            "Other customers of the same host choose their own names, and one may fit.",
            "同一主机的其他客户可以自选名称，其中可能有匹配的。",
        ),
        fix: Wording::new(
            "Keep a part in the label that only your project can have, such as \
            `https://*--your-project.netlify.app`.",
            "在这一段里保留只有你的项目才有的部分。",
        ),
        about: About::Policy,
    }
    LoopbackWithCredentials = "loopback-with-credentials" {
        what: "This machine's own pages, with credentials." / "本机上的任何页面都将携带凭据读取。",
        why: Wording::new(
            "Any program on the visitor's machine can serve such a page, and would read with \
            the visitor's account.",
            "访问者机器上的任何程序都能提供这样的页面，并以访问者的账户读取。",
        ),
        fix: Wording::new(
            "Keep it to a policy for development.",
            "只把它用于开发环境的策略。",
        ),
        about: About::Policy,
    }
    AnyPortWithCredentials = "any-port-with-credentials" {
        what: "Every port of a host, with credentials." / "该主机的任何端口都将携带凭据读取。",
        why: Wording::new(
            "Whatever else listens on that host may read with the visitor's account.",
            "那台主机上监听的其他任何服务都能以访问者的账户读取。",
        ),
        fix: Wording::new(
            "Name the ports: `https://app.example.com:8443`, or a range.",
            "写明端口：`https://app.example.com:8443`，或一个范围。",
        ),
        about: About::Policy,
    }
    Duplicate = "duplicate" {
        what: "A value that is there twice." / "该值重复出现。",
        why: Wording::new(
            "One of the two will be changed some day, and the other forgotten.",
            "将来有人只改其中一个，另一个就被忘了。",
        ),
        fix: Wording::new(
            "Take one out.",
            "删掉一个。",
        ),
        about: About::Policy,
    }
    Covered = "covered" {
        what: "An origin, or a pattern, that another pattern of the rule covers already."
            / "已被同一规则中的另一个模式覆盖。",
        why: Wording::new(
            "Taking it out later would change nothing, though it looks as if it did.",
            "以后删掉它什么都不会改变，看上去却好像会。",
        ),
        fix: Wording::new(
            "Take it out, or make the pattern narrower.",
            "删掉它，或者把模式写窄。",
        ),
        about: About::Policy,
    }
    WildcardNotAlone = "wildcard-not-alone" {
        what: "`*` beside other values, which it would swallow." / "`*` 会吞掉与它并列的其他值。",
        why: Wording::new(
            "The list looks narrower than it is.",
            "列表看上去比实际的窄。",
        ),
        fix: Wording::new(
            "Keep `*` alone, or the others.",
            "只保留 `*`，或者只保留其他值。",
        ),
        about: About::Policy,
    }
    WildcardWithCredentials = "wildcard-with-credentials" {
        what: "`*` together with credentials, which browsers read as a literal star."
            / "携带凭据时浏览器只把 `*` 当作字面的星号。",
        why: Wording::new(
            "Browsers refuse the answer, or look for something that is called `*`; echoing \
            whoever asks instead would open every account to every site.",
            "浏览器会拒绝这个响应，或把 `*` 当成字面名称；而照抄请求的源则等于允许所有人。",
        ),
        fix: Wording::new(
            "List what is meant, or leave credentials out. If every origin is meant, say so: `danger = { \
            everybody_with_credentials = true }`.",
            "列出想要允许的，或者不用凭据。若确实要允许所有源，请写明：`danger = { everybody_with_credentials = true }`。",
        ),
        about: About::Policy,
    }
    WildcardWithoutAuthorization = "wildcard-without-authorization" {
        what: "`*` for request headers, which does not cover `authorization`."
            / "`*` 不包括 authorization。",
        why: Wording::new(
            "The standard keeps `authorization` out of the star, so a request that sets it is \
            refused.",
            "标准把 `authorization` 排除在星号之外，设置了它的请求会被拒绝。",
        ),
        fix: Wording::new(
            "Write `[\"*\", \"authorization\"]` if pages send it.",
            "如果页面会发送它，就写 `[\"*\", \"authorization\"]`。",
        ),
        about: About::Policy,
    }
    InvalidMethod = "invalid-method" {
        what: "Text that is not a method." / "这不是方法。",
        why: Wording::new(
            "No request can have it.",
            "没有请求会使用它。",
        ),
        fix: Wording::new(
            "Write one word, such as `PUT`.",
            "写一个单词，例如 `PUT`。",
        ),
        about: About::Policy,
    }
    ForbiddenMethod = "forbidden-method" {
        what: "A method that no script can use." / "脚本不能使用此方法。",
        why: Wording::new(
            "Browsers never send `CONNECT`, `TRACE` or `TRACK` for a page, so allowing it does \
            nothing.",
            "浏览器从不替页面发送 `CONNECT`、`TRACE` 或 `TRACK`，允许它没有任何作用。",
        ),
        fix: Wording::new(
            "Take it out.",
            "删掉它。",
        ),
        about: About::Policy,
    }
    MethodCase = "method-case" {
        what: "A method in lower case that is a different one in upper case." / "方法区分大小写。",
        why: Wording::new(
            "Methods are told apart by case, and browsers put only `DELETE`, `GET`, `HEAD`, \
            `OPTIONS`, `POST` and `PUT` into upper case: `patch` stays `patch`.",
            "方法区分大小写，浏览器只把 `DELETE`、`GET`、`HEAD`、`OPTIONS`、`POST`、`PUT` 转成大写。",
        ),
        fix: Wording::new(
            "Write it in upper case, in the policy and in the page.",
            "在策略和页面里都写成大写。",
        ),
        about: About::Policy,
    }
    Needless = "needless" {
        what: "A method or response header that needs no permission." / "无需许可，可以删去。",
        why: Wording::new(
            "Pages may use it as soon as they may read, listed or not.",
            "页面只要可以读取就可以使用它，列不列出都一样。",
        ),
        fix: Wording::new(
            "Take it out.",
            "删掉它。",
        ),
        about: About::Policy,
    }
    InvalidHeaderName = "invalid-header-name" {
        what: "Text that is not a header name." / "这不是标头名称。",
        why: Wording::new(
            "No request and no answer can have it.",
            "没有请求或响应会有它。",
        ),
        fix: Wording::new(
            "Write one word, such as `x-requested-with`.",
            "写一个单词，例如 `x-requested-with`。",
        ),
        about: About::Policy,
    }
    ForbiddenRequestHeader = "forbidden-request-header" {
        what: "A request header that no script can set, or a response header named as a request \
            header."
            / "脚本不能设置此请求头，或者它是响应头。",
        why: Wording::new(
            "Browsers set it themselves or not at all, so no page asks for it; a header with which \
            servers answer does nothing on a request.",
            "它由浏览器自己设置，或者根本不设置，所以没有页面会请求许可；响应头放在请求里没有任何作用。",
        ),
        fix: Wording::new(
            "Take it out; a response header belongs to `expose_headers`.",
            "删掉它；响应头应写在 `expose_headers` 中。",
        ),
        about: About::Policy,
    }
    ForbiddenResponseHeader = "forbidden-response-header" {
        what: "A response header that no script can read, or a request header named as a response \
            header."
            / "脚本不能读取此响应头。",
        why: Wording::new(
            "Browsers never show it to scripts, so exposing it does nothing.",
            "浏览器从不把它给脚本看，所以暴露它没有任何作用。",
        ),
        fix: Wording::new(
            "Take it out; a request header belongs to `request_headers`.",
            "删掉它；请求头应写在 `request_headers` 中。",
        ),
        about: About::Policy,
    }
    MaxAgeOutOfBounds = "max-age-out-of-bounds" {
        what: "Seconds out of 0 to 86400." / "秒数须在 0 至 86400 之间。",
        why: Wording::new(
            "No browser remembers a preflight for more than a day, and none for less than no \
            time.",
            "没有浏览器会把预检结果记住超过一天，也不会少于零秒。",
        ),
        fix: Wording::new(
            "Write whole seconds from 0 to 86400.",
            "写 0 到 86400 之间的整秒数。",
        ),
        about: About::Policy,
    }
    MaxAgeCut = "max-age-cut" {
        what: "Seconds that some browsers cut short." / "部分浏览器会截短该时间。",
        why: Wording::new(
            "Chromium remembers a preflight for 7200 seconds at most, WebKit for 600.",
            "Chromium 最多把预检结果记住 7200 秒，WebKit 最多 600 秒。",
        ),
        fix: Wording::new(
            "Nothing, if that is fine; no number makes them remember longer.",
            "如果这样可以接受就不必改；没有数字能让它们记得更久。",
        ),
        about: About::Policy,
    }
    InvalidPath = "invalid-path" {
        what: "Text that is not the path of a rule." / "这不是规则的路径。",
        why: Wording::new(
            "No request leads to it, or servers could read it in more than one way.",
            "没有请求会到达它，或者服务器可能有多种读法。",
        ),
        fix: Wording::new(
            "Write it from the first slash, decoded, without a slash at its end: `/api` covers \
            what is below it, too. Write what rules have in common in one case.",
            "从第一个斜杠写起，写解码后的样子，末尾不要斜杠：`/api` 也包括它下面的一切。",
        ),
        about: About::Policy,
    }
    UnreachableRule = "unreachable-rule" {
        what: "A rule all of whose origins are answered by rules that are asked before it."
            / "前面的规则已经回答了它的所有源，所以它永远不会被询问。",
        why: Wording::new(
            "The first rule of a path that lists the origin answers, alone; this one is never \
            asked, so what it says never happens.",
            "某个路径上第一条列出该源的规则独自作答；这一条永远轮不到。",
        ),
        fix: Wording::new(
            "Put the narrower rule first, or take it out.",
            "把更窄的规则放在前面，或者删掉它。",
        ),
        about: About::Policy,
    }
    ConflictingResourcePolicy = "conflicting-resource-policy" {
        what: "Rules for one path that tell browsers different things about embedding."
            / "同一路径的规则对嵌入的说法不一致。",
        why: Wording::new(
            "Browsers check `Cross-Origin-Resource-Policy` on requests that tell no origin, so \
            a path has one value.",
            "浏览器对不带源的请求也会检查 `Cross-Origin-Resource-Policy`，这时无法知道是哪条规则。",
        ),
        fix: Wording::new(
            "Say the same in each rule for the path, or in one only.",
            "让该路径的每条规则说法一致，或者只在一条里写。",
        ),
        about: About::Policy,
    }
    AddressRange = "address-range" {
        what: "A range of addresses among the origins."
            / "源列表里有一段地址。",
        why: Wording::new(
            "A private address is another machine in each network that the visitor enters, and \
            whoever has it may read.",
            "访问者每到一个网络，私有地址都是另一台机器，占用它的人就能读取。",
        ),
        fix: Wording::new(
            "List addresses one by one, or names below one domain; or accept it: \
            `danger = { address_ranges = true }`.",
            "逐个列出地址，或列出同一域名下的名字；或者接受它：`danger = { address_ranges = true }`。",
        ),
        about: About::Policy,
    }
    HandlerNotAlone = "handler-not-alone" {
        what: "A rule that leaves its paths to their handler, with more beside it."
            / "规则把路径留给处理程序，旁边却还写了别的。",
        why: Wording::new(
            "Two would answer for one path: the handler in its own headers, and the policy.",
            "同一个路径会有两方作答：处理程序自己的响应头，和策略。",
        ),
        fix: Wording::new(
            "Keep `paths` and `handler = true` alone in the rule, and its paths out of every other.",
            "规则里只留 `paths` 和 `handler = true`，别的规则不要再写这些路径。",
        ),
        about: About::Policy,
    }
    UnusedDanger = "unused-danger" {
        what: "A danger that was accepted, though nothing in the policy needs it."
            / "接受了风险，但策略并不需要它。",
        why: Wording::new(
            "It waits for somebody to make the mistake that it would have stopped.",
            "它等着有人犯下它本来会阻止的错误。",
        ),
        fix: Wording::new(
            "Take it out.",
            "删掉它。",
        ),
        about: About::Policy,
    }
    InvalidAssertion = "invalid-assertion" {
        what: "An assertion that says nothing, or nothing that a policy decides on."
            / "断言没有说明任何东西，或不是策略所能决定的。",
        why: Wording::new(
            "What cannot be decided would be taken for proven.",
            "无法判定的断言会被误认为已经证明。",
        ),
        fix: Wording::new(
            "Write which pages (`origins` or `outside`) `may` or `never` do what: `never = \
            [\"read with credentials\"]`.",
            "写明哪些页面（`origins` 或 `outside`）`may`（可以）或 `never`（绝不）做什么。",
        ),
        about: About::Policy,
    }
    BrokenAssertion = "broken-assertion" {
        what: "An assertion that does not hold." / "断言不成立；所列的请求可以证明。",
        why: Wording::new(
            "The policy lets a page do what it should not, or keeps one from what it should do; \
            the request that is named shows it.",
            "策略让页面做了不该做的事，或者没让它做该做的事；所列的请求可以证明。",
        ),
        fix: Wording::new(
            "Change the rule that answers that request, or the assertion, if it is what was \
            wrong.",
            "修改回答该请求的规则；如果是断言写错了，就修改断言。",
        ),
        about: About::Policy,
    }
    UndecidedAssertion = "undecided-assertion" {
        what: "An assertion that nobody can look at, for there is too much to look at."
            / "需要逐一检查的太多，断言无法证明。",
        why: Wording::new(
            "Hundreds of wildcards within the labels of one domain overlap in more ways than can be \
            looked at one by one, so a proof would take too long.",
            "同一个域的各段里有几百个通配符，它们的重叠方式多到无法逐一检查。",
        ),
        fix: Wording::new(
            "Use fewer wildcards there, such as one for the whole label.",
            "少用一些通配符，例如整段只用一个。",
        ),
        about: About::Policy,
    }
    NotToml = "not-toml" {
        what: "Text that is not TOML." / "这不是 TOML。",
        why: Wording::new(
            "What cannot be read might have been a restriction.",
            "读不出来的那一部分也许正是一条限制。",
        ),
        fix: Wording::new(
            "Put texts into quotes, and lists into brackets.",
            "文本放进引号，列表放进方括号。",
        ),
        about: About::File,
    }
    WrongType = "wrong-type" {
        what: "A value of another type than its field." / "值的类型不对。",
        why: Wording::new(
            "Guessing what was meant would be guessing who may read.",
            "猜测它的意思，就是猜测谁可以读取。",
        ),
        fix: Wording::new(
            "Write the type that is named.",
            "按所说的类型来写。",
        ),
        about: About::File,
    }
    UnknownKey = "unknown-key" {
        what: "A key that no table of a policy has." / "没有这个名称。",
        why: Wording::new(
            "A misspelled restriction restricts nothing.",
            "拼错的限制不会限制任何东西。",
        ),
        fix: Wording::new(
            "Write the key that is named, or take it out.",
            "写成所提示的名称，或者删掉它。",
        ),
        about: About::File,
    }
    MisplacedKey = "misplaced-key" {
        what: "A key of `[cors]` outside of it." / "位置不对：它属于某个表。",
        why: Wording::new(
            "It would say nothing where it stands.",
            "它在这个位置不起作用。",
        ),
        fix: Wording::new(
            "Write `[cors]` on a line above it.",
            "在它上面一行写 `[cors]`。",
        ),
        about: About::File,
    }
    InvalidGateway = "invalid-gateway" {
        what: "A value of `[gateway]` or `[[upstream]]` that nobody can serve by, or that trusts everybody."
            / "`[gateway]` 或 `[[upstream]]` 中的值无法用来提供服务，或信任了所有人。",
        why: Wording::new(
            "Nothing is served by half of a file; and who is trusted may say whom it speaks for.",
            "文件只有一半有效时不会提供服务；而受信任者可以声称自己替谁说话。",
        ),
        fix: Wording::new(
            "Write what is given at its place; to be trusted, name the addresses of your own proxies.",
            "按该处给出的写法改正；需要信任的，写明你自己的代理的地址。",
        ),
        about: About::File,
    }
    MissingTable = "missing-table" {
        what: "A file without a policy." / "文件是空的。",
        why: Wording::new(
            "There is nothing to follow.",
            "没有可以遵循的内容。",
        ),
        fix: Wording::new(
            "Write `[cors]` and, below it, the `origins` that may read.",
            "写 `[cors]`，并在下面写出可以读取的 `origins`。",
        ),
        about: About::File,
    }
    Incomplete = "incomplete" {
        what: "`[end]` that is not the last line, or is missing where `--require-complete` is \
            given."
            / "文件不完整：最后一行应为 `[end]`。",
        why: Wording::new(
            "What was cut off, or is still being written, may allow more than the whole.",
            "被截断或尚未写完的部分，可能使它允许的比完整时更多。",
        ),
        fix: Wording::new(
            "Write `[end]` on its last line.",
            "把 `[end]` 写在最后一行。",
        ),
        about: About::File,
    }
}
}
