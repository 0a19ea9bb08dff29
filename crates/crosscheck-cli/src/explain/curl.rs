//! A curl command, read as the request that a page would make.

use crosscheck::diagnosis::Case;
use crosscheck::diagnosis::Rule;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use url::Url;

use super::command::Asked;
use super::exchange::PageRequest;
use super::exchange::asked_names;
use super::exchange::is_the_browsers_own;
use super::report::Finding;
use super::report::Message;
use super::report::Report;
use super::report::Verdict;
use crate::failure::Hinted;

/// Whether a text is a curl command.
pub(super) fn is_curl(text: &str) -> bool {
    let text = text.trim_start_matches("$ ");
    let name = text.split_whitespace().next().unwrap_or_default();
    matches!(name, "curl" | "curl.exe")
}

/// Tells what a browser would send in place of curl, and what answers would let it read.
pub(super) fn explain(text: &str, asked: &Asked) -> anyhow::Result<Report> {
    let command = Command::parse(text)?;
    let page = asked.origin.clone().or_else(|| command.page());
    let origin = page.clone().unwrap_or_else(|| {
        Origin::parse("https://app.example.com").expect("a constant that is an origin")
    });
    let request = PageRequest {
        origin: origin.clone(),
        url: command.url.clone(),
        method: asked.method.clone().unwrap_or(command.method),
        headers: command.headers,
        body_length: command.body_length,
        credentials: asked.credentials || command.has_cookies,
    };
    let preflight = request.preflight().map_err(|error| {
        Hinted::error(
            format!("no page can make this request: {error}"),
            "curl can send what browsers never do; see https://fetch.spec.whatwg.org/#dom-request",
        )
    })?;
    let mut notes = Vec::new();
    if page.is_none() {
        notes.push("curl has no origin: name the page's with --origin".to_owned());
    }
    if command.is_navigation {
        notes.push("it was copied from a navigation, which needs no CORS".into());
    }
    let url = Url::parse(&request.url).expect("it was set up, so it is a URL");
    if page.is_some() && origin.is_same_origin(&Origin::of(&url)) {
        notes.push(format!("{origin} asks itself: no CORS is needed"));
        return Ok(Report { notes, ..Report::new("curl", Verdict::Allowed, Vec::new()) });
    }
    notes.push(
        "curl obeys no rule of CORS: that it gets an answer says nothing about a browser".into(),
    );
    let mut case = Case::new(Rule::named("allow-origin-missing").expect("it is a rule"));
    case.url = Some(request.url.clone());
    case.origin = page.map(|origin| origin.to_string());
    case.method = Some(request.method.clone());
    case.credentials = Some(request.credentials);
    case.header_names = preflight.as_ref().map(asked_names).unwrap_or_default();
    let mut finding = Finding::of(case);
    finding.is_a_wish = true;
    finding.wanted.header_names.extend(asked.header_names.iter().cloned());
    Ok(Report {
        notes,
        preflight: preflight.as_ref().map(Message::of),
        ..Report::new("curl", Verdict::Explained, vec![finding])
    })
}

#[derive(Debug, Default)]
struct Command {
    url: String,
    method: String,
    headers: HeaderList,
    body_length: Option<usize>,
    has_cookies: bool,
    is_navigation: bool,
    origin: Option<String>,
    referrer: Option<String>,
}

impl Command {
    fn page(&self) -> Option<Origin> {
        if let Some(origin) = &self.origin {
            return Some(Origin::parse(origin).unwrap_or(Origin::OPAQUE));
        }
        let referrer = Url::parse(self.referrer.as_deref()?).ok()?;
        Some(Origin::of(&referrer)).filter(|origin| !origin.is_opaque())
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let text = as_for_a_shell(text.trim_start_matches("$ "));
        let words = shlex::split(&text).ok_or_else(|| {
            Hinted::error("a quote in the curl command is not closed", "copy the whole command")
        })?;
        let mut found = Found::default();
        let mut words = words.into_iter().skip(1);
        while let Some(word) = words.next() {
            found.take(word, &mut words)?;
        }
        found.finish()
    }
}

/// What the words of a command line say.
#[derive(Debug, Default)]
struct Found {
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    data: Option<usize>,
    content_type: Option<&'static str>,
    as_query: bool,
    head: bool,
    upload: bool,
    has_cookies: bool,
}

