//! `fetch` and the libraries around it: as developer tools copy it, for browsers and for Node, and as people
//! write it; and Python's calls, which are built alike.

use super::literal::Literal;
use super::literal::expression_end;
use crate::curl::Command;
use crate::error::InputError;

/// Reads the first call in a text; `None` if there is none.
pub(super) fn read(text: &str) -> Option<Result<Command, InputError>> {
    let (call, is_of_script) = first_call(text)?;
    let command = call.command();
    Some(command.map(|command| Command { is_of_script, ..command }))
}

/// The URL of the first call in a text, as it is written there.
pub(crate) fn url_of_call(text: &str) -> Option<String> {
    Some(first_call(text)?.0.url)
}

/// The first call in a text, and whether it is script's.
fn first_call(text: &str) -> Option<(Call, bool)> {
    let (kind, start) = calls()
        .filter_map(|(call, kind)| Some((kind, find_call(text, &call, kind)?)))
        .min_by_key(|(_, start)| *start)?;
    let (first, rest) = Literal::read(&text[start..])?;
    let mut others = Vec::new();
    // What is added to a URL says nothing that is known.
    let mut rest = rest[expression_end(rest)..].trim_start();
    while let Some((value, after)) = rest.strip_prefix(',').and_then(Literal::read) {
        others.push(value);
        rest = after[expression_end(after)..].trim_start();
        if others.len() == MOST_ARGUMENTS {
            break;
        }
    }
    // A call that is cut off does not say what it asks.
    if others.len() < MOST_ARGUMENTS && rest.strip_prefix(',').is_some_and(is_cut_off) {
        return None;
    }
    let is_of_script = !matches!(kind, Kind::Python(_));
    Some((Call::of(kind, first, others)?, is_of_script))
}

/// Whether an argument begins that does not end.
fn is_cut_off(rest: &str) -> bool {
    let rest = rest.trim_start();
    !rest.starts_with(')') && Literal::read(rest).is_none()
}

