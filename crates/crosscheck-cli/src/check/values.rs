//! The values of arguments, read.

use std::fs::File;
use std::io;
use std::io::Read;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use url::Host;

use crate::failure::CliError;

/// The first thing behind a cookie that is none of its attributes: another cookie, as a rule.
pub(super) fn unknown_attribute(cookie: &str) -> Option<&str> {
    let names = cookie.split(';').skip(1).map(|part| part.split('=').next().unwrap_or_default());
    let mut names = names.map(str::trim).filter(|name| !name.is_empty());
    names.find(|name| !COOKIE_ATTRIBUTES.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

const COOKIE_ATTRIBUTES: [&str; 9] = [
    "Domain",
    "Expires",
    "HttpOnly",
    "Max-Age",
    "Partitioned",
    "Path",
    "Priority",
    "SameSite",
    "Secure",
];

/// `Name: value`, or `Name;` for an empty value.
pub(super) fn parse_header(line: &str) -> anyhow::Result<(String, String)> {
    let wrong = |what: &str| {
        let message = format!("`{}` is no header: {what}", line.escape_debug());
        CliError::with_hint(message, "write it like `-H 'X-Token: 1'`")
    };
    if let Some(name) = line.strip_suffix(';').filter(|name| !name.contains(':')) {
        return Ok((name.trim().to_owned(), String::new()));
    }
    let (name, value) = line.split_once(':').ok_or_else(|| wrong("it has no colon"))?;
    if value.chars().any(|c| u32::from(c) > 0xFF) {
        return Err(wrong("script can set letters of Latin-1 only"));
    }
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// A body as given, or what `@FILE` holds; `@-` is standard input.
pub(super) fn read_body(text: &str) -> anyhow::Result<String> {
    let Some(path) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    let failed = |error: io::Error| {
        let hint = "a body that begins with `@` names a file; it must be UTF-8 of at most 16 MiB";
        CliError::with_hint(format!("cannot read `{path}`: {error}"), hint)
    };
    let mut body = String::new();
    let read = match path {
        "-" => io::stdin().lock().take(BODY_LIMIT + 1).read_to_string(&mut body),
        _ => File::open(path).and_then(|f| f.take(BODY_LIMIT + 1).read_to_string(&mut body)),
    };
    match read {
        Ok(length) if length as u64 > BODY_LIMIT => {
            Err(failed(io::Error::other("it is larger than 16 MiB")))
        }
        Ok(_) => Ok(body),
        Err(error) => Err(failed(error)),
    }
}

/// Bytes of a body to send.
const BODY_LIMIT: u64 = 16 << 20;

/// What a file of certificates holds, as far as there is room.
pub(super) fn read_pem(file: &Path) -> io::Result<Vec<u8>> {
    let mut pem = Vec::new();
    File::open(file)?.take(PEM_LIMIT).read_to_end(&mut pem)?;
    Ok(pem)
}

/// Bytes of a file of certificates.
const PEM_LIMIT: u64 = 4 << 20;

/// `HOST:PORT:ADDRESS`, an IPv6 address with or without brackets.
pub(super) fn parse_resolve(text: &str) -> Result<(String, u16, IpAddr), String> {
    let mut parts = text.splitn(3, ':');
    let parsed = (|| {
        // As a URL has it: letters outside of ASCII are sent as `xn--…`.
        let host = Host::parse(parts.next()?).ok()?.to_string();
        let port = parts.next()?.parse().ok()?;
        let address = parts.next()?.trim_start_matches('[').trim_end_matches(']').parse().ok()?;
        Some((host, port, address))
    })();
    parsed.ok_or_else(|| {
        "a host, a port and an address are needed\nhint: write it like \
         `api.example.com:443:127.0.0.1`"
            .into()
    })
}

pub(super) fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
    let usable = seconds.filter(|s| !s.is_zero() && *s <= MOST_SECONDS);
    usable.ok_or_else(|| "a number of seconds is needed, more than 0, at most 86400".into())
}

const MOST_SECONDS: Duration = Duration::from_secs(86_400);
