//! Letters that stand for others: a terminal's colours, JSON's escapes, Markdown's links and escapes.

/// A text without the sequences by which a terminal changes colours; `None` if there is none.
pub(super) fn without_colours(text: &str) -> Option<String> {
    const ESCAPE: char = '\u{1b}';
    if !text.contains(ESCAPE) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(ESCAPE) {
        plain.push_str(&rest[..at]);
        rest = &rest[at + ESCAPE.len_utf8()..];
        if let Some(sequence) = rest.strip_prefix('[') {
            let end = sequence.find(|c: char| !matches!(c, '\u{20}'..='\u{3f}'));
            let end = end.unwrap_or(sequence.len());
            let last = sequence[end..].chars().next().map_or(0, char::len_utf8);
            rest = &sequence[end + last..];
        }
    }
    plain.push_str(rest);
    Some(plain)
}

/// A line of a console as it was before JSON or Markdown quoted it: `\u0027`, `[url](url)`, `<url>`, `\_`;
/// `None` if nothing of that is in it.
pub(super) fn unquoted(text: &str) -> Option<String> {
    const SIGNS: [&str; 5] = ["\\u00", "](http", "<http", "\\_", "\\*"];
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '[', '<']) {
        plain.push_str(&rest[..at]);
        let (sign, behind) = rest[at..].split_at(1);
        let read = match sign {
            "\\" => escaped(behind),
            "[" => link(behind),
            _ => address(behind),
        };
        match read {
            Some((letters, after)) => {
                plain.push_str(&letters);
                rest = after;
            }
            None => {
                plain.push_str(sign);
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    Some(plain)
}

/// The letter that an escape stands for.
fn escaped(behind: &str) -> Option<(String, &str)> {
    if let Some(after) = behind.strip_prefix(['_', '*']) {
        return Some((behind[..1].to_owned(), after));
    }
    let digits = behind.strip_prefix('u')?;
    let (code, after) = digits.split_at_checked(4)?;
    let letter = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    (!letter.is_control()).then(|| (letter.to_string(), after))
}

/// What a link shows, if that is its URL.
fn link(behind: &str) -> Option<(String, &str)> {
    let (shown, target) = behind.split_once("](")?;
    let (target, after) = target.split_once(')')?;
    let is_url = shown.contains("://") && !shown.contains(char::is_whitespace);
    (is_url && target.contains("://")).then(|| (shown.to_owned(), after))
}

/// A URL between angles.
fn address(behind: &str) -> Option<(String, &str)> {
    let (inside, after) = behind.split_once('>')?;
    let is_url = inside.starts_with("http") && inside.contains("://");
    (is_url && !inside.contains([' ', '\n', '<'])).then(|| (inside.to_owned(), after))
}