impl Found {
    fn take(
        &mut self,
        word: String,
        words: &mut impl Iterator<Item = String>,
    ) -> anyhow::Result<()> {
        if let Some(long) = word.strip_prefix("--") {
            let (name, given) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            if !LONG_WITH_VALUE.contains(&name) {
                self.set(name, "");
                return Ok(());
            }
            let value = given.or_else(|| words.next()).ok_or_else(|| lacks_value(&word))?;
            self.set(name, &value);
            return Ok(());
        }
        let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            self.urls.push(word);
            return Ok(());
        };
        for (index, letter) in letters.char_indices() {
            let Some((_, name)) = SHORT_WITH_VALUE.iter().find(|(short, _)| *short == letter)
            else {
                self.set(short_flag(letter), "");
                continue;
            };
            let glued = &letters[index + letter.len_utf8()..];
            let value = match glued.is_empty() {
                true => words.next().ok_or_else(|| lacks_value(&word))?,
                false => glued.to_owned(),
            };
            self.set(name, &value);
            break;
        }
        Ok(())
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "request" => self.method = Some(value.into()),
            "url" => self.urls.push(value.into()),
            "header" => {
                if let Some((name, value)) = value.split_once(':') {
                    self.headers.push((name.trim().into(), value.trim().into()));
                }
            }
            "data" | "data-raw" | "data-ascii" | "data-binary" | "data-urlencode" => {
                self.add_data(value, "application/x-www-form-urlencoded");
            }
            "json" => self.add_data(value, "application/json"),
            "form" | "form-string" => self.add_data(value, "multipart/form-data; boundary=x"),
            "cookie" => self.has_cookies = true,
            "user" => self.headers.push(("Authorization".into(), "Basic".into())),
            "oauth2-bearer" => self.headers.push(("Authorization".into(), "Bearer".into())),
            "user-agent" => self.headers.push(("User-Agent".into(), value.into())),
            "referer" => self.headers.push(("Referer".into(), value.into())),
            "range" => self.headers.push(("Range".into(), format!("bytes={value}"))),
            "get" => self.as_query = true,
            "head" => self.head = true,
            "upload-file" => self.upload = true,
            _ => {}
        }
    }

    fn add_data(&mut self, value: &str, content_type: &'static str) {
        self.data = Some(self.data.unwrap_or(0) + value.len());
        self.content_type.get_or_insert(content_type);
    }

    fn finish(self) -> anyhow::Result<Command> {
        let header = |name: &str| {
            let mut lines = self.headers.iter();
            lines
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
        };
        let url = self.urls.first().cloned().ok_or_else(|| {
            Hinted::error("the curl command names no URL", "copy the whole command")
        })?;
        let url = if url.contains("://") { url } else { format!("http://{url}") };
        let url = Url::parse(&url).map_err(|error| {
            Hinted::error(format!("the curl command's URL is none: {error}"), "mind the quotes")
        })?;
        let has_body = (self.data.is_some() && !self.as_query) || self.upload;
        let default_method = match () {
            () if self.head => "HEAD",
            () if self.upload => "PUT",
            () if has_body => "POST",
            () => "GET",
        };
        let copied = self.headers.iter().any(|(name, _)| {
            let name = name.to_ascii_lowercase();
            name.starts_with("sec-fetch-") || name.starts_with("sec-ch-")
        });
        let mut headers: HeaderList = self
            .headers
            .iter()
            .filter(|(name, _)| !is_the_browsers_own(name, copied))
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        if let Some(content_type) = self.content_type.filter(|_| has_body)
            && !headers.contains("Content-Type")
        {
            headers.append("Content-Type", content_type);
        }
        let mut url_without = url.clone();
        let _ = url_without.set_username("");
        let _ = url_without.set_password(None);
        Ok(Command {
            url: url_without.to_string(),
            method: self.method.unwrap_or_else(|| default_method.into()),
            headers,
            body_length: has_body.then(|| self.data.unwrap_or(1)),
            has_cookies: self.has_cookies || header("cookie").is_some(),
            is_navigation: header("sec-fetch-mode").as_deref() == Some("navigate"),
            origin: header("origin"),
            referrer: header("referer"),
        })
    }
}

fn lacks_value(option: &str) -> anyhow::Error {
    Hinted::error(format!("`{option}` of the curl command has no value"), "copy the whole command")
}

/// Options that take a value.
const LONG_WITH_VALUE: [&str; 37] = [
    "cacert",
    "cert",
    "connect-timeout",
    "connect-to",
    "cookie",
    "cookie-jar",
    "data",
    "data-ascii",
    "data-binary",
    "data-raw",
    "data-urlencode",
    "dump-header",
    "form",
    "form-string",
    "header",
    "interface",
    "json",
    "key",
    "limit-rate",
    "max-redirs",
    "max-time",
    "oauth2-bearer",
    "output",
    "proxy",
    "proxy-user",
    "range",
    "referer",
    "request",
    "resolve",
    "retry",
    "upload-file",
    "url",
    "user",
    "user-agent",
    "write-out",
    "ciphers",
    "tls-max",
];

