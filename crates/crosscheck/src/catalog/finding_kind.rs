//! What can be said about a policy, and about the file that it stands in.

use super::named::catalog;
use super::wording::Wording;

impl FindingKind {
    /// What it leads to: a sentence.
    pub const fn why(self) -> Wording {
        Wording::only_english(self.row().why)
    }

    /// What to do about it: a sentence.
    pub const fn fix(self) -> Wording {
        Wording::only_english(self.row().fix)
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
    why: &'static str,
    fix: &'static str,
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
        what: "No origin is listed, so nobody could read anything."
            / "没有列出任何源，所以没有人能读取。",
        why: "A rule without origins refuses every page; whoever wrote it meant somebody.",
        fix: "List the origins whose pages may read, such as `https://app.example.com`, or take \
            the rule out.",
        about: About::Policy,
    }
    InvalidOrigin = "invalid-origin" {
        what: "Text that no browser sends as an origin." / "没有浏览器会发送这样的源。",
        why: "Origins are compared byte by byte, so an entry with a path, a slash at its end, a \
            default port, capitals or Unicode never matches.",
        fix: "Write it as a browser's `Origin` header has it: scheme, host in lower case, port \
            if it is not the scheme's own.",
        about: About::Policy,
    }
    InvalidPattern = "invalid-pattern" {
        what: "A pattern of origins that is none." / "这不是有效的源模式。",
        why: "A wildcard in the wrong place matches nothing, or far more than was meant, as `h*` \
            and `https://example.com*` do elsewhere.",
        fix: "Put `*` or `**` into the first label, with a domain behind it: \
            `https://*.example.com`, `https://preview-*.example.com`.",
        about: About::Policy,
    }
    NullOrigin = "null-origin" {
        what: "`null`, which any sandboxed page of anybody sends."
            / "任何人的沙箱页面都会发送 null。",
        why: "Whoever can make a sandboxed frame or a `data:` document can send it, so listing \
            it lets every site in.",
        fix: "Serve the page from an origin of its own. If it must be, say so: `danger = { \
            null_origin = true }`.",
        about: About::Policy,
    }
    InsecureOrigin = "insecure-origin" {
        what: "Plain `http`, which anybody on the way can pretend to be."
            / "途中任何人都可以冒充 http 源。",
        why: "Whoever shares the visitor's network can answer for a plain `http` page and then \
            read as that page.",
        fix: "Use `https`. With credentials it is an error, unless taken as a danger: `danger = \
            { insecure_origins = true }`.",
        about: About::Policy,
    }
    PublicSuffix = "public-suffix" {
        what: "A wildcard over a suffix under which anybody can have a name."
            / "任何人都可以在这个后缀下拥有名称。",
        why: "Anybody can register a name there and becomes one of the origins that may read.",
        fix: "Name your own part of it: `https://*.example.co.uk`. If it must be, say so: \
            `danger = { public_suffixes = true }`.",
        about: About::Policy,
    }
    WholeScheme = "whole-scheme" {
        what: "Every host of a scheme: all extensions, or all panels of an editor."
            / "整个协议下的所有主机：所有扩展，或编辑器的所有面板。",
        why: "Some browsers and editors give each installation a random host, so nobody can list \
            them; but whatever else is installed there gets in, too.",
        fix: "List the hosts if they are fixed (`chrome-extension://…` is). If it must be, say so: \
            `danger = { whole_schemes = true }`.",
        about: About::Policy,
    }
    FileOrigin = "file-origin" {
        what: "The origin `file://`, which every file on a device has."
            / "源 `file://`，设备上的每个文件都拥有它。",
        why: "Browsers send `null` for files. Only embedded ones with file access (Electron, \
            Cordova, a WebView) send `file://`, and then for any file that they open.",
        fix: "Serve the application's pages from a scheme of its own (`app://…`, \
            `capacitor://localhost`) or `https://localhost`. If it must be, say so: `danger = { \
            file_origin = true }`.",
        about: About::Policy,
    }
    SharedSuffix = "shared-suffix" {
        what: "A wildcard in a label, on a suffix that is shared with strangers."
            / "这个后缀与陌生人共用。",
        why: "Other customers of the same host choose their own names, and one may fit.",
        fix: "Keep a part in the label that only your project can have, such as \
            `https://*--your-project.netlify.app`.",
        about: About::Policy,
    }
    LoopbackWithCredentials = "loopback-with-credentials" {
        what: "This machine's own pages, with credentials." / "本机上的任何页面都将附带凭证读取。",
        why: "Any program on the visitor's machine can serve such a page, and would read with \
            the visitor's account.",
        fix: "Keep it to a policy for development.",
        about: About::Policy,
    }
    AnyPortWithCredentials = "any-port-with-credentials" {
        what: "Every port of a host, with credentials." / "该主机的任何端口都将附带凭证读取。",
        why: "Whatever else listens on that host may read with the visitor's account.",
        fix: "Name the ports: `https://app.example.com:8443`, or a range.",
        about: About::Policy,
    }
    Duplicate = "duplicate" {
        what: "A value that is there twice." / "该值重复出现。",
        why: "One of the two will be changed some day, and the other forgotten.",
        fix: "Take one out.",
        about: About::Policy,
    }
    Covered = "covered" {
        what: "An origin, or a pattern, that another pattern of the rule covers already."
            / "已被同一规则中的另一个模式覆盖。",
        why: "Taking it out later would change nothing, though it looks as if it did.",
        fix: "Take it out, or make the pattern narrower.",
        about: About::Policy,
    }
    WildcardNotAlone = "wildcard-not-alone" {
        what: "`*` beside other values, which it would swallow." / "`*` 会吞掉与它并列的其他值。",
        why: "The list looks narrower than it is.",
        fix: "Keep `*` alone, or the others.",
        about: About::Policy,
    }
    WildcardWithCredentials = "wildcard-with-credentials" {
        what: "`*` together with credentials, which browsers read as a literal star."
            / "附带凭证时浏览器只把 `*` 当作字面的星号。",
        why: "Browsers refuse the answer, or look for something that is called `*`; echoing \
            whoever asks instead would open every account to every site.",
        fix: "List what is meant, or leave credentials out.",
        about: About::Policy,
    }
    WildcardWithoutAuthorization = "wildcard-without-authorization" {
        what: "`*` for request headers, which does not cover `authorization`."
            / "`*` 不包括 authorization。",
        why: "The standard keeps `authorization` out of the star, so a request that sets it is \
            refused.",
        fix: "Write `[\"*\", \"authorization\"]` if pages send it.",
        about: About::Policy,
    }
    InvalidMethod = "invalid-method" {
        what: "Text that is not a method." / "这不是方法。",
        why: "No request can have it.",
        fix: "Write one word, such as `PUT`.",
        about: About::Policy,
    }
    ForbiddenMethod = "forbidden-method" {
        what: "A method that no script can use." / "脚本不能使用此方法。",
        why: "Browsers never send `CONNECT`, `TRACE` or `TRACK` for a page, so allowing it does \
            nothing.",
        fix: "Take it out.",
        about: About::Policy,
    }
    MethodCase = "method-case" {
        what: "A method in lower case that is a different one in upper case." / "方法区分大小写。",
        why: "Methods are told apart by case, and browsers put only `DELETE`, `GET`, `HEAD`, \
            `OPTIONS`, `POST` and `PUT` into upper case: `patch` stays `patch`.",
        fix: "Write it in upper case, in the policy and in the page.",
        about: About::Policy,
    }
    Needless = "needless" {
        what: "A method or response header that needs no permission." / "无需许可，可以删去。",
        why: "Pages may use it as soon as they may read, listed or not.",
        fix: "Take it out.",
        about: About::Policy,
    }
    InvalidHeaderName = "invalid-header-name" {
        what: "Text that is not a header name." / "这不是标头名称。",
        why: "No request and no answer can have it.",
        fix: "Write one word, such as `x-requested-with`.",
        about: About::Policy,
    }
    ForbiddenRequestHeader = "forbidden-request-header" {
        what: "A request header that no script can set, or a response header named as a request \
            header."
            / "脚本不能设置此请求标头。",
        why: "Browsers set it themselves or not at all, so no page asks for it.",
        fix: "Take it out; a response header belongs to `expose_headers`.",
        about: About::Policy,
    }
    ForbiddenResponseHeader = "forbidden-response-header" {
        what: "A response header that no script can read, or a request header named as a response \
            header."
            / "脚本不能读取此响应标头。",
        why: "Browsers never show it to scripts, so exposing it does nothing.",
        fix: "Take it out; a request header belongs to `request_headers`.",
        about: About::Policy,
    }
    MaxAgeOutOfBounds = "max-age-out-of-bounds" {
        what: "Seconds out of 0 to 86400." / "秒数须在 0 至 86400 之间。",
        why: "No browser remembers a preflight for more than a day, and none for less than no \
            time.",
        fix: "Write whole seconds from 0 to 86400.",
        about: About::Policy,
    }
    MaxAgeCut = "max-age-cut" {
        what: "Seconds that some browsers cut short." / "部分浏览器会截短该时间。",
        why: "Chromium remembers a preflight for 7200 seconds at most, WebKit for 600.",
        fix: "Nothing, if that is fine; no number makes them remember longer.",
        about: About::Policy,
    }
    InvalidPath = "invalid-path" {
        what: "Text that is not the path of a rule." / "这不是规则的路径。",
        why: "No request leads to it, or servers could read it in more than one way.",
        fix: "Write it from the first slash, decoded, without a slash at its end: `/api` covers \
            what is below it, too. Write what rules have in common in one case.",
        about: About::Policy,
    }
    UnreachableRule = "unreachable-rule" {
        what: "A rule all of whose origins are answered by rules that are asked before it."
            / "前面的规则已经回答了它的所有源，所以它永远不会被询问。",
        why: "The first rule of a path that lists the origin answers, alone; this one is never \
            asked, so what it says never happens.",
        fix: "Put the narrower rule first, or take it out.",
        about: About::Policy,
    }
    ConflictingResourcePolicy = "conflicting-resource-policy" {
        what: "Rules for one path that tell browsers different things about embedding."
            / "同一路径的规则对嵌入的说法不一致。",
        why: "Browsers check `Cross-Origin-Resource-Policy` on requests that tell no origin, so \
            a path has one value.",
        fix: "Say the same in each rule for the path, or in one only.",
        about: About::Policy,
    }
    UnusedDanger = "unused-danger" {
        what: "A danger that was accepted, though nothing in the policy needs it."
            / "接受了风险，但策略并不需要它。",
        why: "It waits for somebody to make the mistake that it would have stopped.",
        fix: "Take it out.",
        about: About::Policy,
    }
    InvalidAssertion = "invalid-assertion" {
        what: "An assertion that says nothing, or nothing that a policy decides on."
            / "断言没有说明任何东西，或不是策略所能决定的。",
        why: "What cannot be decided would be taken for proven.",
        fix: "Write which pages (`origins` or `outside`) `may` or `never` do what: `never = \
            [\"read with credentials\"]`.",
        about: About::Policy,
    }
    BrokenAssertion = "broken-assertion" {
        what: "An assertion that does not hold." / "断言不成立；所列的请求可以证明。",
        why: "The policy lets a page do what it should not, or keeps one from what it should do; \
            the request that is named shows it.",
        fix: "Change the rule that answers that request, or the assertion, if it is what was \
            wrong.",
        about: About::Policy,
    }
    UndecidedAssertion = "undecided-assertion" {
        what: "An assertion that nobody can look at, for there is too much to look at."
            / "需要逐一检查的太多，断言无法证明。",
        why: "Hundreds of wildcards within the labels of one domain overlap in more ways than can be \
            looked at one by one, so a proof would take too long.",
        fix: "Use fewer wildcards there, such as one for the whole label.",
        about: About::Policy,
    }
    NotToml = "not-toml" {
        what: "Text that is not TOML." / "这不是 TOML。",
        why: "What cannot be read might have been a restriction.",
        fix: "Put texts into quotes, and lists into brackets.",
        about: About::File,
    }
    WrongType = "wrong-type" {
        what: "A value of another type than its field." / "值的类型不对。",
        why: "Guessing what was meant would be guessing who may read.",
        fix: "Write the type that is named.",
        about: About::File,
    }
    UnknownKey = "unknown-key" {
        what: "A key that no table of a policy has." / "没有这个名称。",
        why: "A misspelled restriction restricts nothing.",
        fix: "Write the key that is named, or take it out.",
        about: About::File,
    }
    MisplacedKey = "misplaced-key" {
        what: "A key of `[cors]` outside of it." / "位置不对：它属于某个表。",
        why: "It would say nothing where it stands.",
        fix: "Write `[cors]` on a line above it.",
        about: About::File,
    }
    InvalidGateway = "invalid-gateway" {
        what: "A value of `[gateway]` that means nothing, or everybody."
            / "`[gateway]` 中的值没有意义，或信任了所有人。",
        why: "Who is trusted may say whom it speaks for.",
        fix: "Name the addresses of your own proxies, or the word that is given.",
        about: About::File,
    }
    MissingTable = "missing-table" {
        what: "A file without a policy." / "文件是空的。",
        why: "There is nothing to follow.",
        fix: "Write `[cors]` and, below it, the `origins` that may read.",
        about: About::File,
    }
    Incomplete = "incomplete" {
        what: "`[end]` that is not the last line, or is missing where `--require-complete` is \
            given."
            / "文件不完整：最后一行应为 `[end]`。",
        why: "What was cut off, or is still being written, may allow more than the whole.",
        fix: "Write `[end]` on its last line.",
        about: About::File,
    }
}
}
