//! What tools print of requests and answers: `curl -i` and `curl -v`, HTTPie, `wget -S`, PowerShell, the raw
//! headers of a network panel.
//!
//! Heads begin with a request line or a status line, and end with an empty one.

use url::Url;

use super::header_lines::Lines;
use super::header_lines::find;
use super::header_lines::header_line;

/// One request, as far as it is told, and what was answered.
#[derive(Default)]
pub(super) struct Exchange {
    pub(super) method: Option<String>,
    pub(super) asked: Lines,
    pub(super) answers: Vec<(u16, Lines)>,
    target: Option<String>,
    is_over_tls: Option<bool>,
}

/// Every exchange that a text tells of, in order; those with a proxy left out.
pub(super) fn read<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<Exchange> {
    let mut reader = Reader::default();
    for line in lines {
        reader.take(line);
    }
    let mut exchanges = reader.exchanges;
    exchanges.retain(|exchange| exchange.method.as_deref() != Some("CONNECT"));
    for Exchange { answers, .. } in &mut exchanges {
        // An interim answer, and that of a proxy, are not the server's.
        let is_ahead = |(status, lines): &(u16, Lines)| *status < 200 || lines.is_empty();
        while answers.len() > 1 && answers.first().is_some_and(is_ahead) {
            answers.remove(0);
        }
    }
    exchanges
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    Request,
    Answer,
    #[default]
    Neither,
}

#[derive(Default)]
struct Reader {
    exchanges: Vec<Exchange>,
    within: Within,
    /// Whether the connection is over TLS, if the text tells of connections.
    is_over_tls: Option<bool>,
}

impl Reader {
    fn take(&mut self, line: &str) {
        if let Some(note) = line.strip_prefix("* ").map(str::trim_start) {
            let is_over_tls = note.starts_with("SSL")
                || note.contains("ALPN")
                || note.contains("HTTP/3")
                || note.contains("stream for https://")
                || (note.starts_with("Connected to") && note.contains(" port 443"));
            // Each connection tells anew.
            let is_new = note.starts_with("Connected to") || note.starts_with("Trying");
            let known = self.is_over_tls.unwrap_or(false) && !is_new;
            self.is_over_tls = Some(known || is_over_tls);
            return;
        }
        let line = line.trim_end();
        let sent = line.strip_prefix('>');
        let line = sent.or_else(|| line.strip_prefix('<')).unwrap_or(line).trim_start();
        let line = line.strip_prefix("RawContent").map_or(line, |rest| {
            let rest = rest.trim_start();
            rest.strip_prefix(':').unwrap_or(rest).trim_start()
        });
        if let Some((method, target, version)) = request_line(line) {
            self.begin(method, target, version, sent.is_some());
        } else if let Some(status) = status_of(line) {
            if self.exchanges.is_empty() {
                self.exchanges.push(Exchange::default());
            }
            if let Some(exchange) = self.exchanges.last_mut() {
                exchange.answers.push((status, Vec::new()));
            }
            self.within = Within::Answer;
        } else if let Some((name, value)) = pseudo_header(line) {
            self.take_pseudo_header(name, value);
        } else if line.is_empty() {
            self.within = Within::Neither;
        } else if let Some(header) = header_line(line)
            && let Some(exchange) = self.exchanges.last_mut()
        {
            match (sent.is_some(), self.within, exchange.answers.last_mut()) {
                (true, _, _) | (false, Within::Request, _) => exchange.asked.push(header),
                (false, Within::Answer, Some((_, lines))) => lines.push(header),
                _ => {}
            }
        }
    }

    /// Takes a part of what is the request line in the first version of HTTP.
    fn take_pseudo_header(&mut self, name: &str, value: &str) {
        let is_begun =
            |exchange: &Exchange| self.within == Within::Request || exchange.method.is_none();
        if !self.exchanges.last().is_some_and(is_begun) {
            self.exchanges.push(Exchange::default());
        }
        self.within = Within::Request;
        let Some(exchange) = self.exchanges.last_mut() else { return };
        match name {
            "method" => exchange.method = Some(value.into()),
            "path" => exchange.target = Some(value.into()),
            "authority" => exchange.asked.push(("host".into(), value.into())),
            "scheme" => exchange.is_over_tls = Some(value == "https"),
            _ => {}
        }
    }

    /// A request begins; a panel shows it below its answer.
    fn begin(&mut self, method: &str, target: &str, version: &str, is_marked: bool) {
        let is_below = |exchange: &Exchange| exchange.method.is_none() && !is_marked;
        if !self.exchanges.last().is_some_and(is_below) {
            self.exchanges.push(Exchange::default());
        }
        // The third version has no other way, the second hardly ever.
        let is_over_tls = match version.starts_with("HTTP/3") {
            true => Some(true),
            false => self.is_over_tls.or(version.starts_with("HTTP/2").then_some(true)),
        };
        if let Some(exchange) = self.exchanges.last_mut() {
            exchange.method = Some(method.into());
            exchange.target = Some(target.into());
            exchange.is_over_tls = is_over_tls;
        }
        self.within = Within::Request;
    }
}

impl Exchange {
    /// The whole URL, if the host is told. A page of https asks nobody without TLS, if nothing else tells.
    pub(super) fn url(&self) -> Option<Url> {
        let target = self.target.as_deref()?;
        if let Ok(url) = Url::parse(target) {
            return Some(url);
        }
        let host = find(&self.asked, "host")?;
        let of_page = || find(&self.asked, "origin").is_some_and(|o| o.starts_with("https:"));
        let scheme = if self.is_over_tls.unwrap_or_else(of_page) { "https" } else { "http" };
        Url::parse(&format!("{scheme}://{host}{target}")).ok()
    }

    /// Whether it is where another's answer led.
    pub(super) fn is_led_to_by(&self, other: &Self) -> bool {
        let Some((301 | 302 | 303 | 307 | 308, lines)) = other.answers.last() else { return false };
        let led_to = || other.url()?.join(find(lines, "location")?).ok();
        self.url().is_some_and(|url| led_to() == Some(url))
    }

    /// Whether it is the preflight of another.
    pub(super) fn is_preflight_of(&self, other: &Self) -> bool {
        let asked = find(&self.asked, "access-control-request-method");
        self.method.as_deref() == Some("OPTIONS")
            && asked.is_some()
            && asked == other.method.as_deref()
            && self.url() == other.url()
    }
}

/// `GET /x HTTP/1.1`.
fn request_line(line: &str) -> Option<(&str, &str, &str)> {
    let mut words = line.split_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_method && version.starts_with("HTTP/") && words.next().is_none())
        .then_some((method, target, version))
}

/// `HTTP/1.1 200 OK`, `HTTP/2 204`, `:status: 204`.
pub(super) fn status_of(line: &str) -> Option<u16> {
    let status = match line.strip_prefix("HTTP/") {
        Some(rest) => rest.split_whitespace().nth(1)?,
        None => line.strip_prefix(":status:")?.trim(),
    };
    status.parse().ok().filter(|status| (100..600).contains(status))
}

/// `:method: GET`, as panels show the later versions of HTTP.
fn pseudo_header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_known = matches!(name, "method" | "path" | "authority" | "scheme");
    is_known.then(|| (name, value.trim()))
}
