//! The command that asks a live server what a text does not tell.

use crate::curl::quoted;

/// `crosscheck check` for a request, to be pasted into a shell, whatever is in it.
///
/// In: the URL, the page's origin if it is known, and the method.
pub(super) fn command(url: &str, page: Option<&str>, method: &str) -> String {
    let page = page.unwrap_or("https://app.example.com");
    let mut text = format!("crosscheck check {} --origin {}", quoted(url), quoted(page));
    if method != "GET" {
        text.push_str(" -X ");
        text.push_str(&quoted(method));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn a_shell_reads_what_was_asked() {
        assert_eq!(
            command("https://a.example/x", None, "GET"),
            "crosscheck check https://a.example/x --origin https://app.example.com"
        );
        assert_eq!(
            command("https://a.example/?a=1&b=$(x)", Some("https://b.example"), "PUT"),
            "crosscheck check 'https://a.example/?a=1&b=$(x)' --origin https://b.example -X PUT"
        );
    }
}
