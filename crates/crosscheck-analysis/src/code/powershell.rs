//! PowerShell: `Invoke-WebRequest` and `Invoke-RestMethod`, as Chromium copies them and as people write.

use crate::curl::Command;
use crate::error::InputError;

/// Reads the first request in a text; `None` if there is none.
pub(super) fn read(text: &str) -> Option<Result<Command, InputError>> {
    let lower = text.to_ascii_lowercase();
    let names = ["invoke-webrequest", "invoke-restmethod"];
    let (start, name) =
        names.into_iter().filter_map(|name| Some((lower.find(name)?, name))).min()?;
    let mut words = Words { rest: &text[start + name.len()..] };
    let (mut url, mut method, mut body) = (None, None, None);
    let mut headers = Vec::new();
    let mut has_session = lower[..start].contains(".cookies.add(");
    while let Some(word) = words.next() {
        match word.to_ascii_lowercase().as_str() {
            "-uri" => url = words.next(),
            "-method" | "-custommethod" => method = words.next(),
            "-body" => body = words.next(),
            "-contenttype" => {
                headers.extend(words.next().map(|value| ("Content-Type".to_owned(), value)));
            }
            "-useragent" => {
                headers.extend(words.next().map(|value| ("User-Agent".to_owned(), value)));
            }
            "-headers" => headers.extend(words.table()),
            "-websession" | "-credential" => drop(words.next()),
            "-usedefaultcredentials" => has_session = true,
            word if word.starts_with('-') => {}
            _ => url = url.or(Some(word)),
        }
    }
    let Some(url) = url else {
        let hint = "copy the whole command";
        return Some(Err(InputError::new("the PowerShell command names no URL", hint)));
    };
    Some(Command::of_parts(&url, method.as_deref(), headers, body.as_deref(), has_session))
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
            let Some(value) = self.next() else { return lines };
            lines.push((name, value));
        }
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
