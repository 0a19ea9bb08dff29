//! Who may read what, and why: the steps of a policy's answer, and what a file asserts.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const STEPS: &[Wording] = &[
    said(
        "path `{}`: servers may read it in two ways that lead to different rules",
        "路径 `{1}`：服务器可能有两种读法，对应不同的规则",
    ),
    said("path `{}`: no rule covers it", "路径 `{1}`：没有规则管它"),
    said("path `{}`: `{}` leaves it to its handler", "路径 `{1}`：`{2}` 把它交给处理程序"),
    said("path `{}`: asks {}, then {}", "路径 `{1}`：先问 {2}，再问 {=3}"),
    said("path `{}`: asks {}", "路径 `{1}`：问 {2}"),
    said("no `Origin`: the request is none of CORS", "没有 `Origin`：这个请求与跨域无关"),
    said("several `Origin` lines: no browser sends them", "有多行 `Origin`：浏览器不会这样发送"),
    said(
        "origin `{}`: the one that is asked, so the request is none of CORS",
        "源 `{1}`：请求的就是它自己，所以与跨域无关",
    ),
    said("origin `{}`: in none of them", "源 `{1}`：都不在其中"),
    said(
        "{}: whoever serves this may know the origin; here nobody is known",
        "{1}：提供服务者可能认识这个源；这里无从得知",
    ),
    said("origin `{}`: everybody is in {}", "源 `{1}`：{2} 包括所有人"),
    said("origin `{}`: covered by `{}` in {}", "源 `{1}`：符合 {3} 中的 `{2}`"),
    said("origin `{}`: listed in {}", "源 `{1}`：在 {2} 中列出"),
    said("with cookies and the like: allowed, by {}", "携带 Cookie 等凭据：允许，依据 {1}"),
    said(
        "with cookies and the like: refused, {} is not true",
        "携带 Cookie 等凭据：拒绝，{1} 不是 true",
    ),
    said("no browser sends `{}`: {}", "浏览器不会发送 `{1}`：{=2}"),
    said("`{}`, as a browser would spell it, is allowed", "浏览器会写成 `{1}`，这是允许的"),
    said("`{}` in {} differs only in the port", "{2} 中的 `{1}` 只有端口不同"),
    said("`{}` in {} differs only in the scheme", "{2} 中的 `{1}` 只有协议不同"),
    said("`{}` in {} differs only in `www.`", "{2} 中的 `{1}` 只差 `www.`"),
    said(
        "`{}` in {} covers what is below this domain, not the domain itself",
        "{2} 中的 `{1}` 只包括这个域名的下级，不包括它自己",
    ),
    said(
        "`{}` in {} covers one label, and this has more",
        "{2} 中的 `{1}` 只代表一段，而这里不止一段",
    ),
    said(
        "`{}` in {} covers other names at this place",
        "{2} 中的 `{1}` 在这个位置代表的是其他名称",
    ),
    said("method `{}`: not in {}", "方法 `{1}`：不在 {2} 中"),
    said("method `{}`: allowed", "方法 `{1}`：允许"),
    said("headers: one is not in {}, or there are too many", "请求头：有一个不在 {1} 中，或者太多"),
    said("method `{}` and the headers: allowed", "方法 `{1}` 和请求头：允许"),
    // What is asserted: who, where, and what they may.
    said("every origin on {} may {}", "每个源在 {1} 上可以{=2}"),
    said("every origin on {} never {}", "每个源在 {1} 上都不能{=2}"),
    said("every origin may {}", "每个源都可以{=1}"),
    said("every origin never {}", "每个源都不能{=1}"),
    said("all outside {} on {} may {}", "{1} 之外的所有源在 {2} 上可以{=3}"),
    said("all outside {} on {} never {}", "{1} 之外的所有源在 {2} 上都不能{=3}"),
    said("all outside {} may {}", "{1} 之外的所有源都可以{=2}"),
    said("all outside {} never {}", "{1} 之外的所有源都不能{=2}"),
    // What breaks it.
    said(
        "`{}` may not {} on `{}`: no rule answers it",
        "`{1}` 在 `{3}` 上不能{=2}：没有规则应答它",
    ),
    said(
        "`{}` may not {} on `{}`: `{}` in {} answers it",
        "`{1}` 在 `{3}` 上不能{=2}：由 {5} 中的 `{4}` 应答",
    ),
    said("`{}` may {} on `{}`: no rule answers it", "`{1}` 在 `{3}` 上可以{=2}：没有规则应答它"),
    said(
        "`{}` may {} on `{}`: `{}` in {} answers it",
        "`{1}` 在 `{3}` 上可以{=2}：由 {5} 中的 `{4}` 应答",
    ),
    said("`{}` on {} may {}", "`{1}` 在 {2} 上可以{=3}"),
    said("`{}` on {} never {}", "`{1}` 在 {2} 上都不能{=3}"),
    said("`{}` may {}", "`{1}` 可以{=2}"),
    said("`{}` never {}", "`{1}` 都不能{=2}"),
];

/// What pages may do, in lists and in two halves of a sentence.
pub(super) const ACCESSES: &[Wording] = &[
    said("{}, then {}", "{1}，再问 {=2}"),
    said("{}, and may {}", "{=1}，并且可以{=2}"),
    said("{}, and never {}", "{=1}，并且不能{=2}"),
    said("read with credentials, {}", "携带凭据读取、{=1}"),
    said("read header {}, {}", "读取响应头 {1}、{=2}"),
    said("read any header, {}", "读取任何响应头、{=1}"),
    said("read, {}", "读取、{=1}"),
    said("send any method, {}", "使用任何方法、{=1}"),
    said("send {}, {}", "使用方法 {1}、{=2}"),
    said("set any header, {}", "设置任何请求头、{=1}"),
    said("set {}, {}", "设置请求头 {1}、{=2}"),
    said("measure time, {}", "测量时间、{=1}"),
    said("read with credentials", "携带凭据读取"),
    said("read header {}", "读取响应头 {1}"),
    said("read any header", "读取任何响应头"),
    said("read", "读取"),
    said("send any method", "使用任何方法"),
    said("send {}", "使用方法 {1}"),
    said("set any header", "设置任何请求头"),
    said("set {}", "设置请求头 {1}"),
    said("measure time", "测量时间"),
];
