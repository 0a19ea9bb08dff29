//! What gateways say in the bodies of their own errors, which few of them give headers of CORS: no browser's
//! text, and no rule that was broken; it tells who answered, and why.

use crate::catalog::Wording;

/// The word of a gateway that answered itself, and what it means, if there is one in a text.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::word_of_a_gateway;
///
/// let (word, meaning) = word_of_a_gateway("{\"message\": \"Missing Authentication Token\"}").unwrap();
/// assert_eq!(word, "Missing Authentication Token");
/// assert!(meaning.english.starts_with("Amazon API Gateway"));
/// assert_eq!(word_of_a_gateway("Missing Authentication Token").map(|(word, _)| word), None);
/// ```
pub fn word_of_a_gateway(text: &str) -> Option<(&'static str, Wording)> {
    let spoken = PLAIN.iter().find(|(word, _)| text.contains(word));
    spoken.or_else(|| messages(text).find_map(told)).copied()
}

/// The text of each field `message` in what may be JSON.
fn messages(text: &str) -> impl Iterator<Item = &str> {
    let fields =
        [r#""message""#, r#""Message""#].into_iter().flat_map(|name| text.split(name).skip(1));
    fields.filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        rest.split_once('"').map(|(message, _)| message)
    })
}

fn told(message: &str) -> Option<&'static (&'static str, Wording)> {
    MESSAGES.iter().find(|(word, _)| *word == message)
}

/// Words that stand alone.
const PLAIN: [(&str, Wording); 15] = [
    (
        "RBAC: access denied",
        Wording::new(
            "Envoy, or Istio, refuses by an authorization policy: let OPTIONS pass without a token, for a \
             preflight has none",
            "Envoy 或 Istio 按授权策略拒绝了：请让 OPTIONS 不带令牌也能通过，因为预检不带令牌",
        ),
    ),
    (
        "default backend - 404",
        Wording::new(
            "ingress-nginx has no Ingress for this host and path",
            "ingress-nginx 没有与这个主机和路径对应的 Ingress",
        ),
    ),
    (
        "CORS policy execution successful",
        Wording::new(
            "ASP.NET let the page in: what a browser refuses then is another answer (an error's, a redirect's), or \
             something behind it took the headers away",
            "ASP.NET 放行了这个页面：浏览器拒绝的若是别的响应（错误、重定向），或者后面有东西去掉了标头",
        ),
    ),
    (
        "miss; no-origin",
        Wording::new(
            "rack-cors was asked without `Origin`, so it had nothing to say: ask with one",
            "rack-cors 收到的请求没有 `Origin`，所以什么也没说：请带上 `Origin` 再问",
        ),
    ),
    (
        "miss; no-path",
        Wording::new(
            "rack-cors has no `resource` for this path under any `origins` that has this page",
            "rack-cors 中没有哪个包含此页面的 `origins` 为这个路径写了 `resource`",
        ),
    ),
    (
        "miss; no-method",
        Wording::new(
            "rack-cors was asked for no method: a preflight names one in `Access-Control-Request-Method`",
            "rack-cors 收到的预检没有写明方法：预检要在 `Access-Control-Request-Method` 中写明",
        ),
    ),
    (
        "miss; deny-method",
        Wording::new(
            "rack-cors' `resource` for this path does not list the method in `methods`",
            "rack-cors 中这个路径的 `resource` 没有在 `methods` 中列出这个方法",
        ),
    ),
    (
        "miss; deny-header",
        Wording::new(
            "rack-cors' `resource` for this path does not list every header that was asked for in `headers`",
            "rack-cors 中这个路径的 `resource` 没有在 `headers` 中列出所问的每个请求头",
        ),
    ),
    ("<Code>SignatureDoesNotMatch</Code>", SIGNED),
    ("<Code>RequestTimeTooSkewed</Code>", SIGNED),
    ("<Code>InvalidAccessKeyId</Code>", SIGNED),
    ("<Code>AuthenticationFailed</Code>", SIGNED),
    ("<Code>AccessDenied</Code>", DENIED),
    ("<Code>NoSuchBucket</Code>", DENIED),
    (
        "no Route matched with those values",
        Wording::new(
            "Kong has no route for this host, path and method: one that lists `methods` has to list OPTIONS, or \
             Kong answers before its plugin for CORS",
            "Kong 没有与这个主机、路径和方法对应的路由：列出 `methods` 的路由必须包括 OPTIONS，否则 Kong 在跨域插件之前\
             就已应答",
        ),
    ),
];

