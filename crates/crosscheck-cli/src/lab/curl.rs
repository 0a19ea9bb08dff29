//! Requests as `curl` commands: read from what a browser copies, written for a shell.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use crosscheck::scenario::Body;
use crosscheck::scenario::Rule;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use crosscheck::wire::is_forbidden_request_header;
use url::Url;

use super::judge::Objection;
use super::told::Message;

/// A message as a command that asks the server just so.
pub(super) fn command(message: &Message, body: &str) -> String {
    let mut words = vec!["curl", "-i", "-X", message.method.as_str()];
    if message.method == "HEAD" {
        words = vec!["curl", "-I"];
    }
    let lines = message.headers.iter().map(|(name, value)| match value.is_empty() {
        true => format!("{name};"),
        false => format!("{name}: {value}"),
    });
    let lines: Vec<String> = lines.collect();
    let mut text = words.join(" ");
    text.push_str(&format!(" {}", shell_words::quote(&message.url)));
    for line in &lines {
        text.push_str(&format!(" \\\n  -H {}", shell_words::quote(line)));
    }
    if !body.is_empty() && !message.preflight {
        text.push_str(&format!(" \\\n  --data-raw {}", shell_words::quote(body)));
    }
    text
}

/// Reads a command as the request of a page, and how its server would answer if it said nothing.
///
/// What a browser sets by itself is left out; `Origin`, or else `Referer`, says which page it was.
pub(super) fn scenario(text: &str) -> Result<Scenario, Objection> {
    let bash = "of Chromium's two forms, copy the one for bash: \"Copy as cURL (bash)\"";
    if text.contains("^\"") {
        return Err(objection("the command is written for Windows' cmd", bash));
    }
    let text = text.replace("\\\r\n", " ").replace("\\\n", " ");
    let words = shell_words::split(&without_ansi_quotes(&text))
        .map_err(|_| objection("a quote in the command is not closed", "copy the whole command"))?;
    let mut asked = Asked::default();
    let mut words = words.into_iter().skip(1);
    while let Some(word) = words.next() {
        asked.read(&word, &mut words)?;
    }
    asked.finish()
}

#[derive(Debug, Default)]
struct Asked {
    url: Option<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    data: Vec<String>,
    json: bool,
    form: bool,
    in_query: bool,
    head: bool,
    page: Option<String>,
    referrer: Option<String>,
    cookies: bool,
}

impl Asked {
    fn read(
        &mut self,
        word: &str,
        rest: &mut impl Iterator<Item = String>,
    ) -> Result<(), Objection> {
        let (name, joined) = option(word);
        if !name.starts_with('-') {
            self.url.get_or_insert_with(|| word.to_owned());
            return Ok(());
        }
        let Some(takes) = OPTIONS.iter().find(|(names, _)| names.contains(&name)) else {
            return Ok(());
        };
        if takes.1 == Takes::Nothing {
            self.in_query |= matches!(name, "-G" | "--get");
            self.head |= matches!(name, "-I" | "--head");
            // `-sSL`: several in one word.
            return match joined {
                Some(more) if !name.starts_with("--") && !more.is_empty() => {
                    self.read(&format!("-{more}"), rest)
                }
                _ => Ok(()),
            };
        }
        let value = joined
            .map(str::to_owned)
            .or_else(|| rest.next())
            .ok_or_else(|| objection(format!("`{name}` has no value"), "copy the whole command"))?;
        match name {
            "-X" | "--request" => self.method = Some(value),
            "-H" | "--header" => self.header(&value),
            "-e" | "--referer" => self.referrer = Some(value),
            "-b" | "--cookie" => self.cookies = true,
            "-u" | "--user" => {
                let value = format!("Basic {}", BASE64_STANDARD.encode(&value));
                self.headers.push(("Authorization".into(), value));
            }
            "--json" => {
                self.json = true;
                self.data.push(value);
            }
            "-F" | "--form" | "--form-string" => {
                self.form = true;
                self.data.push(value);
            }
            "--url" => self.url = Some(value),
            _ if DATA.contains(&name) => self.data.push(value),
            _ => {}
        }
        Ok(())
    }

    fn header(&mut self, line: &str) {
        let Some((name, value)) =
            line.split_once(':').or_else(|| Some((line.strip_suffix(';')?, "")))
        else {
            return;
        };
        let (name, value) = (name.trim(), value.trim());
        match name.to_ascii_lowercase().as_str() {
            "origin" => self.page = Some(value.to_owned()),
            "referer" => self.referrer = Some(value.to_owned()),
            "cookie" => self.cookies = true,
            // Browsers send these with every request, whatever the page says.
            "accept"
            | "accept-language"
            | "user-agent"
            | "priority"
            | "pragma"
            | "cache-control"
            | "upgrade-insecure-requests"
            | "dnt" => {}
            _ if is_forbidden_request_header(name, value.as_bytes()) => {}
            _ => self.headers.push((name.to_owned(), value.to_owned())),
        }
    }