const SHORT_WITH_VALUE: [(char, &str); 20] = [
    ('A', "user-agent"),
    ('b', "cookie"),
    ('c', "cookie-jar"),
    ('C', "continue-at"),
    ('d', "data"),
    ('D', "dump-header"),
    ('e', "referer"),
    ('E', "cert"),
    ('F', "form"),
    ('H', "header"),
    ('K', "config"),
    ('m', "max-time"),
    ('o', "output"),
    ('r', "range"),
    ('T', "upload-file"),
    ('u', "user"),
    ('U', "proxy-user"),
    ('w', "write-out"),
    ('x', "proxy"),
    ('X', "request"),
];

fn short_flag(letter: char) -> &'static str {
    match letter {
        'G' => "get",
        'I' => "head",
        _ => "",
    }
}

/// A command in the form of a plain shell: what `cmd` escapes with carets, and bash with `$'…'`, as
/// ordinary quotes.
fn as_for_a_shell(text: &str) -> String {
    let is_for_cmd = text.contains("^\n") || text.contains("^\r\n") || text.contains("^\"");
    let text = if is_for_cmd { without_carets(text) } else { text.to_owned() };
    let text = text.replace("\\\r\n", " ").replace("\\\n", " ");
    if is_for_cmd { text } else { without_dollar_quotes(&text) }
}

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

/// Turns each `$'…'` of bash into a quoted word.
fn without_dollar_quotes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("$'") {
        plain.push_str(&rest[..start]);
        let (word, after) = dollar_quoted(&rest[start + 2..]);
        plain.push_str(&shlex::try_quote(&word.replace('\0', "")).expect("NUL was taken out"));
        rest = after;
    }
    plain + rest
}

/// What stands in `$'…'`, and what follows it.
fn dollar_quoted(text: &str) -> (String, &str) {
    let mut word = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => return (word, letters.as_str()),
            '\\' => match letters.next() {
                Some('n') => word.push('\n'),
                Some('r') => word.push('\r'),
                Some('t') => word.push('\t'),
                Some(kind @ ('u' | 'x')) => {
                    let most = if kind == 'u' { 4 } else { 2 };
                    let rest = letters.as_str();
                    let digits =
                        rest.chars().take(most).take_while(char::is_ascii_hexdigit).count();
                    let code = u32::from_str_radix(&rest[..digits], 16).ok();
                    word.extend(code.and_then(char::from_u32));
                    letters = rest[digits..].chars();
                }
                Some(escaped) => word.push(escaped),
                None => {}
            },
            letter => word.push(letter),
        }
    }
    (word, "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Command;

    #[test]
    fn each_way_to_write_a_word_is_read() {
        for (text, headers) in [
            ("curl a.example -H 'X-A: 1'", "X-A=1"),
            ("curl a.example -HX-A:1", "X-A=1"),
            ("curl a.example --header=X-A:1", "X-A=1"),
            ("curl a.example -sSLH \"X-A: 1\"", "X-A=1"),
            ("curl a.example -H $'X-A: \\x41\\u0042\\''", "X-A=AB'"),
            ("curl a.example -H 'X-A: 1' \\\n -H 'X-B: 2'", "X-A=1 X-B=2"),
            ("curl ^\"a.example^\" ^\r\n -H ^\"X-A: ^\\^\"1^\\^\"^\"", "X-A=\"1\""),
            ("curl a.example -H 'Host: b' -H 'Cookie: c' -H 'Sec-Fetch-Mode: cors'", ""),
            ("curl a.example -H 'Cache-Control: no-cache' -H 'Sec-Fetch-Mode: cors'", ""),
            ("curl a.example -H 'Cache-Control: no-cache'", "Cache-Control=no-cache"),
        ] {
            let command = Command::parse(text).expect("a command");
            let told: Vec<String> = command
                .headers
                .iter()
                .map(|(name, value)| format!("{name}={}", String::from_utf8_lossy(value)))
                .collect();
            assert_eq!(told.join(" "), headers, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_command_is_read_without_harm(text in "curl (\\PC|[-$'\"^\\\\ \n]){0,80}") {
            let _ = Command::parse(&text);
        }
    }
}
