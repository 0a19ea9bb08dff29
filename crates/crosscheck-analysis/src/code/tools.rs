//! Commands of other tools than curl (HTTPie, xh, wget), and a request as it goes over the wire.

use crate::curl::Command;
use crate::curl::split;
use crate::error::InputError;

/// Reads a command; `None` if a text is none of these.
pub(super) fn read(text: &str) -> Option<Result<Command, InputError>> {
    let text = text.trim().trim_start_matches("$ ");
    let name = text.split_whitespace().next()?;
    match name {
        "http" | "https" | "xh" | "xhs" => httpie(&split(text)?),
        "wget" => wget(&split(text)?),
        _ => raw(text),
    }
}

/// `http [METHOD] URL [Name:value] [field=value] [field:=json] [name==value]`.
fn httpie(words: &[String]) -> Option<Result<Command, InputError>> {
    let (tool, words) = words.split_first()?;
    let mut plain = words.iter().filter(|word| !word.starts_with('-')).peekable();
    let is_method = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
    let method = plain.next_if(|word| is_method(word));
    let url = plain.next().filter(|url| url.contains(['.', ':', '/']))?;
    let secure = matches!(tool.as_str(), "https" | "xhs");
    let url = match (url.contains("://"), url.strip_prefix(':')) {
        (true, _) => url.clone(),
        // A port alone is one of this machine.
        (false, Some(port)) => format!("http://localhost:{port}"),
        (false, None) => format!("{}://{url}", if secure { "https" } else { "http" }),
    };
    let (mut headers, mut body) = (Vec::new(), None);
    for item in plain {
        // `name@path` sends a file.
        let Some(at) = item.find([':', '=']) else { continue };
        let (name, rest) = item.split_at(at);
        if rest.starts_with("==") {
            continue;
        }
        match rest.strip_prefix(':').filter(|value| !value.starts_with('=')) {
            Some(value) => headers.push((name.to_owned(), value.trim().to_owned())),
            None => body = Some("{}"),
        }
    }
    let is_form = words.iter().any(|word| word == "-f" || word == "--form");
    let has_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if body.is_some() && !has_type {
        let json = "application/json";
        let form = "application/x-www-form-urlencoded";
        headers.push(("Content-Type".into(), if is_form { form } else { json }.into()));
    }
    let method = method.map(String::as_str);
    Some(Command::of_parts(&url, method, headers, body, false))
}

/// `wget --header='Name: value' --method=PUT --body-data=… URL`.
fn wget(words: &[String]) -> Option<Result<Command, InputError>> {
    let (mut headers, mut method, mut body, mut url) = (Vec::new(), None, None, None);
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--") else {
            if !word.starts_with('-') {
                url.get_or_insert(word.as_str());
            }
            continue;
        };
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, value),
            None if matches!(option, "header" | "method" | "post-data" | "body-data") => {
                (option, words.next()?.as_str())
            }
            None => continue,
        };
        match name {
            "header" => {
                let (name, value) = value.split_once(':')?;
                headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "method" => method = Some(value),
            "post-data" | "body-data" => body = Some(value),
            _ => {}
        }
    }
    let has_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if body.is_some() && !has_type {
        headers.push(("Content-Type".into(), "application/x-www-form-urlencoded".into()));
    }
    Some(Command::of_parts(url?, method, headers, body, false))
}

/// A request line, header lines, an empty line and a body: as it goes over the wire, or as editors have
/// it (`PUT https://api.example/x`).
fn raw(text: &str) -> Option<Result<Command, InputError>> {
    let mut lines = text.lines();
    let mut words = lines.next()?.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let version = words.next();
    if !METHODS.contains(&method) || version.is_some_and(|version| !version.starts_with("HTTP/")) {
        return None;
    }
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut host = None;
    for line in lines.by_ref() {
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        match name.eq_ignore_ascii_case("host") {
            true => host = Some(value.trim()),
            false => headers.push((name.trim().into(), value.trim().into())),
        }
    }
    let body: Vec<&str> = lines.collect();
    let body = Some(body.join("\n")).filter(|body| !body.trim().is_empty());
    // Without a host it is a line of a network panel.
    let url = match target.starts_with('/') {
        true => format!("https://{}{target}", host?),
        false => target.to_owned(),
    };
    let is_told = version.is_some() || !headers.is_empty();
    let is_url = url.starts_with("http://") || url.starts_with("https://");
    (is_told && is_url)
        .then(|| Command::of_parts(&url, Some(method), headers, body.as_deref(), false))
}

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"];
