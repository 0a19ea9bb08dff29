//! A command line as words, as the shell that it was copied for would split it.

use std::iter::Peekable;
use std::str::Chars;

/// The words of a command written for bash, or for Windows' `cmd`; `None` if a quote stays open.
pub(crate) fn split(text: &str) -> Option<Vec<String>> {
    let is_for_cmd = text.contains("^\n") || text.contains("^\r\n") || text.contains("^\"");
    shlex::split(&if is_for_cmd { without_carets(text) } else { in_plain_quotes(text) })
}

/// What `cmd` escapes with carets, without them; a caret at a line's end joins lines.
fn without_carets(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '^' {
            plain.push(letter);
            continue;
        }
        match letters.next() {
            None | Some('\n') => plain.push(' '),
            Some('\r') => {
                plain.push(' ');
                letters.next();
            }
            Some(escaped) => plain.push(escaped),
        }
    }
    plain
}

/// What bash writes as `$'…'`, in quotes that every shell has; lines that are joined, on one.
fn in_plain_quotes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut open: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (open, letter) {
            (Some(quote), _) if quote == letter => {
                open = None;
                plain.push(letter);
            }
            (Some('\''), _) => plain.push(letter),
            (_, '\\') => match letters.next() {
                Some('\n') => plain.push(' '),
                Some('\r') if letters.next_if_eq(&'\n').is_some() => plain.push(' '),
                escaped => plain.extend(['\\'].into_iter().chain(escaped)),
            },
            (None, '$') if letters.next_if_eq(&'\'').is_some() => {
                match dollar_quoted(&mut letters).map(|word| word.replace('\0', "")) {
                    Some(word) => {
                        plain.push_str(&shlex::try_quote(&word).expect("NUL was taken out"));
                    }
                    // It stays open.
                    None => plain.push('\''),
                }
            }
            (None, '\'' | '"') => {
                open = Some(letter);
                plain.push(letter);
            }
            _ => plain.push(letter),
        }
    }
    plain
}

/// What stands up to the closing quote of `$'…'`; `None` if there is none.
fn dollar_quoted(letters: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut word = String::new();
    loop {
        match letters.next()? {
            '\'' => return Some(word),
            '\\' => match letters.next()? {
                'n' => word.push('\n'),
                'r' => word.push('\r'),
                't' => word.push('\t'),
                kind @ ('u' | 'x') => {
                    let most = if kind == 'u' { 4 } else { 2 };
                    let mut code = 0;
                    for _ in 0..most {
                        let Some(digit) = letters.next_if(char::is_ascii_hexdigit) else { break };
                        code = code * 16 + digit.to_digit(16).unwrap_or_default();
                    }
                    word.extend(char::from_u32(code));
                }
                escaped => word.push(escaped),
            },
            letter => word.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn each_shells_quotes_are_read() {
        for (text, words) in [
            ("a 'b c' \"d \\\" e\" f\\ g", &["a", "b c", "d \" e", "f g"][..]),
            ("a \\\n b \\\r\n c", &["a", "b", "c"]),
            ("a $'it\\'s \\x41\\u0042\\n'", &["a", "it's AB\n"]),
            // A dollar at the end of a quoted text opens nothing.
            ("a 'b$' 'c'", &["a", "b$", "c"]),
            ("a \"$'b'\"", &["a", "$'b'"]),
            ("a ^\"b ^\\^\"c^\\^\"^\" ^\r\n d", &["a", "b \"c\"", "d"]),
        ] {
            let found = split(text).expect("every quote is closed");
            assert_eq!(found, words, "{text}");
        }
        for text in ["'a", "\"a", "$'a"] {
            assert_eq!(split(&format!("curl {text}")), None, "{text}");
        }
    }
}
