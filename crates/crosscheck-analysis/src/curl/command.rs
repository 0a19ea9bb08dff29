//! A command read: the request of the page that it was copied from.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use crosscheck::wire::Origin;
use url::Url;

use super::options::Options;
use super::words::split;
use crate::browser_headers::asked_for;
use crate::browser_headers::is_the_browsers_own;
use crate::browser_headers::tells_a_browser;
use crate::browser_headers::tells_credentials;
use crate::error::InputError;

/// What a page would have to ask to send what a command sends.
#[derive(Debug)]
#[non_exhaustive]
pub struct Command {
    /// Without user name and password.
    pub url: Url,
    /// The method.
    pub method: String,
    /// What script would set: what a browser writes by itself is left out.
    pub headers: Vec<(String, String)>,
    /// What goes along.
    pub body: Option<Body>,
    /// Whether it was made with credentials.
    pub is_credentialed: bool,
    /// Whether it was a preflight, which stands here for the request that it asks for.
    pub is_preflight: bool,
    /// Whether it was copied from a navigation.
    pub is_navigation: bool,
    /// Whether developer tools copied it and say `credentials: "omit"`: so Chromium writes wherever no cookie
    /// went along, whatever the page asked for.
    pub is_copied_without_cookies: bool,
    /// Whether it is script of a page; else it is of a tool or a program, which obeys no rule of CORS.
    pub is_of_script: bool,
    /// The page's origin as `Origin` has it, else that of `Referer`.
    pub page: Option<String>,
}

/// What a command sends along.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Body {
    /// How it was given.
    pub kind: BodyKind,
    /// The body itself.
    pub text: String,
}

/// How a body was given, which decides its type if no header does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyKind {
    /// `-d`.
    Parameters,
    /// `-F`.
    Form,
    /// `--json`, whose type is among the headers; or a file, which has none.
    Bytes,
}

/// Whether a text is a curl command.
pub fn is_curl(text: &str) -> bool {
    let name = without_prompt(text).split_whitespace().next().unwrap_or_default();
    matches!(name, "curl" | "curl.exe")
}

/// A command without what a shell wrote before it: `$ `, `user@host:~# `, `PS C:\>`.
pub(crate) fn without_prompt(text: &str) -> &str {
    let text = text.trim_start();
    let line = text.lines().next().unwrap_or_default();
    let tools = ["curl ", "curl.exe ", "Invoke-WebRequest ", "Invoke-RestMethod ", "iwr ", "irm "];
    let start = tools.into_iter().find_map(|tool| line.find(tool)).unwrap_or_default();
    let prompt = line[..start].trim_end();
    let is_prompt =
        prompt.ends_with(['$', '#', '%', '>', '❯']) && !prompt.contains(['\'', '"', '<']);
    if is_prompt { &text[start..] } else { text }
}

impl Command {
    /// Reads a command.
    ///
    /// Fails, with a hint, where a quote stays open, an option lacks its value, or there is no URL.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        let words = split(without_prompt(text)).ok_or_else(|| {
            InputError::new("a quote in the curl command is not closed", "copy the whole command")
                .in_chinese("这条 curl 命令里有引号没有闭合", "请复制整条命令")
        })?;
        let mut said = Said::default();
        let mut words = words.into_iter().skip(1);
        while let Some(word) = words.next() {
            let Some(options) = Options::of(&word) else {
                said.urls.push(word);
                continue;
            };
            for switch in options.switches {
                said.hear(switch, "");
            }
            if let Some((name, glued)) = options.valued {
                let value = glued.map(str::to_owned).or_else(|| words.next()).ok_or_else(|| {
                    let message = format!("`{word}` of the curl command has no value");
                    let chinese = format!("这条 curl 命令里的 `{word}` 缺少值");
                    InputError::new(message, "copy the whole command")
                        .in_chinese(chinese, "请复制整条命令")
                })?;
                said.hear(name, &value);
            }
        }
        said.finish()
    }

    /// The same from a request that was written down in another way.
    pub(crate) fn of_parts(
        url: &str,
        method: Option<&str>,
        headers: Vec<(String, String)>,
        body: Option<&str>,
        is_credentialed: bool,
    ) -> Result<Self, InputError> {
        let mut said = Said { headers, has_cookies: is_credentialed, ..Said::default() };
        said.hear("url", url);
        if let Some(method) = method {
            said.hear("request", method);
        }
        if let Some(body) = body {
            said.add_data(body, BodyKind::Bytes);
        }
        said.finish()
    }

    /// Whether a header is there, whatever its capitals.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }
}

