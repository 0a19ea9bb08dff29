//! Quotes that went through HTML.

/// A text with letters in the place of HTML's names for them; `None` if there is no quote by name.
pub(super) fn undone(text: &str) -> Option<String> {
    QUOTES.iter().any(|(name, _)| text.contains(name)).then(|| from_html(text))
}

/// HTML's names for quotes, in the forms that programs write.
const QUOTES: [(&str, &str); 5] =
    [("&#39;", "'"), ("&#x27;", "'"), ("&#039;", "'"), ("&apos;", "'"), ("&quot;", "\"")];

const OTHERS: [(&str, &str); 3] = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];

fn from_html(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, name) = rest.split_at(at);
        plain.push_str(before);
        let known = QUOTES.iter().chain(&OTHERS).find(|(known, _)| name.starts_with(known));
        let (length, letter) = known.map_or((1, "&"), |(known, letter)| (known.len(), *letter));
        plain.push_str(letter);
        rest = &name[length..];
    }
    plain.push_str(rest);
    plain
}
