//! The command line: curl's words where they mean the same.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Profile;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api;
use crosscheck::agent::api::BodyKind;
use crosscheck::catalog::Severity;
use crosscheck::scenario::Body;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use crosscheck::wire::is_loopback;
use crosscheck_analysis::fixes::Servers;
use crosscheck_probe::Patience;
use crosscheck_probe::Question;
use url::Host;
use url::Url;

use super::values::parse_header;
use super::values::parse_resolve;
use super::values::parse_seconds;
use super::values::read_body;
use super::values::unknown_attribute;
use crate::browsers::Browsers;
use crate::failure::CliError;
use crate::output::Output;

const EXAMPLES: &str = "\
The server is asked what a browser would ask it: the preflight if there is one, each redirect, \
the request. Exit code 0: every browser allows it; 1: one refuses, or would not even ask, or an error \
was found (with `--deny-warnings` a warning, too); 2: it cannot be told, for no answer came.

What two browsers would send alike is sent once, by the first one's `User-Agent`, and both are \
judged by the answer. What may change something (any method but GET, HEAD and OPTIONS) is sent once \
even if it differs in a header, a cookie say; the output tells where. `--fresh` asks for each browser \
anew.

It asks the same URL again, unless `--as-page-only`: as an `<img>` does, without `Origin`, and as a \
page that the server does not know. If the page is let in and the stranger is not, there is a list, \
and at most eight origins near the page's ask, all at once: `https://evilexample.com`, \
`https://example.com.stranger.invalid`, a letter for a dot, `null`, `http`, another port, subdomains. \
Only GET, HEAD and preflights are sent so, and no stranger has cookies. It shows what one answer \
cannot: a `Vary` that is there only with `Origin`, who else is let in, and what becomes of the request \
after an image of the same URL. What is answered with 403 is asked once more without `Sec-Fetch-*`, \
which shows a guard by what only browsers say.

A cookie is what the user's browser holds, as the server once set it. Whether it goes along is \
the browser's choice: `id=1` stays at home in most, `id=1; SameSite=None; Secure` may go.

Each refusal comes with the fix for the server that an answer names (`Server: nginx`), or for the \
ones that `--server` names.

`--json` is curl's, a body; the output for programs is `--output json`.

Examples:
  crosscheck check https://api.example.com/items --origin https://app.example.com
  crosscheck check https://api.example.com/items --origin https://app.example.com \\
      -X PUT -H 'Authorization: Bearer 1' --json '{\"a\":1}' --credentials
  crosscheck check https://localhost:8443/ --insecure --from http://localhost:3000/page
  crosscheck check https://cdn.example.com/a.woff2 --origin https://app.example.com --api font
  crosscheck check https://api.example.com/items --origin https://app.example.com --server nginx
  crosscheck check https://api.example.com/ --origin https://app.example.com --svg exchange.svg
  crosscheck check https://api.example.com/ --from https://app.example.com/ --output json
  crosscheck check https://api.example.com/ --origin https://app.example.com --deny-warnings
      in CI: fails also where somebody else than the page may read";