    fn finish(mut self) -> Result<Scenario, Objection> {
        let hint = "write `curl https://api.example/path`, with its options";
        let text = self.url.take().ok_or_else(|| objection("the command has no URL", hint))?;
        // `curl` takes what has no scheme for http.
        let with_scheme =
            if text.contains("://") { text.clone() } else { format!("http://{text}") };
        let mut url = Url::parse(&with_scheme)
            .map_err(|error| objection(format!("`{text}` is not a URL: {error}"), hint))?;
        let from_referrer = || Some(Origin::of(&Url::parse(self.referrer.as_deref()?).ok()?));
        let page = match &self.page {
            Some(page) => page.clone(),
            None => from_referrer().map_or(DEFAULT_PAGE.into(), |o| o.serialize().to_owned()),
        };
        let data = self.data.join("&");
        let mut step = Step { api: "fetch".into(), headers: self.headers, ..Step::default() };
        let has_type = step.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("content-type"));
        if self.in_query {
            let query = [url.query().unwrap_or_default(), &data].join("&");
            url.set_query(Some(query.trim_matches('&')));
        } else if !self.data.is_empty() {
            let kind = match self.form {
                true => "form",
                false if self.json || has_type => "text",
                false => "params",
            };
            if self.json && !has_type {
                step.headers.push(("Content-Type".into(), "application/json".into()));
            }
            step.body = Some(Body { kind: kind.into(), value: data, mime_type: None });
        }
        let usual = match step.body {
            Some(_) => Some("POST"),
            None if self.head => Some("HEAD"),
            None => None,
        };
        step.method = self.method.or(usual.map(str::to_owned)).filter(|method| method != "GET");
        step.credentials = self.cookies.then(|| "include".to_owned());
        let origin = url.origin().ascii_serialization();
        let rule = |method: &str, status| Rule {
            origin: origin.clone(),
            path: url.path().to_owned(),
            method: method.into(),
            status,
            ..Rule::default()
        };
        let server = vec![rule("OPTIONS", 204), rule("*", 200)];
        step.url = url.into();
        Ok(Scenario { id: "curl".into(), kind: String::new(), page, steps: vec![step], server })
    }
}

/// `--name=value` and `-Xvalue` apart.
fn option(word: &str) -> (&str, Option<&str>) {
    if word.starts_with("--") {
        return match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        };
    }
    match word.char_indices().nth(2) {
        Some((at, _)) if word.starts_with('-') => (&word[..at], Some(&word[at..])),
        _ => (word, None),
    }
}

/// Writes `$'it\'s'` of the shells, which Chromium copies, with quotes that every shell has.
fn without_ansi_quotes(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    let mut plain_quote = None;
    while let Some(c) = chars.next() {
        match c {
            '\'' | '"' if plain_quote.is_none_or(|quote| quote == c) => {
                plain_quote = plain_quote.xor(Some(c));
                out.push(c);
            }
            '$' if plain_quote.is_none() && chars.peek() == Some(&'\'') => {
                chars.next();
                out.push_str(&shell_words::quote(&ansi_quoted(&mut chars)));
            }
            c => out.push(c),
        }
    }
    out
}

/// What stands up to the closing quote of `$'…'`.
fn ansi_quoted(chars: &mut impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\'' => break,
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('u') => {
                    let digits: String = chars.take(4).collect();
                    let number = u32::from_str_radix(&digits, 16).ok();
                    out.extend(number.and_then(char::from_u32));
                }
                Some(other) => out.push(other),
                None => break,
            },
            c => out.push(c),
        }
    }
    out
}

fn objection(error: impl Into<String>, hint: impl Into<String>) -> Objection {
    Objection { field: "", error: error.into(), hint: hint.into() }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Nothing,
    Value,
}

/// Options that carry the body.
const DATA: [&str; 6] =
    ["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode"];

/// The options of `curl` that browsers copy and people write; others are taken for switches.
const OPTIONS: [(&[&str], Takes); 11] = [
    (&["-X", "--request", "-H", "--header", "-e", "--referer", "--url"], Takes::Value),
    (&DATA, Takes::Value),
    (&["--json", "-F", "--form", "--form-string"], Takes::Value),
    (&["-b", "--cookie", "-c", "--cookie-jar", "-u", "--user"], Takes::Value),
    (&["-A", "--user-agent", "-o", "--output", "-w", "--write-out"], Takes::Value),
    (&["-x", "--proxy", "--resolve", "--connect-to", "-m", "--max-time"], Takes::Value),
    (&["--cacert", "--cert", "-E", "--key", "--connect-timeout", "--retry"], Takes::Value),
    (&["-G", "--get", "-I", "--head", "-s", "--silent"], Takes::Nothing),
    (&["-S", "--show-error", "-L", "--location", "-i", "--include"], Takes::Nothing),
    (&["-k", "--insecure", "-v", "--verbose", "-f", "--fail"], Takes::Nothing),
    (&["-g", "--globoff", "-N", "--no-buffer", "-O", "--compressed"], Takes::Nothing),
];

