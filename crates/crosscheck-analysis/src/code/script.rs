//! `fetch` and axios: as developer tools copy it, for browsers and for Node, and as people write it.

use super::literal::Literal;
use super::literal::expression_end;
use crate::curl::Command;
use crate::error::InputError;

/// Reads the first call in a text; `None` if there is none.
pub(super) fn read(text: &str) -> Option<Result<Command, InputError>> {
    let (kind, start) = CALLS
        .iter()
        .filter_map(|(call, kind)| Some((*kind, find_call(text, call)?)))
        .min_by_key(|(_, start)| *start)?;
    let (first, rest) = Literal::read(&text[start..])?;
    let mut others = Vec::new();
    // What is added to a URL says nothing that is known.
    let mut rest = rest[expression_end(rest)..].trim_start();
    while let Some((value, after)) = rest.strip_prefix(',').and_then(Literal::read) {
        others.push(value);
        rest = after.trim_start();
        if others.len() == 2 {
            break;
        }
    }
    let call = match kind {
        Kind::Jquery => Call::of_jquery(first, others)?,
        Kind::Fetch => {
            Call { url: first.text()?.into(), init: others.into_iter().next(), ..Call::default() }
        }
        Kind::Axios(method) => {
            let has_body = matches!(method, "POST" | "PUT" | "PATCH");
            let mut others = others.into_iter();
            Call {
                url: first.text()?.into(),
                method: Some(method.into()),
                body: if has_body { others.next() } else { None },
                init: others.next(),
                is_axios: true,
            }
        }
        Kind::AxiosObject => {
            let url = first.get("url")?.text()?.to_owned();
            Call {
                url,
                body: first.get("data").cloned(),
                init: Some(first),
                is_axios: true,
                method: None,
            }
        }
    };
    Some(call.command())
}

#[derive(Clone, Copy)]
enum Kind {
    Fetch,
    Axios(&'static str),
    AxiosObject,
    Jquery,
}

const CALLS: [(&str, Kind); 10] = [
    ("fetch(", Kind::Fetch),
    ("new Request(", Kind::Fetch),
    ("$.ajax(", Kind::Jquery),
    ("axios.get(", Kind::Axios("GET")),
    ("axios.post(", Kind::Axios("POST")),
    ("axios.put(", Kind::Axios("PUT")),
    ("axios.patch(", Kind::Axios("PATCH")),
    ("axios.delete(", Kind::Axios("DELETE")),
    ("axios(", Kind::AxiosObject),
    ("axios.request(", Kind::AxiosObject),
];

/// Where the arguments of a call begin, if the first is written out.
fn find_call(text: &str, call: &str) -> Option<usize> {
    text.match_indices(call).map(|(at, _)| at + call.len()).take(64).find(|start| {
        let argument = text[*start..].trim_start();
        argument.starts_with(['"', '\'', '`'])
            || (!call.starts_with(['f', 'n']) && argument.starts_with('{'))
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

/// What jQuery says of a body, if script says nothing.
fn form() -> Literal {
    Literal::Text("application/x-www-form-urlencoded; charset=UTF-8".into())
}

const CONTENT_TYPE: &str = "Content-Type";
