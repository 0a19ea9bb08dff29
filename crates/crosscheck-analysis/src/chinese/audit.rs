//! What a check saw in an exchange.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const EVIDENCE: &[Wording] = &[
    said(
        "{}, asked without `Origin`: no `{}`, no `Vary`",
        "{1}，请求时不带 `Origin`：没有 `{2}`，也没有 `Vary`",
    ),
    said(
        "{}, asked without `Origin`: no `{}`, `Vary: {}`",
        "{1}，请求时不带 `Origin`：没有 `{2}`，`Vary: {3}`",
    ),
    said("{}, asked by `{}`: no `{}`, no `Vary`", "{1}，由 `{2}` 请求：没有 `{3}`，也没有 `Vary`"),
    said("{}, asked by `{}`: no `{}`, `Vary: {}`", "{1}，由 `{2}` 请求：没有 `{3}`，`Vary: {4}`"),
    said(
        "{}, asked by `{}`: `{}: {}`, and `{}: {}`",
        "{1}，由 `{2}` 请求：`{3}: {4}`，而且 `{5}: {6}`",
    ),
    said("{}, asked by `{}`: `{}: {}`", "{1}，由 `{2}` 请求：`{3}: {4}`"),
    said(
        "{}, asked by `{}`: `{}: {}`, and `{}: {}`; the same for `{}`",
        "{1}，由 `{2}` 请求：`{3}: {4}`，而且 `{5}: {6}`；对 `{7}` 也一样",
    ),
    said(
        "{}, asked by `{}`: `{}: {}`; the same for `{}`",
        "{1}，由 `{2}` 请求：`{3}: {4}`；对 `{5}` 也一样",
    ),
    said("{}: no `Vary`", "{1}：没有 `Vary`"),
    said("{}: status {}, `Location: {}`", "{1}：状态码 {2}，`Location: {3}`"),
    said("{}: status {}", "{1}：状态码 {2}"),
    said(
        "{}: status {}; without `Sec-Fetch-*` status {}",
        "{1}：状态码 {2}；不带 `Sec-Fetch-*` 时状态码 {3}",
    ),
    said("{}: status {}, `{}: {}`", "{1}：状态码 {2}，`{3}: {4}`"),
    said("{}: `{}: {}`, no `Vary`", "{1}：`{2}: {3}`，没有 `Vary`"),
    said(
        "{}: `{}: {}`; {} keeps it for {}, {} keeps it for {}",
        "{1}：`{2}: {3}`；{4} 只保留 {5} 秒，{6} 只保留 {7} 秒",
    ),
    said("{}: `{}: {}`; {} keeps it for {}", "{1}：`{2}: {3}`；{4} 只保留 {5} 秒"),
    said("{}: `{}` is held, and is not sent", "{1}：浏览器保存着 `{2}`，但没有发送"),
    said("{} is loopback, {} is local", "{1} 是本机，{2} 属于本地网络"),
    said("{} is loopback, {} is public", "{1} 是本机，{2} 属于公网"),
    said("{} is local, {} is public", "{1} 属于本地网络，{2} 属于公网"),
    said("{} in a page of {}", "{1}，在 {2} 的页面中"),
    said(
        "1. `{}` for an `<img>`, without `Origin`; 2. `{}` with `Origin: {}`, answered by what was kept of 1: {}",
        "1. `{1}`，来自 `<img>`，不带 `Origin`；2. `{2}`，带 `Origin: {3}`，用第 1 次缓存的内容应答：{4}",
    ),
];
