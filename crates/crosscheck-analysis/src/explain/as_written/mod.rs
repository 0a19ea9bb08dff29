//! What was written before it was passed on: terminals colour it, chats and pages number lines, and quotes go
//! through HTML, JSON and Markdown.

mod html;
mod letters;
mod lines;
mod wraps;

use std::borrow::Cow;

pub(super) use wraps::cut_within_words;
pub(super) use wraps::without_wraps;

/// A text without what was done to it on its way here.
///
/// Only lines whose numbers count up are taken for numbered, only a text with quotes by name for HTML, and only
/// what is before each line for a log's.
pub(super) fn as_written(text: &str) -> Cow<'_, str> {
    let steps =
        [letters::without_colours, lines::without_soft_breaks, html::undone, lines::without_prefix];
    let text = steps.into_iter().fold(Cow::Borrowed(text), done);
    done(text, lines::without_numbers)
}

/// A console's text without what quoted it. No command's: in a shell the same letters mean something.
pub(super) fn as_quoted(text: &str) -> Cow<'_, str> {
    done(Cow::Borrowed(text), letters::unquoted)
}

fn done<'t>(text: Cow<'t, str>, step: fn(&str) -> Option<String>) -> Cow<'t, str> {
    match step(&text) {
        Some(text) => Cow::Owned(text),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::as_quoted;
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
    fn what_terminals_logs_and_mail_add_is_undone() {
        assert_eq!(as_written("\u{1b}[31ma\u{1b}[0;1m b\u{1b}"), "a b");
        assert_eq!(as_written("web-1  | a\nweb-1  |   b\n"), "a\nb");
        assert_eq!(
            as_written("> a 'https://a.exa=\n> mple/?x=3D1' b=\n> c"),
            "> a 'https://a.example/?x=1' bc\n"
        );
    }

    #[test]
    fn what_json_and_markdown_quoted_is_undone() {
        let quoted =
            "at \\u0027[https://a.example/x](https://a.example/x)\\u0027 <https://b.example> a\\_b";
        assert_eq!(as_quoted(quoted), "at 'https://a.example/x' https://b.example a_b");
    }

    #[test]
    fn what_is_no_quote_stays() {
        for text in ["404\n405 x", "1 a\n2 b", "3 a\n1 b\n2 c\n4 d", "1 a\n\n2 b\n3 c", "a&amp;b"] {
            assert_eq!(as_written(text), text);
        }
        for text in ["a | b\nc | d", "| a | b |\n| c | d |", "a=1\nb==", "x="] {
            assert_eq!(as_written(text), text);
        }
        for text in [r"C:\users\u00", "[see](https://a.example)", "<b>", r"a\nb"] {
            assert_eq!(as_quoted(text), text);
        }
    }
}
