//! A message written as a command.

/// A command for a POSIX shell that sends just this message.
///
/// In: the method, an absolute URL, header lines, and a body if there is one. What no argument can
/// hold, NUL, is left out.
pub(crate) fn write(
    method: &str,
    url: &str,
    headers: &[(String, String)],
    body: Option<&str>,
) -> String {
    let mut text = match method {
        "HEAD" => "curl -I".to_owned(),
        _ => format!("curl -i -X {}", quoted(method)),
    };
    text.push_str(&format!(" {}", quoted(url)));
    for (name, value) in headers {
        let line = match value.is_empty() {
            true => format!("{name};"),
            false => format!("{name}: {value}"),
        };
        text.push_str(&format!(" \\\n  -H {}", quoted(&line)));
    }
    if let Some(body) = body {
        text.push_str(&format!(" \\\n  --data-raw {}", quoted(body)));
    }
    text
}

fn quoted(word: &str) -> String {
    shlex::try_quote(&word.replace('\0', "")).expect("NUL was taken out").into_owned()
}

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
}