#[derive(Clone, Copy)]
enum Kind {
    Fetch,
    /// axios, or Angular's client: the body, then what else there is to say.
    Axios(&'static str),
    AxiosObject,
    Jquery,
    Ky(&'static str),
    Python(&'static str),
}

/// What a call may have beside its URL: Python names each of many.
const MOST_ARGUMENTS: usize = 8;

/// How a call begins, but for its bracket.
fn calls() -> impl Iterator<Item = (String, Kind)> {
    let whole = WHOLE_CALLS.iter().map(|(call, kind)| ((*call).to_owned(), *kind));
    let of_methods = METHODS.iter().flat_map(|method| {
        LIBRARIES.iter().map(|(object, kind)| {
            (format!("{object}.{}", method.to_ascii_lowercase()), kind(method))
        })
    });
    whole.chain(of_methods)
}

const WHOLE_CALLS: [(&str, Kind); 6] = [
    ("fetch", Kind::Fetch),
    ("new Request", Kind::Fetch),
    ("$.ajax", Kind::Jquery),
    ("axios", Kind::AxiosObject),
    ("axios.request", Kind::AxiosObject),
    ("ky", Kind::Ky("GET")),
];

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// A library's object, and what a call of one of its methods is.
type Library = (&'static str, fn(&'static str) -> Kind);

const LIBRARIES: [Library; 6] = [
    ("axios", Kind::Axios),
    ("http", Kind::Axios),
    ("httpClient", Kind::Axios),
    ("ky", Kind::Ky),
    ("requests", Kind::Python),
    ("httpx", Kind::Python),
];

/// Where the arguments of a call begin, if the first is written out.
fn find_call(text: &str, call: &str, kind: Kind) -> Option<usize> {
    let places = text.match_indices(call).map(|(at, _)| at).take(64);
    let is_part_of_a_name = |at: usize| {
        text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') && call != "fetch"
    };
    places.filter(|at| !is_part_of_a_name(*at)).find_map(|at| {
        let mut rest = &text[at + call.len()..];
        // TypeScript's word for what comes back.
        if rest.starts_with('<') {
            rest = &rest[rest.find(">(")? + 1..];
        }
        let rest = rest.strip_prefix('(')?;
        let argument = rest.trim_start();
        let may_be_object = matches!(kind, Kind::AxiosObject | Kind::Jquery);
        let is_written =
            argument.starts_with(['"', '\'', '`']) || (may_be_object && argument.starts_with('{'));
        is_written.then(|| text.len() - rest.len())
    })
}

/// A call, taken apart.
#[derive(Default)]
struct Call {
    url: String,
    method: Option<String>,
    body: Option<Literal>,
    init: Option<Literal>,
    is_axios: bool,
}

impl Call {
    fn of(kind: Kind, first: Literal, others: Vec<Literal>) -> Option<Self> {
        Some(match kind {
            Kind::Jquery => Self::of_jquery(first, others)?,
            Kind::Fetch => Self {
                url: first.text()?.into(),
                init: others.into_iter().next(),
                ..Self::default()
            },
            Kind::Axios(method) => {
                let has_body = matches!(method, "POST" | "PUT" | "PATCH");
                let mut others = others.into_iter();
                Self {
                    url: first.text()?.into(),
                    method: Some(method.into()),
                    body: if has_body { others.next() } else { None },
                    init: others.next(),
                    is_axios: true,
                }
            }
            Kind::AxiosObject => Self {
                url: first.get("url")?.text()?.to_owned(),
                body: first.get("data").cloned(),
                init: Some(first),
                is_axios: true,
                method: None,
            },
            Kind::Ky(method) => Self::of_ky(method, first.text()?, others.into_iter().next()),
            Kind::Python(method) => Self::of_python(method, first.text()?, others),
        })
    }

    /// `ky.put(url, { json, headers, credentials })`: `fetch`, and `json` for a body and its type.
    fn of_ky(method: &str, url: &str, init: Option<Literal>) -> Self {
        let body = init.as_ref().and_then(|init| init.get("json")).cloned();
        let init = match (init, &body) {
            (Some(Literal::Object(mut properties)), Some(_)) => {
                add_content_type(&mut properties, "application/json");
                Some(Literal::Object(properties))
            }
            (init, _) => init,
        };
        let told = init.as_ref().and_then(|init| init.get("method")).and_then(Literal::text);
        let method = told.unwrap_or(method).to_ascii_uppercase();
        Self { url: url.into(), method: Some(method), body, init, is_axios: false }
    }

    /// `requests.post(url, json={…}, headers={…})`: each argument has its name.
    fn of_python(method: &str, url: &str, others: Vec<Literal>) -> Self {
        let mut init = Vec::new();
        for argument in others {
            if let Literal::Other(written) = &argument
                && let Some((name, value)) = written.split_once('=')
                && let Some((value, _)) = Literal::read(value)
            {
                init.push((name.trim().to_owned(), value));
            }
        }
        let of = |name: &str| init.iter().find(|(known, _)| known == name).map(|(_, v)| v.clone());
        let (json, data) = (of("json"), of("data"));
        let content_type = match (&json, &data) {
            (Some(_), _) => Some("application/json"),
            (None, Some(Literal::Object(_))) => Some("application/x-www-form-urlencoded"),
            _ => None,
        };
        let is_with_password = of("auth").is_some();
        if let Some(content_type) = content_type {
            add_content_type(&mut init, content_type);
        }
        if is_with_password {
            add_header(&mut init, "Authorization", "Basic x");
        }
        Self {
            url: url.into(),
            method: Some(method.into()),
            body: json.or(data),
            init: Some(Literal::Object(init)),
            is_axios: false,
        }
    }

    /// `$.ajax(url, settings)`, `$.ajax(settings)`: as axios has it, in other words.
    fn of_jquery(first: Literal, others: Vec<Literal>) -> Option<Self> {
        let (url, settings) = match first.text() {
            Some(url) => (url.to_owned(), others.into_iter().next()),
            None => (first.get("url")?.text()?.to_owned(), Some(first)),
        };
        let of = |name: &str| settings.as_ref().and_then(|settings| settings.get(name)).cloned();
        let method = of("method").or_else(|| of("type"));
        let mut headers = match of("headers") {
            Some(Literal::Object(lines)) => lines,
            _ => Vec::new(),
        };
        let body = of("data").filter(|_| method.as_ref().is_some_and(|m| m.text() != Some("GET")));
        let content_type = of("contentType").or_else(|| body.as_ref().map(|_| form()));
        headers.extend(content_type.filter(|v| !v.is_nothing()).map(|v| (CONTENT_TYPE.into(), v)));
        let fields = of("xhrFields");
        let credentials = fields.as_ref().and_then(|fields| fields.get("withCredentials")).cloned();
        let mut init = vec![("headers".to_owned(), Literal::Object(headers))];
        init.extend(credentials.map(|value| ("withCredentials".to_owned(), value)));
        Some(Self {
            url,
            method: method.as_ref().and_then(Literal::text).map(str::to_ascii_uppercase),
            body,
            init: Some(Literal::Object(init)),
            is_axios: true,
        })
    }

    fn command(self) -> Result<Command, InputError> {
        if self.url.starts_with("${") {
            let message = format!("the call puts its URL together, as `{}`", self.url);
            let chinese = format!("这次调用的 URL 是拼出来的：`{}`", self.url);
            return Err(InputError::new(message, "write the whole URL in its place")
                .in_chinese(chinese, "请把完整的 URL 写在这里"));
        }
        if !self.url.contains("://") {
            let message = format!(
                "the call asks its page's own server, for `{}`: no CORS is needed",
                self.url
            );
            let chinese = format!("这次调用请求的是页面自己的服务器（`{}`），不涉及跨域", self.url);
            return Err(InputError::new(message, "write the whole URL, if it goes elsewhere")
                .in_chinese(chinese, "如果请求的是别处，请写出完整的 URL"));
        }
        let of = |name: &str| self.init.as_ref().and_then(|init| init.get(name));
        let mut headers = Vec::new();
        if let Some(Literal::Object(lines)) = of("headers") {
            headers.extend(lines.iter().map(|(name, value)| {
                let value = value.text().unwrap_or("x").to_owned();
                (name.clone(), value)
            }));
        }
        if let Some(referrer) = of("referrer").and_then(Literal::text) {
            headers.push(("Referer".into(), referrer.into()));
        }
        let body = self.body.as_ref().or_else(|| of("body"));
        let body = body.filter(|body| !body.is_nothing());
        let is_json = self.is_axios && matches!(body, Some(Literal::Object(_)));
        let has_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if is_json && !has_type {
            headers.push(("Content-Type".into(), "application/json".into()));
        }
        let is_credentialed = match self.is_axios {
            true => of("withCredentials").is_some_and(|value| !value.is_nothing()),
            false => of("credentials").and_then(Literal::text) == Some("include"),
        };
        let method = self.method.as_deref().or_else(|| of("method").and_then(Literal::text));
        let body = body.map(|body| body.text().unwrap_or("x"));
        // People who write `omit` leave out what they need not say.
        let is_copied =
            of("mode").is_some() && of("credentials").and_then(Literal::text) == Some("omit");
        let mut command = Command::of_parts(&self.url, method, headers, body, is_credentialed)?;
        command.is_copied_without_cookies = is_copied;
        Ok(command)
    }
}

/// Adds the type of a body to the headers that a call names, if they have none.
fn add_content_type(init: &mut Vec<(String, Literal)>, value: &str) {
    add_header(init, CONTENT_TYPE, value);
}

fn add_header(init: &mut Vec<(String, Literal)>, name: &str, value: &str) {
    let known = init.iter().position(|(known, _)| known == "headers");
    let at = known.unwrap_or_else(|| {
        init.push(("headers".into(), Literal::Object(Vec::new())));
        init.len() - 1
    });
    if let Literal::Object(lines) = &mut init[at].1
        && !lines.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    {
        lines.push((name.into(), Literal::Text(value.into())));
    }
}

/// What jQuery says of a body, if script says nothing.
fn form() -> Literal {
    Literal::Text("application/x-www-form-urlencoded; charset=UTF-8".into())
}

const CONTENT_TYPE: &str = "Content-Type";
