//! Strangers' origins that look like one that was meant, as people know them from attacks.

/// Origins near those of an entry. In: an entry of a list. Out: the best known first.
pub(super) fn near_misses(entry: &str) -> impl Iterator<Item = String> {
    let (scheme, rest) = entry.split_once("://").unwrap_or_default();
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        Some((host, port)) if !port.contains(']') => (host, ""),
        _ => (rest, ""),
    };
    let host = host.trim_start_matches("*").trim_start_matches('.').to_owned();
    let has_host = !scheme.is_empty() && !host.is_empty() && !host.contains(['*', '[', '/']);
    let hosts = has_host.then(|| {
        let first = host.replacen('.', "x", 1);
        let last = host.rsplit_once('.').map(|(start, end)| format!("{start}x{end}"));
        let wrong =
            [Some(format!("evil{host}")), Some(format!("{host}.evil.example")), Some(first), last];
        wrong.into_iter().flatten()
    });
    let port = if port.is_empty() { String::new() } else { format!(":{port}") };
    let scheme = scheme.to_owned();
    hosts.into_iter().flatten().map(move |host| format!("{scheme}://{host}{port}"))
}