/// Which request, of which page, in which browsers.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// What the page asks for; without a scheme `http` on this machine and by address, else `https`.
    url: String,

    /// The page's origin, or `null` for a sandboxed frame.
    #[arg(long, value_name = "ORIGIN", required_unless_present = "from", conflicts_with = "from")]
    origin: Option<String>,
    /// The page's URL, in place of its origin.
    #[arg(long, value_name = "PAGE_URL")]
    from: Option<String>,
    /// chromium, firefox, webkit, spec (the standard, to the letter), all (but the standard), or a
    /// release as in firefox@140; several separated by commas.
    #[arg(long, value_parser = Browsers::parse, value_delimiter = ',', default_value = "all")]
    browser: Vec<Browsers>,
    /// What in the page asks.
    #[arg(long, value_enum, default_value = "fetch")]
    api: Api,

    /// The method; POST if there is a body, else GET.
    #[arg(short = 'X', long = "request", visible_alias = "method", value_name = "METHOD")]
    method: Option<String>,
    /// A header that the page sets; may be given several times.
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// A body of form parameters, or `@FILE`; several are joined by `&`.
    #[arg(short, long, value_name = "BODY", conflicts_with = "json", allow_hyphen_values = true)]
    data: Vec<String>,
    /// A body of JSON, or `@FILE`, with the Content-Type and Accept that go with it.
    #[arg(long, value_name = "BODY", allow_hyphen_values = true)]
    json: Option<String>,
    /// Send cookies to other origins too: `credentials: "include"`, `withCredentials`.
    #[arg(long)]
    credentials: bool,
    /// A cookie that the URL's host set before, with its attributes; may be given several times.
    #[arg(short = 'b', long = "cookie", value_name = "NAME=VALUE; …")]
    cookies: Vec<String>,
    /// Whether the page asks by CORS; `no-cors` is an element without `crossorigin`.
    #[arg(
        long,
        default_value_t = RequestMode::Cors,
        value_parser = word(&OF_PAGES, RequestMode::name, RequestMode::named),
    )]
    mode: RequestMode,
    /// What fetch() does with a redirect.
    #[arg(
        long,
        default_value_t = RedirectMode::Follow,
        value_parser = word(RedirectMode::ALL, RedirectMode::name, RedirectMode::named),
    )]
    redirect: RedirectMode,
    /// The user does not let the page reach their own network, where the browser asks.
    #[arg(long)]
    deny_local_network: bool,

    /// Take any certificate.
    #[arg(short = 'k', long)]
    pub(super) insecure: bool,
    /// Trust the certificates of this file, too: a PEM file of a company's issuer, say.
    #[arg(long, value_name = "FILE")]
    pub(super) cacert: Option<PathBuf>,
    /// Where a host is, in place of what name servers say; may be given several times.
    #[arg(long, value_name = "HOST:PORT:ADDRESS", value_parser = parse_resolve)]
    pub(super) resolve: Vec<(String, u16, IpAddr)>,
    /// How long a connection may take to stand.
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds, default_value = "10")]
    connect_timeout: Duration,
    /// How long everything together may take.
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds, default_value = "60")]
    max_time: Duration,
    /// Ask for each browser anew, also what may change something.
    #[arg(long)]
    pub(super) fresh: bool,
    /// Ask for a page that does not exist, too.
    #[arg(long)]
    error_page: bool,
    /// Do not ask again: without `Origin` as an `<img>` does, as a page of `stranger.invalid`, as
    /// origins near the page's, and without `Sec-Fetch-*` what is answered with 403.
    #[arg(long)]
    as_page_only: bool,
    /// Exit with 1 on warnings, too.
    #[arg(long)]
    deny_warnings: bool,

    #[arg(long, value_name = "NAME", value_parser = Servers::parse, help = Servers::help())]
    pub(super) server: Option<Servers>,

    /// For people, for programs, or for CI.
    #[arg(long, value_parser = Output::among(Output::WITH_CI), default_value = "text")]
    pub(super) output: Output,
    /// Show every header line of the answers.
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// Draw the exchange into a file.
    #[arg(long, value_name = "FILE")]
    pub(super) svg: Option<PathBuf>,
}

/// What asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Api {
    /// `fetch()`
    Fetch,
    /// `XMLHttpRequest`
    Xhr,
    /// `<img crossorigin>`
    Img,
    /// `@font-face`
    Font,
    /// `<script crossorigin>`
    Script,
    /// `<script type=module>`
    Module,
    /// `<link rel=stylesheet crossorigin>`
    Style,
    /// `shape-outside: url()`
    Shape,
    /// `EventSource`
    Eventsource,
    /// `navigator.sendBeacon()`
    Beacon,
}