/// What the words of a command line say.
#[derive(Debug, Default)]
struct Said {
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    data: Vec<String>,
    kind: Option<BodyKind>,
    as_query: bool,
    head: bool,
    upload: bool,
    has_cookies: bool,
    /// Whether the body has no type, where curl would give it one.
    is_untyped: bool,
}

impl Said {
    fn hear(&mut self, name: &str, value: &str) {
        let mut header = |name: &str, value: String| self.headers.push((name.into(), value));
        match name {
            "request" => self.method = Some(value.into()),
            "url" => self.urls.push(value.into()),
            "header" => {
                // `Name;` sends it without a value; `Name:` takes back what curl would send by itself.
                match value.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
                    Some((name, "")) => {
                        self.is_untyped |= name.eq_ignore_ascii_case("content-type");
                    }
                    Some((name, value)) => header(name, value.into()),
                    None => {
                        let named = value.strip_suffix(';').map(str::trim);
                        named.into_iter().for_each(|name| header(name, String::new()));
                    }
                }
            }
            "data" | "data-raw" | "data-ascii" | "data-binary" | "data-urlencode" => {
                self.add_data(value, BodyKind::Parameters);
            }
            "json" => {
                for name in ["Content-Type", "Accept"] {
                    if self.header(name).is_none() {
                        self.headers.push((name.into(), "application/json".into()));
                    }
                }
                self.add_data(value, BodyKind::Bytes);
            }
            "form" | "form-string" => self.add_data(value, BodyKind::Form),
            "cookie" => self.has_cookies = true,
            "user" => header("Authorization", format!("Basic {}", BASE64_STANDARD.encode(value))),
            "oauth2-bearer" => header("Authorization", format!("Bearer {value}")),
            "user-agent" => header("User-Agent", value.into()),
            "referer" => header("Referer", value.into()),
            "range" => header("Range", format!("bytes={value}")),
            "get" => self.as_query = true,
            "head" => self.head = true,
            "upload-file" => {
                self.upload = true;
                self.kind = Some(BodyKind::Bytes);
            }
            _ => {}
        }
    }

    fn add_data(&mut self, value: &str, kind: BodyKind) {
        self.data.push(value.into());
        self.kind.get_or_insert(kind);
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.iter();
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn finish(self) -> Result<Command, InputError> {
        let url = self.urls.first().ok_or_else(|| {
            let hint = "write `curl https://api.example/path`, with its options";
            InputError::new("the curl command names no URL", hint)
                .in_chinese("这条 curl 命令里没有 URL", "请复制整条命令")
        })?;
        // curl takes what has no scheme for http.
        let url = if url.contains("://") { url.clone() } else { format!("http://{url}") };
        let mut url = Url::parse(&url).map_err(|error| {
            InputError::new(format!("the curl command's URL is none: {error}"), "mind the quotes")
                .in_chinese(format!("这条 curl 命令里的 URL 无效：{error}"), "请检查引号")
        })?;
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let data = self.data.join("&");
        if self.as_query && !data.is_empty() {
            let query = [url.query().unwrap_or_default(), &data].join("&");
            url.set_query(Some(query.trim_matches('&')));
        }
        let kind = self.kind.map(|kind| if self.is_untyped { BodyKind::Bytes } else { kind });
        let body = kind.filter(|_| !self.as_query).map(|kind| Body { kind, text: data });
        let usual = match () {
            () if self.head => "HEAD",
            () if self.upload => "PUT",
            () if body.is_some() => "POST",
            () => "GET",
        };
        let referrer = || Some(Origin::of(&Url::parse(self.header("referer")?).ok()?));
        let referrer = || referrer().filter(|o| !o.is_opaque()).map(|o| o.to_string());
        let lines = || self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let is_from_a_browser = lines().any(|(name, value)| tells_a_browser(name, value));
        let is_credentialed = self.has_cookies || lines().any(|(name, _)| tells_credentials(name));
        let method = self.method.clone().unwrap_or_else(|| usual.into());
        // A preflight stands for the request that it asks for.
        let asked = self.header("access-control-request-method").filter(|_| method == "OPTIONS");
        let names = self.header("access-control-request-headers").filter(|_| asked.is_some());
        let asked_headers: Vec<_> = names.map(asked_for).unwrap_or_default();
        Ok(Command {
            url,
            is_preflight: asked.is_some(),
            is_copied_without_cookies: false,
            is_of_script: false,
            method: asked.map_or(method, Into::into),
            body,
            is_credentialed,
            is_navigation: self.header("sec-fetch-mode") == Some("navigate"),
            page: self.header("origin").map(str::to_owned).or_else(referrer),
            headers: self
                .headers
                .into_iter()
                .filter(|(name, value)| {
                    !is_the_browsers_own(name, value.as_bytes(), is_from_a_browser)
                })
                .chain(asked_headers)
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Command;

    #[test]
    fn each_way_to_write_a_word_is_read() {
        for (text, headers) in [
            ("curl a.example -H 'X-A: 1'", "X-A=1"),
            ("$ curl a.example -HX-A:1", "X-A=1"),
            ("curl a.example --header=X-A:1", "X-A=1"),
            ("curl a.example -sSLH \"X-A: 1\"", "X-A=1"),
            ("curl a.example -H $'X-A: \\x41\\u0042\\''", "X-A=AB'"),
            ("curl a.example -H 'X-A: 1' \\\n -H 'X-B;'", "X-A=1 X-B="),
            ("curl a.example -H 'X-A: 1' -H 'X-B:' -H 'Expect:' -H none", "X-A=1"),
            ("curl ^\"a.example^\" ^\r\n -H ^\"X-A: ^\\^\"1^\\^\"^\"", "X-A=\"1\""),
            ("curl a.example -H 'Host: b' -H 'Cookie: c' -H 'Sec-Fetch-Mode: cors'", ""),
            ("curl a.example -H 'Cache-Control: no-cache' -H 'Sec-Fetch-Mode: cors'", ""),
            ("curl a.example -H 'Cache-Control: no-cache'", "Cache-Control=no-cache"),
            ("curl a.example -H 'X-A: 1' -H 'User-Agent: Mozilla/5.0 (X11)'", "X-A=1"),
            ("curl a.example -H 'User-Agent: mine'", "User-Agent=mine"),
            (
                "curl a.example -X OPTIONS -H 'Access-Control-Request-Method: PUT' -H \
                 'Access-Control-Request-Headers: content-type,x-a'",
                "content-type=application/json x-a=x",
            ),
            ("curl a.example -u me:secret", "Authorization=Basic bWU6c2VjcmV0"),
        ] {
            let command = Command::parse(text).expect("a command");
            let told = command.headers.iter().map(|(name, value)| format!("{name}={value}"));
            assert_eq!(told.collect::<Vec<_>>().join(" "), headers, "{text}");
        }
    }

    #[test]
    fn the_method_the_url_and_the_body_are_as_curl_sends_them() {
        for (text, sent) in [
            ("curl api.example", "GET http://api.example/"),
            ("curl -sSLXDELETE https://me:pass@api.example/a", "DELETE https://api.example/a"),
            (
                "curl -X OPTIONS -H 'Access-Control-Request-Method: PUT' api.example",
                "PUT http://api.example/",
            ),
            ("curl -X OPTIONS api.example", "OPTIONS http://api.example/"),
            ("curl -I api.example", "HEAD http://api.example/"),
            ("curl -T file api.example", "PUT http://api.example/ Bytes "),
            ("curl --json {} --url=https://api.example/", "POST https://api.example/ Bytes {}"),
            ("curl -d a=1 -d b=2 api.example", "POST http://api.example/ Parameters a=1&b=2"),
            ("curl -G -d a=1 -d b=2 api.example/?c=3", "GET http://api.example/?c=3&a=1&b=2"),
            ("curl -F a=b api.example", "POST http://api.example/ Form a=b"),
            ("curl -q -H Content-Type: -d a api.example", "POST http://api.example/ Bytes a"),
        ] {
            let Command { method, url, body, .. } = Command::parse(text).expect("a command");
            let body = body.map(|body| format!(" {:?} {}", body.kind, body.text));
            assert_eq!(format!("{method} {url}{}", body.unwrap_or_default()), sent, "{text}");
        }
    }

    #[test]
    fn credentials_are_told_by_what_only_they_bring() {
        for (text, is_credentialed) in [
            ("curl a.example", false),
            ("curl a.example -b a=b", true),
            ("curl a.example -H 'Cookie: a=b'", true),
            ("curl a.example -H 'Sec-Fetch-Storage-Access: none'", true),
            ("curl a.example -H 'Sec-Fetch-Site: cross-site'", false),
        ] {
            let command = Command::parse(text).expect("a command");
            assert_eq!(command.is_credentialed, is_credentialed, "{text}");
        }
    }

    #[test]
    fn what_is_broken_is_said_with_a_way_out() {
        for (text, message) in [
            ("curl", "the curl command names no URL"),
            ("curl 'https://a", "a quote in the curl command is not closed"),
            ("curl -H", "`-H` of the curl command has no value"),
            ("curl https://[", "the curl command's URL is none: invalid IPv6 address"),
        ] {
            assert_eq!(Command::parse(text).expect_err(text).to_string(), message, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_command_is_read_without_harm(text in "curl (\\PC|[-$'\"^\\\\ \n]){0,80}") {
            let _ = Command::parse(&text);
        }
    }
}
