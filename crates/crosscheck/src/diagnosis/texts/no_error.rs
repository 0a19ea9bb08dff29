//! What browsers write, and people bring, that is no error: settings that a panel shows, remarks, and what
//! developer tools and extensions say of themselves.

use crate::catalog::Wording;

/// Each of these words in a text, and what it means.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::words_of_no_error;
///
/// let (word, meaning) = words_of_no_error("strict-origin-when-cross-origin").next().unwrap();
/// assert_eq!(word, "strict-origin-when-cross-origin");
/// assert!(meaning.english.contains("blocks nothing"));
/// assert_eq!(words_of_no_error("404 Not Found").count(), 0);
/// ```
pub fn words_of_no_error(text: &str) -> impl Iterator<Item = (&'static str, Wording)> {
    let known = WORDS.iter().filter_map(|(words, meaning)| {
        let word = words.iter().find(|word| text.contains(**word))?;
        Some((*word, *meaning))
    });
    known.take(MOST)
}

/// What those words mean, in the other language, for whoever says it again.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::{meanings_of_no_errors, words_of_no_error};
///
/// let (_, meaning) = words_of_no_error("Provisional headers are shown").next().unwrap();
/// assert!(meanings_of_no_errors().any(|known| known.english == meaning.english));
/// ```
pub fn meanings_of_no_errors() -> impl Iterator<Item = Wording> {
    WORDS.iter().map(|(_, meaning)| *meaning)
}

/// The most that are told of one text.
const MOST: usize = 3;

const WORDS: [(&[&str], Wording); 10] = [
    (
        &["strict-origin-when-cross-origin", "no-referrer-when-downgrade"],
        Wording::new(
            "that is the `Referrer-Policy`, which says how much of the page's URL a request names: every browser \
             has such a setting, it is no error and blocks nothing. Why the request failed is on the console, or \
             in its status",
            "这是 `Referrer-Policy`（引用策略），只决定请求里写出页面 URL 的多少：每个浏览器都有这样的默认值，它不是错误，也不会\
             拦截任何请求。失败的原因在控制台里，或者看请求的状态",
        ),
    ),
    (
        &["Provisional headers are shown"],
        Wording::new(
            "the panel shows what the browser meant to send, for it knows nothing of what went over the network: \
             the answer came from a cache, something stopped the request before (an extension, mixed content, a \
             policy), or there was no connection. The console's line about this URL tells which",
            "面板显示的是浏览器打算发送的请求头，因为它没有网络上的记录：响应来自缓存，请求在发出前被拦下（扩展、混合内容、安全\
             策略），或者没有连上。控制台里关于这个 URL 的那一行会说明是哪一种",
        ),
    ),
    (
        &["required Cross Origin Resource Sharing (CORS)", "required CORS preflight"],
        Wording::new(
            "Internet Explorer and the old Edge remark so of each request to another origin, whether it is let \
             through or not; a refusal has a line of its own, SEC7120 to SEC7128",
            "Internet Explorer 和旧版 Edge 对每个跨域请求都会这样提示，不论是否放行；被拒绝时另有一行 SEC7120 到 SEC7128",
        ),
    ),
    (
        &[
            "Receiving end does not exist",
            "The message port closed before a response was received",
            "A listener indicated an asynchronous response by returning true",
        ],
        Wording::new(
            "an extension of the browser says so of its own parts; it is nothing of the page's: try it in a window \
             without extensions",
            "这是浏览器扩展对自己各部分的提示，与页面无关：可以在没有扩展的窗口里再试",
        ),
    ),
    (
        &["failed to load source map", "failed to load SourceMap", "Source map error"],
        Wording::new(
            "developer tools ask for such a file to show the script as it was written; no request of the page \
             fails by it",
            "这是开发者工具为了显示源代码而请求的文件，页面的请求不会因此失败",
        ),
    ),
    (
        &["web_accessible_resources"],
        Wording::new(
            "a page asked for a file of an extension, which has to name it in its manifest, among \
             `web_accessible_resources`, with the pages that may have it; no header of CORS does that",
            "页面请求了扩展里的文件，扩展须在 manifest 的 `web_accessible_resources` 里列出它和允许的页面；跨域响应头对此无效",
        ),
    ),
    (
        &[
            "'allow-scripts' permission is not set",
            "'allow-popups' permission is not set",
            "'allow-modals'",
        ],
        Wording::new(
            "a frame with the attribute `sandbox` may do what the attribute lists, and nothing else: whoever frames it \
             writes `allow-scripts` (and what else it needs) there. No header of CORS does that",
            "带 `sandbox` 属性的框架只能做属性里列出的事：由嵌入它的页面写上 `allow-scripts`（以及其他需要的）。跨域响应头对此无效",
        ),
    ),
    (
        &["[Report Only]", "The policy is report-only", "(Report-Only policy)"],
        Wording::new(
            "a policy that only reports would refuse it, and refuses nothing: what it names was let through. It is \
             `Content-Security-Policy-Report-Only`, there to be tried out before it is in force",
            "这是只报告、不拦截的策略（`Content-Security-Policy-Report-Only`），用来在生效前试用：它列出的请求并没有被拦截",
        ),
    ),
    (
        &[
            "type: \"opaque\"",
            "type: 'opaque'",
            "type: opaque",
            "\"type\":\"opaque\"",
            "\"type\": \"opaque\"",
        ],
        Wording::new(
            "the page asked with `mode: \"no-cors\"`, so script is let know nothing of the answer: status 0, no headers, \
             no body. Take the mode out of the call, and let the server answer with headers of CORS",
            "页面用 `mode: \"no-cors\"` 发出请求，所以脚本看不到响应的任何内容：状态为 0，没有标头，也没有正文。请去掉这个 mode，\
             并让服务器返回跨域标头",
        ),
    ),
    (
        &["Unrecognized feature: "],
        Wording::new(
            "the browser does not know a word in a `Permissions-Policy` header, and goes on without it",
            "浏览器不认识 `Permissions-Policy` 里的一个词，会忽略它继续运行",
        ),
    ),
];
