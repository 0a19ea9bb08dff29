//! What was written before it was passed on: chats and pages number lines, and quotes go through HTML.

use std::borrow::Cow;

/// A text without the numbers of its lines, and with quotes in the place of HTML's names for them.
///
/// Only lines whose numbers count up are taken for numbered, and only a text with quotes by name for HTML.
pub(super) fn as_written(text: &str) -> Cow<'_, str> {
    let is_html = QUOTES.iter().any(|(name, _)| text.contains(name));
    let text = if is_html { Cow::Owned(from_html(text)) } else { Cow::Borrowed(text) };
    match numbered(&text) {
        Some(lines) => Cow::Owned(lines),
        None => text,
    }
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

/// The text without its numbers; `None` if fewer than three lines on end are counted.
fn numbered(text: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut is_counted = false;
    let mut start = 0;
    while start < lines.len() {
        let mut end = start;
        let mut last = None;
        while let Some((number, _)) = lines.get(end).and_then(|line| number(line))
            && last.is_none_or(|last: u32| last.checked_add(1) == Some(number))
        {
            last = Some(number);
            end += 1;
        }
        if end - start >= 3 {
            is_counted = true;
            for line in &mut lines[start..end] {
                *line = number(line).map_or(*line, |(_, rest)| rest);
            }
        }
        start = end.max(start + 1);
    }
    is_counted.then(|| lines.join("\n"))
}

/// The number before a line, and the line.
fn number(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start();
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
    let number = line[..digits].parse().ok().filter(|_| digits <= 5)?;
    let rest = line[digits..].trim_start_matches([':', '.', ')', '|']);
    let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_apart.then(|| (number, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn numbers_and_names_of_quotes_are_undone() {
        assert_eq!(as_written("so:\n1  a\n2  b 3\n3: c\n"), "so:\na\nb 3\nc");
        assert_eq!(
            as_written("&#39;https://a.example/?a=1&amp;b=&#39; &now"),
            "'https://a.example/?a=1&b=' &now"
        );
    }

    #[test]
    fn numbers_that_do_not_count_lines_stay() {
        for text in ["404\n405 x", "1 a\n2 b", "3 a\n1 b\n2 c\n4 d", "1 a\n\n2 b\n3 c", "a&amp;b"] {
            assert_eq!(as_written(text), text);
        }
    }
}