/// Where a command that names no page is taken to come from.
const DEFAULT_PAGE: &str = "https://app.example";

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::command;
    use super::scenario;
    use crate::lab::told::Message;

    #[test]
    fn what_a_browser_copies_is_the_request_of_its_page() {
        let chromium = r#"curl 'https://api.example/orders?id=1' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -b 'session=1' \
  -H 'origin: https://app.example' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0' \
  -H 'x-token: abc' \
  --data-raw $'{"it\'s":"\u00e9"}'"#;
        assert_snapshot!(json(chromium), @r#"
        {"id":"curl","kind":"","page":"https://app.example","steps":[{"api":"fetch","url":"https://api.example/orders?id=1","method":"PUT","headers":[["content-type","application/json"],["x-token","abc"]],"credentials":"include","body":{"kind":"text","value":"{\"it's\":\"é\"}"}}],"server":[{"origin":"https://api.example","path":"/orders","method":"OPTIONS","status":204,"headers":[],"body":""},
        {"origin":"https://api.example","path":"/orders","method":"*","status":200,"headers":[],"body":""}]}
        "#);
        let firefox = "curl 'https://api.example/' -X POST -H 'Referer: http://localhost:3000/a/b' \
             -H 'Authorization;' --data-raw 'a=1'";
        assert_snapshot!(json(firefox), @r#"
        {"id":"curl","kind":"","page":"http://localhost:3000","steps":[{"api":"fetch","url":"https://api.example/","method":"POST","headers":[["Authorization",""]],"body":{"kind":"params","value":"a=1"}}],"server":[{"origin":"https://api.example","path":"/","method":"OPTIONS","status":204,"headers":[],"body":""},
        {"origin":"https://api.example","path":"/","method":"*","status":200,"headers":[],"body":""}]}
        "#);
    }

    #[test]
    fn what_people_write_is_read_as_curl_reads_it() {
        for (text, expected) in [
            ("curl api.example", r#"[{"api":"fetch","url":"http://api.example/"}]"#),
            (
                "curl -sSLXDELETE https://api.example/a",
                r#"[{"api":"fetch","url":"https://api.example/a","method":"DELETE"}]"#,
            ),
            (
                "curl --json {} --url=https://api.example/",
                r#"[{"api":"fetch","url":"https://api.example/","method":"POST","headers":[["Content-Type","application/json"]],"body":{"kind":"text","value":"{}"}}]"#,
            ),
            (
                "curl -G -d a=1 -d b=2 https://api.example/?c=3",
                r#"[{"api":"fetch","url":"https://api.example/?c=3&a=1&b=2"}]"#,
            ),
            (
                "curl -I -u me:secret https://api.example/",
                r#"[{"api":"fetch","url":"https://api.example/","method":"HEAD","headers":[["Authorization","Basic bWU6c2VjcmV0"]]}]"#,
            ),
            (
                "curl -F a=b https://api.example/",
                r#"[{"api":"fetch","url":"https://api.example/","method":"POST","body":{"kind":"form","value":"a=b"}}]"#,
            ),
        ] {
            let scenario = scenario(text).expect("a command");
            assert_eq!(serde_json::to_string(&scenario.steps).expect("JSON"), expected, "{text}");
        }
    }

    #[test]
    fn what_is_broken_is_said_with_a_way_out() {
        for text in [
            "curl",
            "curl 'https://a",
            "curl -H",
            "curl https://[",
            "curl $'\\",
            "curl -d",
            "curl ^\"https://a^\"",
        ] {
            let objection = scenario(text).expect_err(text);
            assert!(!objection.hint.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_written_for_a_shell_is_read_back() {
        let message = Message {
            method: "PUT".into(),
            url: "https://api.example/it's?a=b&c=$d".into(),
            preflight: false,
            headers: vec![("x-token".into(), "a 'b' \"c\"".into()), ("x-empty".into(), "".into())],
            answer: None,
        };
        let text = command(&message, "{\"it's\": 1}");
        let read = scenario(&text).expect("a command");
        let step = &read.steps[0];
        assert_eq!(step.method.as_deref(), Some("PUT"));
        assert_eq!(step.url, message.url);
        assert_eq!(step.headers, message.headers);
        assert_eq!(step.body.as_ref().map(|body| body.value.as_str()), Some("{\"it's\": 1}"));
    }

    fn json(text: &str) -> String {
        let scenario = scenario(text).expect("a command");
        serde_json::to_string(&scenario).expect("JSON").replace("},", "},\n")
    }
}
