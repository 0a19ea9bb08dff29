//! PowerShell: `Invoke-WebRequest` and `Invoke-RestMethod`, as Chromium copies them and as people write.

use super::literal::expression_end;
use crate::curl::Command;
use crate::error::InputError;

/// Reads the first request in a text; `None` if there is none.
pub(super) fn read(text: &str) -> Option<Result<Command, InputError>> {
    let lower = text.to_ascii_lowercase();
    let names = ["invoke-webrequest", "invoke-restmethod"];
    let (start, name) =
        names.into_iter().filter_map(|name| Some((lower.find(name)?, name))).min()?;
    let mut words = Words { rest: &text[start + name.len()..] };
    let before = &text[..start];
    let mut said =
        Said { has_cookies: lower[..start].contains(".cookies.add("), ..Said::default() };
    while let Some(word) = words.next() {
        if let Some(option) = word.strip_prefix('-') {
            said.hear(option, before, &mut words);
        } else if let Some(name) = word.strip_prefix('@') {
            // `@parameters`: each entry of a table is an option.
            for (option, value) in assigned(before, name).map(|mut w| w.table()).unwrap_or_default()
            {
                said.hear(&option, before, &mut Words { rest: &value });
            }
        } else {
            said.url = said.url.or_else(|| Some(resolved(before, word)));
        }
    }
    let Said { url, method, body, mut headers, has_cookies } = said;
    drop_pseudo_headers(&mut headers);
    let Some(url) = url else {
        let hint = "copy the whole command";
        let error = InputError::new("the PowerShell command names no URL", hint);
        return Some(Err(error.in_chinese("这条 PowerShell 命令里没有 URL", "请复制整条命令")));
    };
    Some(Command::of_parts(&url, method.as_deref(), headers, body.as_deref(), has_cookies))
}

/// What the words of a command say.
#[derive(Default)]
struct Said {
    url: Option<String>,
    method: Option<String>,
    body: Option<String>,
    headers: Vec<(String, String)>,
    has_cookies: bool,
}

impl Said {
    /// Hears an option, whose value is the next word.
    fn hear(&mut self, option: &str, before: &str, words: &mut Words<'_>) {
        let mut value = || words.next().map(|word| resolved(before, word));
        let mut header = |name: &str, value: Option<String>| {
            self.headers.extend(value.map(|value| (name.to_owned(), value)));
        };
        match option.to_ascii_lowercase().as_str() {
            "uri" => self.url = value(),
            // It takes the names of methods in any case, and sends them in upper.
            "method" => self.method = value().map(|method| method.to_ascii_uppercase()),
            "custommethod" => self.method = value(),
            "body" => self.body = value(),
            "contenttype" => header("Content-Type", value()),
            "useragent" => header("User-Agent", value()),
            "headers" => {
                let lines = match words.rest.trim_start().strip_prefix('$') {
                    Some(_) => words.next().and_then(|word| {
                        assigned(before, word.trim_start_matches('$')).map(|mut w| w.table())
                    }),
                    None => Some(words.table()),
                };
                let lines = lines.into_iter().flatten();
                self.headers.extend(lines.map(|(name, value)| (name, resolved(before, value))));
            }
            "websession" | "credential" | "outfile" | "timeoutsec" => drop(value()),
            "usedefaultcredentials" => self.has_cookies = true,
            _ => {}
        }
    }
}

/// What was assigned to a variable, last of all.
fn assigned<'t>(before: &'t str, name: &str) -> Option<Words<'t>> {
    let mut places = before.match_indices('$').rev();
    places.find_map(|(at, _)| {
        let rest = before[at + 1..].strip_prefix(name)?.trim_start();
        Some(Words { rest: rest.strip_prefix('=')?.trim_start() })
    })
}

/// A word, or what was assigned to the variable that it is.
fn resolved(before: &str, word: String) -> String {
    let name = word.strip_prefix('$').filter(|name| !name.is_empty());
    name.and_then(|name| assigned(before, name)?.next()).unwrap_or(word)
}

/// Leaves out what HTTP/2 has in the place of a request line, which Chromium copies as headers.
fn drop_pseudo_headers(headers: &mut Vec<(String, String)>) {
    const PSEUDO: [&str; 4] = ["authority", "method", "path", "scheme"];
    let is_there = |name: &&str| headers.iter().any(|(known, _)| known == name);
    if PSEUDO.iter().all(is_there) {
        headers.retain(|(name, _)| !PSEUDO.contains(&&**name));
    }
}

/// The words of a command, quotes taken off.
struct Words<'t> {
    rest: &'t str,
}

impl Words<'_> {
    fn next(&mut self) -> Option<String> {
        loop {
            self.rest = self.rest.trim_start();
            // A backtick before a line's end goes on with the next line.
            match self.rest.strip_prefix('`') {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        let first = self.rest.chars().next()?;
        if matches!(first, '"' | '\'') {
            return self.quoted(first);
        }
        // `([System.Text.Encoding]::UTF8.GetBytes("…"))`: a value that is computed.
        if let Some(inside) = self.rest.strip_prefix('(') {
            let (expression, rest) = inside.split_at(expression_end(inside));
            self.rest = rest.strip_prefix(')').unwrap_or(rest);
            return Some(expression.to_owned());
        }
        let end =
            self.rest.find(|c: char| c.is_whitespace() || c == ';').unwrap_or(self.rest.len());
        let word = self.rest[..end].to_owned();
        self.rest = self.rest[end..].trim_start_matches(';');
        Some(word).filter(|word| !word.is_empty())
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        let text = &self.rest[1..];
        let mut value = String::new();
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let is_doubled =
                letter == quote && letters.peek().is_some_and(|(_, next)| *next == quote);
            match letter {
                _ if is_doubled => {
                    letters.next();
                    value.push(quote);
                }
                letter if letter == quote => {
                    self.rest = &text[at + 1..];
                    return Some(value);
                }
                '`' if quote == '"' => value.extend(letters.next().map(|(_, letter)| letter)),
                letter => value.push(letter),
            }
        }
        self.rest = "";
        None
    }

    /// `@{ "name"="value" … }`.
    fn table(&mut self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        self.rest = self.rest.trim_start();
        let Some(inside) = self.rest.strip_prefix("@{") else { return lines };
        self.rest = inside;
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
            if let Some(rest) = self.rest.strip_prefix('}') {
                self.rest = rest;
                return lines;
            }
            let Some(name) = self.name() else { return lines };
            self.rest = self.rest.trim_start().trim_start_matches('=');
            let Some(value) = self.value() else { return lines };
            lines.push((name, value));
        }
    }

    /// A value of a table: a word, or a table within it as it is written.
    fn value(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        if !self.rest.starts_with("@{") {
            return self.next();
        }
        let end = self.rest.find('}')? + 1;
        let (table, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(table.to_owned())
    }

    fn name(&mut self) -> Option<String> {
        let first = self.rest.chars().next()?;
        if matches!(first, '"' | '\'') {
            return self.quoted(first);
        }
        let end = self.rest.find(['=', '}'])?;
        let name = self.rest[..end].trim().to_owned();
        self.rest = &self.rest[end..];
        Some(name).filter(|name| !name.is_empty())
    }
}
