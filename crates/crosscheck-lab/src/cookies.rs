//! Whose cookies a request brings: all servers of this machine share their hosts, and so their
//! cookies.

use crate::log::Entry;

/// Leaves of a request's cookies those that earlier answers of its run set: name and value.
///
/// The rest are other applications' of this machine, and nobody's to see.
pub(crate) fn keep_the_runs_own(entry: &mut Entry, earlier: &[Entry]) {
    let set: Vec<String> = earlier.iter().flat_map(set_by).collect();
    entry.headers.retain_mut(|(name, value)| {
        if !name.eq_ignore_ascii_case("cookie") {
            return true;
        }
        let own = value.split(';').map(str::trim).filter(|pair| set.iter().any(|s| s == pair));
        *value = own.collect::<Vec<_>>().join("; ");
        !value.is_empty()
    });
}

/// The cookies that an answer sets, as a browser would send them.
fn set_by(entry: &Entry) -> impl Iterator<Item = String> {
    let lines = entry.response_headers.iter();
    lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).map(|(_, line)| {
        let pair = line.split(';').next().unwrap_or_default();
        match pair.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                format!("{}={}", name.trim(), value.trim())
            }
            Some((_, value)) => value.trim().to_owned(),
            None => pair.trim().to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_of_other_applications_are_left_out() {
        let lines = |name: &str, values: &[&str]| {
            values.iter().map(|value| (name.to_owned(), (*value).to_owned())).collect()
        };
        let earlier = Entry {
            response_headers: lines("Set-Cookie", &["a=1; Path=/", " b = 2 ", "=c", "d", "e="]),
            ..Entry::default()
        };
        for (sent, kept) in [
            ("a=1; b=2; c; d; e=", Some("a=1; b=2; c; d; e=")),
            ("session=secret; a=1", Some("a=1")),
            ("a=1;session=secret", Some("a=1")),
            // The same name is not the same cookie.
            ("a=secret", None),
            ("A=1", None),
            ("a=1x", None),
            ("e=secret", None),
            ("secret", None),
            ("", None),
        ] {
            let mut entry = Entry { headers: lines("cookie", &[sent]), ..Entry::default() };
            keep_the_runs_own(&mut entry, std::slice::from_ref(&earlier));
            let found = entry.headers.first().map(|(_, value)| value.as_str());
            assert_eq!(found, kept, "{sent}");
            keep_the_runs_own(&mut entry, &[]);
            assert_eq!(entry.headers, [], "nothing was set before: {sent}");
        }
    }
}
