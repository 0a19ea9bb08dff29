//! Whether an answer that calls itself data looks like it, so that it is kept from who may not read it.
//!
//! Source: Chromium's Opaque Response Blocking, as it was recorded (`fresh-id0001` and what follows).

/// How many bytes are looked at.
const SNIFFED: usize = 1024;

/// How HTML begins, in lower case.
const HTML: [&[u8]; 16] = [
    b"<!doctype html",
    b"<script",
    b"<html",
    b"<head",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
];

/// What servers put before data so that nobody runs it as a script.
const PARSER_BREAKERS: [&[u8]; 3] = [b")]}'", b"{}&&", b"for(;;);"];

/// Whether bytes begin as HTML, XML or an object of JSON does, or as what must not be run.
pub(super) fn looks_like_data(body: &[u8]) -> bool {
    let body = body.get(..SNIFFED).unwrap_or(body).trim_ascii_start();
    let begins = |start: &&[u8]| {
        body.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    HTML.iter().any(begins)
        || PARSER_BREAKERS.iter().any(|start| body.starts_with(start))
        || body.starts_with(b"<?xml")
        || begins_an_object(body)
}

/// Whether a name stands first between braces, and a colon behind it.
fn begins_an_object(body: &[u8]) -> bool {
    let name = body.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let Some(mut rest) = name.and_then(|name| name.strip_prefix(b"\"")) else { return false };
    while let Some((&byte, behind)) = rest.split_first() {
        match byte {
            b'"' => return behind.trim_ascii_start().starts_with(b":"),
            b'\\' => rest = behind.get(1..).unwrap_or_default(),
            _ => rest = behind,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_told_by_how_it_begins() {
        for data in [
            "<p>x",
            " <B>x",
            "<!DOCTYPE html>",
            "<?xml version=\"1.0\"?>",
            "{\"a\":1}",
            "{ \"a\\\"b\" :",
            ")]}'\n1",
            "for(;;);1",
        ] {
            assert!(looks_like_data(data.as_bytes()), "{data}");
        }
        for other in [
            "",
            "x",
            "{}",
            "{\"a\"",
            "{\"a\\",
            "[1]",
            "<!-- a --><!doctype html>",
            "<svg/>",
            "throw new Error('boom')",
        ] {
            assert!(!looks_like_data(other.as_bytes()), "{other}");
        }
    }
}
