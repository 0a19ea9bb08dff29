//! What people ask about most comes first, and is found by the words that they have.

use crosscheck::catalog::Entry;
use crosscheck::catalog::FetchRule;

/// Entries of a kind, the commonest first, then in the order of the catalogue.
pub(super) fn commonest_first(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = entries.collect();
    let place = |entry: &Entry| match entry {
        Entry::Rule(rule) => COMMON.iter().position(|(known, _)| known == rule),
        _ => None,
    };
    entries.sort_by_key(|entry| place(entry).unwrap_or(COMMON.len()));
    entries
}

/// The words by which people look for something, beside its own.
pub(super) fn also_called(entry: Entry) -> &'static str {
    match entry {
        Entry::Rule(rule) => {
            COMMON.iter().find(|(known, _)| *known == rule).map_or("", |(_, words)| words)
        }
        _ => "",
    }
}

/// Rules by how often people meet them, each with what they call it.
const COMMON: [(FetchRule, &str); 16] = [
    (
        FetchRule::AllowOriginMissing,
        "failed to fetch load failed networkerror axioserror network error err_failed net::err_failed \
         blocked by cors policy no header is present 500 502 504 报错 跨域失败 请求失败 没有跨域头",
    ),
    (
        FetchRule::PreflightStatus,
        "401 403 404 405 500 501 502 unauthorized forbidden options preflight does not have http ok status \
         failed to fetch 预检失败 登录",
    ),
    (
        FetchRule::WildcardWithCredentials,
        "star * include withcredentials cookie cookies session 通配符 携带 cookie 凭据",
    ),
    (
        FetchRule::HeadersNotAllowed,
        "content-type authorization x-requested-with token json request header field 自定义请求头",
    ),
    (FetchRule::AllowOriginMismatch, "localhost port slash www subdomain null 端口 子域名 本地"),
    (FetchRule::MethodNotAllowed, "put patch delete 方法"),
    (FetchRule::AllowOriginMultiple, "duplicate twice two values nginx 重复 两个"),
    (FetchRule::AllowCredentials, "cookie cookies login session withcredentials 登录 携带 cookie"),
    (
        FetchRule::PreflightRedirect,
        "301 302 307 308 trailing slash http https login 重定向 末尾斜杠",
    ),
    (
        FetchRule::NetworkFailure,
        "failed to fetch load failed networkerror axioserror network error err_failed \
         err_connection_refused err_cert (null) certificate status code 0 连接失败 证书 网络错误",
    ),
    (FetchRule::MixedContent, "http https failed to fetch insecure 混合内容"),
    (FetchRule::SchemeNotHttp, "file:// file local html double click 本地文件 file协议 双击打开"),
    (FetchRule::LocalNetworkDenied, "localhost private network 192.168 router printer 内网 局域网"),
    (FetchRule::OpaqueResponseBlocked, "orb corb err_blocked_by_orb"),
    (
        FetchRule::CanvasTainted,
        "canvas todataurl getimagedata tainted securityerror 画布 图片 导出",
    ),
    (FetchRule::ContentSecurityPolicy, "csp connect-src refused to connect 内容安全策略"),
];