impl Arguments {
    /// Checks what clap cannot. Out: what to ask.
    pub(super) fn question(&self) -> anyhow::Result<Question> {
        let url = self.parsed_url()?;
        let (page, document) = self.page()?;
        let body = self.body()?;
        let headers = self.header_lines()?;
        self.refuse_what_the_api_cannot(body.as_deref(), &headers)?;
        let included = self.credentials.then_some(CredentialsMode::Include);
        let mut step = Step::new(self.api.of_step(), url.as_str());
        match self.api {
            Api::Fetch | Api::Xhr => {
                let method = body.as_ref().map(|_| "POST".to_owned());
                step.method = self.method.clone().or(method);
                step.headers = headers.into_iter().map(|(n, value)| (n.into(), value)).collect();
                step.credentials = included;
                step.body = body.map(text_body);
                if self.api == Api::Fetch {
                    step.mode = Some(self.mode).filter(|mode| *mode != RequestMode::Cors);
                    step.redirect =
                        Some(self.redirect).filter(|mode| *mode != RedirectMode::Follow);
                }
            }
            Api::Beacon => step.body = body.map(|value| blob_body(value, &headers)),
            Api::Font | Api::Eventsource | Api::Shape => step.credentials = included,
            Api::Img | Api::Script | Api::Module | Api::Style => {
                step.module = self.api == Api::Module;
                let value = if self.credentials { "use-credentials" } else { "anonymous" };
                step.crossorigin = (self.mode != RequestMode::NoCors).then(|| value.to_owned());
            }
        }
        Ok(Question {
            page,
            document,
            url,
            step,
            cookies: self.checked_cookies()?,
            profiles: self.profiles(),
            grants_local_network: !self.deny_local_network,
            asks_error_page: self.error_page,
            asks_as_others: !self.as_page_only,
        })
    }

    /// From where on a finding fails the command.
    pub(super) const fn denied(&self) -> Severity {
        if self.deny_warnings { Severity::Warning } else { Severity::Error }
    }

    /// How long things may take.
    pub(super) const fn patience(&self) -> Patience {
        Patience { connect: self.connect_timeout, whole: self.max_time }
    }

    fn parsed_url(&self) -> anyhow::Result<Url> {
        let url = &self.url;
        let shown = url.escape_debug();
        if let Some(url) = without_scheme(url) {
            return Ok(url);
        }
        match Url::parse(url) {
            Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => Ok(parsed),
            Ok(parsed) if matches!(parsed.scheme(), "ws" | "wss") => Err(CliError::with_hint(
                format!("`{shown}` is a WebSocket's URL"),
                "no header of CORS concerns a WebSocket: its server looks at `Origin` itself, and answers 101 or an error",
            )),
            Ok(parsed) if parsed.has_host() => Err(CliError::with_hint(
                format!("`{shown}` is a URL of `{}`", parsed.scheme()),
                "CORS works over http and https",
            )),
            Ok(_) | Err(_) => Err(CliError::with_hint(
                format!("`{shown}` is no URL of http or https"),
                format!("write it in full, like `https://{}`", shown.to_string().trim_matches('/')),
            )),
        }
    }

    fn page(&self) -> anyhow::Result<(Origin, Option<Url>)> {
        if let Some(from) = &self.from {
            let page = Url::parse(from).map(|url| (Origin::of(&url), Some(url)));
            return page.map_err(|error| {
                let message = format!("--from `{}` is no URL: {error}", from.escape_debug());
                CliError::with_hint(
                    message,
                    "write it in full, like `https://app.example.com/page`",
                )
            });
        }
        let origin = self.origin.as_deref().unwrap_or_default();
        Origin::parse(origin).map(|origin| (origin, None)).map_err(|error| {
            let hint = match error.suggestion() {
                Some(suggestion) => format!("write `{suggestion}`"),
                None => "write it as browsers do, like `https://app.example.com`".into(),
            };
            CliError::with_hint(format!("--origin `{}`: {error}", origin.escape_debug()), hint)
        })
    }

    fn body(&self) -> anyhow::Result<Option<String>> {
        if let Some(json) = &self.json {
            return read_body(json).map(Some);
        }
        let parts: Vec<String> =
            self.data.iter().map(|part| read_body(part)).collect::<anyhow::Result<_>>()?;
        Ok((!parts.is_empty()).then(|| parts.join("&")))
    }

