//! A message written as a command.

use crosscheck::wire::is_token;

/// A command for a shell such as bash or zsh that sends just this message, whatever is in it.
///
/// In: the method, an absolute URL, header lines, and a body if there is one. What no argument can
/// hold, NUL, is left out, and so are lines that no message can hold.
///
/// curl reads nothing of its own (`-q`), takes brackets and braces for what they are (`--globoff`) and
/// leaves dots in paths alone (`--path-as-is`).
pub fn write(method: &str, url: &str, headers: &[(String, String)], body: Option<&str>) -> String {
    let what = match method {
        "HEAD" => "-I".to_owned(),
        _ => format!("-i -X {}", quoted(method)),
    };
    let mut text = format!("curl -q --globoff --path-as-is {what} {}", quoted(url));
    let mut say = |line: &str| text.push_str(&format!(" \\\n  -H {}", quoted(line)));
    for (name, value) in headers {
        let value = value.trim_matches([' ', '\t']);
        // A name is no `@file`, since `@` is in none.
        if !is_token(name.as_bytes()) || value.contains(['\r', '\n']) {
            continue;
        }
        match value.is_empty() {
            true => say(&format!("{name};")),
            false => say(&format!("{name}: {value}")),
        }
    }
    if let Some(body) = body {
        // What curl would add by itself.
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            say("Content-Type:");
        }
        if body.len() > EXPECTED {
            say("Expect:");
        }
        text.push_str(&format!(" \\\n  --data-raw {}", quoted(body)));
    }
    text
}

/// A word in quotes. Control characters are spelled out: a terminal that a command is pasted into takes
/// them for keys.
pub(crate) fn quoted(word: &str) -> String {
    let is_key = |letter: char| letter.is_ascii_control() && letter != '\n';
    let word = word.replace('\0', "");
    if !word.contains(is_key) {
        return shlex::try_quote(&word).expect("NUL was taken out").into_owned();
    }
    let mut text = "$'".to_owned();
    for letter in word.chars() {
        match letter {
            '\\' | '\'' => text.extend(['\\', letter]),
            // Where a shell has a history, it is no word of that.
            '!' => text.push_str("\\x21"),
            _ if is_key(letter) => text.push_str(&format!("\\x{:02x}", u32::from(letter))),
            _ => text.push(letter),
        }
    }
    text.push('\'');
    text
}

/// From so many bytes on, older curls would have the server asked first whether it wants the body.
const EXPECTED: usize = 1024;

#[cfg(test)]
mod tests {
    use super::super::command::Command;
    use super::write;

    #[test]
    fn what_is_written_for_a_shell_is_read_back() {
        let url = "https://api.example/it's?a=b&c=$d";
        let headers = [("x-token", "a 'b' \"c\" !"), ("x-empty", "")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let text = write("PUT", url, &headers, Some("{\"it's\": 1}\n\\"));
        let read = Command::parse(&text).expect("a command");
        assert_eq!((read.method.as_str(), read.url.as_str()), ("PUT", url));
        assert_eq!(read.headers, headers);
        assert_eq!(read.body.map(|body| body.text).as_deref(), Some("{\"it's\": 1}\n\\"));
    }

    #[test]
    fn a_terminal_takes_no_key_from_a_command_that_is_pasted() {
        let body = "a\u{3}\u{15}\u{1b}[A\tb\rc\u{7f}'!\\\n\u{0}";
        let text = write("POST", "https://api.example/", &[], Some(body));
        assert!(!text.contains(|c: char| c.is_ascii_control() && c != '\n'), "{text:?}");
        let read = Command::parse(&text).expect("a command");
        let body = body.replace('\u{0}', "");
        assert_eq!(read.body.map(|body| body.text), Some(body));
        assert_eq!(read.headers, []);
    }

    #[test]
    fn lines_that_no_message_can_hold_are_left_out() {
        let lines = [
            ("@/etc/passwd", "a"),
            ("X A", "a"),
            ("", "a"),
            ("X-A", "a\r\nX-B: b"),
            ("X-C", " \t"),
        ];
        let lines = lines.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let text = write("GET", "https://api.example/", &lines, None);
        assert_eq!(
            text,
            "curl -q --globoff --path-as-is -i -X GET https://api.example/ \\\n  -H 'X-C;'"
        );
    }
}