const SIGNED: Wording = Wording::new(
    "a store of objects (Amazon S3, Google, Azure and their like) does not take the request for one that was signed: a \
     URL that was signed holds for one method, its headers (`Content-Type`, too) and a time. That is no matter of CORS, \
     though a browser may call it one, where the error comes without headers of CORS",
    "对象存储（Amazon S3、Google、Azure 等）不认可请求的签名：签名的 URL 只对某一方法、某些请求头（包括 `Content-Type`）和一段时间\
     有效。这与跨域无关；不过错误响应没有跨域标头时，浏览器也会报成跨域错误",
);

const DENIED: Wording = Wording::new(
    "a store of objects (Amazon S3, Google and their like) lets nobody read this without a signature, or it is not \
     there. That is no matter of CORS, though a browser may call it one, where the error comes without headers of CORS",
    "对象存储（Amazon S3、Google 等）不允许未签名的读取，或者对象不存在。这与跨域无关；不过错误响应没有跨域标头时，浏览器也会\
     报成跨域错误",
);

/// Values of `message`.
const MESSAGES: [(&str, Wording); 6] = [
    (
        "Missing Authentication Token",
        Wording::new(
            "Amazon API Gateway says so of a path or method that it does not have, or not in this stage; with \
             no OPTIONS it says so to each preflight",
            "Amazon API Gateway 没有这个路径或方法，或者不在这个阶段里；没有设置 OPTIONS 时，每个预检得到的都是这句话",
        ),
    ),
    (
        "Forbidden",
        Wording::new(
            "Amazon API Gateway says so where an API key is missing, where its policy or firewall (WAF) refuses, \
             and where the host leads to no API; others say it, too",
            "Amazon API Gateway 在缺少 API 密钥、策略或防火墙（WAF）拒绝，或者主机没有对应的 API 时这样说；别的服务器也会\
             这样说",
        ),
    ),
    (
        "Unauthorized",
        Wording::new(
            "Amazon API Gateway says so where its authorizer refuses, which must not be asked for OPTIONS; \
             others say it, too",
            "Amazon API Gateway 的授权方拒绝时这样说；OPTIONS 不应经过授权方。别的服务器也会这样说",
        ),
    ),
    (
        "Internal server error",
        Wording::new(
            "Amazon API Gateway says so where the function behind it failed, or gave an answer that it cannot \
             pass on: look in the function's log; others say it, too",
            "Amazon API Gateway 在后面的函数出错，或者返回了它无法转发的内容时这样说：请看函数的日志。别的服务器也会这样说",
        ),
    ),
    (
        "Endpoint request timed out",
        Wording::new(
            "Amazon API Gateway waited 29 seconds for what is behind it",
            "Amazon API Gateway 等了后面的服务 29 秒",
        ),
    ),
    (
        "User is not authorized to access this resource",
        Wording::new(
            "Amazon API Gateway's authorizer refuses, which must not be asked for OPTIONS",
            "Amazon API Gateway 的授权方拒绝了；OPTIONS 不应经过授权方",
        ),
    ),
];

/// What those words mean, in the other language, for whoever says it again.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::{meanings_of_gateways, word_of_a_gateway};
///
/// let (_, meaning) = word_of_a_gateway("RBAC: access denied").unwrap();
/// assert!(meanings_of_gateways().any(|known| known.english == meaning.english));
/// ```
pub fn meanings_of_gateways() -> impl Iterator<Item = Wording> {
    PLAIN.iter().chain(&MESSAGES).map(|(_, meaning)| *meaning)
}