    fn header_lines(&self) -> anyhow::Result<Vec<(String, String)>> {
        let mut lines: Vec<(String, String)> =
            self.headers.iter().map(|line| parse_header(line)).collect::<anyhow::Result<_>>()?;
        let mut add = |name: &str, value: &str| {
            if !lines.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                lines.push((name.into(), value.into()));
            }
        };
        if self.json.is_some() {
            add("Content-Type", "application/json");
            add("Accept", "application/json");
        } else if !self.data.is_empty() {
            add("Content-Type", "application/x-www-form-urlencoded");
        }
        Ok(lines)
    }

    fn checked_cookies(&self) -> anyhow::Result<Vec<String>> {
        let url = self.parsed_url()?;
        for cookie in &self.cookies {
            let mut browser = UserAgent::new(&Profile::SPEC);
            browser.remember_visit(&url, cookie.as_bytes(), 0);
            if let Some(other) = unknown_attribute(cookie) {
                return Err(CliError::with_hint(
                    format!("`{}` is no attribute of a cookie", other.escape_debug()),
                    "give each cookie its own: `--cookie 'a=1' --cookie 'b=2'`",
                ));
            }
            if browser.cookies.is_empty() {
                return Err(CliError::with_hint(
                    format!("`{}` could not set this cookie: `{}`", url, cookie.escape_debug()),
                    "write it as the server does in Set-Cookie, like `id=1; SameSite=None; Secure`",
                ));
            }
        }
        Ok(self.cookies.clone())
    }

    fn refuse_what_the_api_cannot(
        &self,
        body: Option<&str>,
        headers: &[(String, String)],
    ) -> anyhow::Result<()> {
        let api = self.api.of_step();
        let scripted = matches!(self.api, Api::Fetch | Api::Xhr);
        let only_type = headers.iter().all(|(name, _)| {
            name.eq_ignore_ascii_case("content-type") || name.eq_ignore_ascii_case("accept")
        });
        let has_element = matches!(self.api, Api::Img | Api::Script | Api::Style);
        let what = match self.api {
            _ if !scripted && self.method.is_some() => "a method",
            Api::Beacon if !only_type => "headers",
            Api::Beacon => return Ok(()),
            _ if !scripted && body.is_some() => "a body",
            _ if !scripted && !headers.is_empty() => "headers",
            Api::Font | Api::Shape if self.credentials => "credentials for other origins",
            Api::Fetch => return Ok(()),
            _ if self.redirect != RedirectMode::Follow => "a redirect mode",
            _ if has_element && self.mode == RequestMode::NoCors => return Ok(()),
            _ if self.mode != RequestMode::Cors => "this mode",
            _ => return Ok(()),
        };
        Err(CliError::with_hint(
            format!("a page cannot choose {what} with `--api {api}`"),
            "leave it out, or take `--api fetch`",
        ))
    }

    fn profiles(&self) -> Vec<&'static Profile> {
        Browsers::profiles(&self.browser)
    }
}

impl Api {
    /// What the engine calls it.
    const fn of_step(self) -> api::Api {
        match self {
            Self::Fetch => api::Api::Fetch,
            Self::Xhr => api::Api::Xhr,
            Self::Img => api::Api::Img,
            Self::Font => api::Api::Font,
            Self::Script | Self::Module => api::Api::Script,
            Self::Style => api::Api::Style,
            Self::Shape => api::Api::Shape,
            Self::Eventsource => api::Api::EventSource,
            Self::Beacon => api::Api::Beacon,
        }
    }
}

/// The modes that a page can ask for.
const OF_PAGES: [RequestMode; 3] =
    [RequestMode::Cors, RequestMode::NoCors, RequestMode::SameOrigin];

/// Reads one of a closed set of words.
fn word<W: Copy + Send + Sync + 'static>(
    all: &'static [W],
    name: fn(W) -> &'static str,
    named: fn(&str) -> Option<W>,
) -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(all.iter().map(|word| name(*word)))
        .map(move |text| named(&text).expect("one of the values that there can be"))
}

fn text_body(value: String) -> Body {
    Body { kind: BodyKind::Text, value, mime_type: None }
}

fn blob_body(value: String, headers: &[(String, String)]) -> Body {
    let mime_type = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    Body { kind: BodyKind::Blob, value, mime_type: mime_type.map(|(_, value)| value.clone()) }
}

/// A URL that was written without its scheme, as in an address bar.
fn without_scheme(text: &str) -> Option<Url> {
    let host = text.split(['/', '?', '#']).next()?;
    let is_host = host.starts_with('[')
        || host.rsplit_once(':').map_or_else(
            || host == "localhost" || host.contains('.'),
            |(name, port)| !name.is_empty() && port.parse::<u16>().is_ok(),
        );
    if !is_host || host.contains('@') {
        return None;
    }
    let url = Url::parse(&format!("https://{text}")).ok()?;
    match url.host()? {
        Host::Domain(name) if !is_loopback(name) => Some(url),
        _ => Url::parse(&format!("http://{text}")).ok(),
    }
}
