//! Laws of the tables: what a text writes is found by the same text, with what stood in its holes.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::sample::select;

use super::Part;
use super::TABLES;
use super::Text;
use super::template::match_at;
use crate::diagnosis::read;

#[test]
fn each_text_finds_what_it_wrote() {
    for (_, text) in all() {
        let written = text.write(&SAMPLES);
        let start = written.len() - Text { before: "", ..*text }.write(&SAMPLES).len();
        let found = match_at(text.template, &written, start);
        let Some((_, caught)) = found else { panic!("{written}") };
        for (name, value) in caught {
            let known = SAMPLES.iter().find(|(known, _)| *known == name);
            let known = known.map(|(_, value)| format!("{value}"));
            // What ends a line may be a sentence's end.
            let known = known.map(|known| String::from(known.trim_end_matches('.')));
            assert_eq!(Some(value.trim_end_matches('.')), known.as_deref(), "{name} of {written}");
        }
    }
}

#[test]
fn each_refusal_that_is_written_is_read_as_its_rule_or_as_those_that_share_the_text() {
    for (browser, text) in all() {
        let (Part::Reason(rules) | Part::Closing(rules) | Part::Vague(rules)) = text.part else {
            continue;
        };
        let written = text.write(&SAMPLES);
        let readings = read(&written);
        if rules.is_empty() {
            assert_eq!(readings, [], "{written}");
            continue;
        }
        let [reading] = &readings[..] else { panic!("{readings:?} of {written}") };
        assert!(reading.rules.iter().all(|rule| rules.contains(rule)), "{reading:?} of {written}");
        assert_eq!(reading.browser, browser, "{written}");
    }
}

#[test]
fn no_text_stands_in_two_places() {
    let mut known = BTreeSet::new();
    let twice: Vec<_> = all().filter(|(_, text)| !known.insert(text.template)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

proptest! {
    /// Texts in a row, and texts in the holes of others: a paste may hold anything.
    #[test]
    fn whatever_stands_beside_or_within_a_text_each_reading_has_its_rule(
        parts in vec((any::<Index>(), any::<Index>(), select(BETWEEN.to_vec())), 1..5),
    ) {
        let texts: Vec<&Text> = all().map(|(_, text)| text).collect();
        let mut pasted = String::new();
        for (outer, inner, between) in parts {
            let inner = inner.index(texts.len() + OTHERS.len());
            let within = match texts.get(inner) {
                Some(text) => text.write(&SAMPLES),
                None => OTHERS[inner - texts.len()].into(),
            };
            let filled: Vec<(&str, &dyn Display)> = SAMPLES
                .into_iter()
                .map(|(name, sample)| match name {
                    "value" | "what" | "method" | "skip" => (name, &within as &dyn Display),
                    _ => (name, sample),
                })
                .collect();
            pasted += &texts[outer.index(texts.len())].write(&filled);
            pasted += between;
            pasted += &within;
        }
        for reading in read(&pasted) {
            prop_assert_eq!(reading.rules.first(), Some(&reading.refusal.rule), "{}", pasted);
        }
    }
}

const BETWEEN: [&str; 4] = ["", " ", "\n", "\": \""];

/// What no table has: codes of tools, and lines in other languages.
const OTHERS: [&str; 4] = [
    "corsError:'MethodDisallowedByPreflightResponse',failedParameter:'PUT'",
    "{\"corsError\":\"PreflightInvalidStatus\",\"failedParameter\":\"\"}",
    "已拦截跨源请求：同源策略禁止读取位于 https://api.example/a 的远程资源。（原因：CORS 请求未能成功）。",
    "Blocage d’une requête multiorigines (Cross-Origin Request) : la politique « Same Origin » ne \
     permet pas de consulter la ressource distante située sur https://api.example/a. Raison : x.",
];

fn all() -> impl Iterator<Item = (super::Browser, &'static Text)> {
    TABLES.iter().flat_map(|(browser, texts)| texts.iter().map(|text| (*browser, text)))
}

/// Something for every hole that there is.
const SAMPLES: [(&str, &dyn Display); 32] = [
    ("action", &"auto_allow"),
    ("address", &"127.0.0.1"),
    ("advice", &""),
    ("by", &"fetch"),
    ("code", &"TIMED_OUT"),
    ("coep", &"NotSameOrigin"),
    ("end", &""),
    ("expected", &"sha256-AAAA"),
    ("from", &"https://api.example/first"),
    ("header", &"x-token"),
    ("host", &"0.0.0.0"),
    ("initiator", &"https://app.example/page"),
    ("length", &"12"),
    ("location", &"https://api.example/next"),
    ("method", &"PUT"),
    ("origin", &"https://app.example"),
    ("page", &"https://app.example/page"),
    ("policy", &"unsafe-url"),
    ("port", &"443"),
    ("reason", &""),
    ("scheme", &"https"),
    ("secure", &"True"),
    ("sent", &"https://app.example"),
    ("skip", &"font-family: f"),
    ("space", &"loopback"),
    ("start", &"data:,a"),
    ("status", &"403"),
    ("url", &"https://api.example/a"),
    ("value", &"https://other"),
    ("verdict", &"told"),
    ("what", &"image"),
    ("why", &"for invalid domain."),
];
