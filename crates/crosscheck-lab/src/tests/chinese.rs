//! The Chinese page: no text of it is an English sentence. Names of headers, commands and code are what they
//! are in every language.

use crosscheck_analysis::docs::Links;
use crosscheck_analysis::docs::files;

use crate::files::all;

#[test]
fn no_text_of_the_documentation_in_chinese_is_an_english_sentence() {
    let mut found = Vec::new();
    for (path, text) in files(Links::Lab).iter().filter(|(path, _)| path.starts_with("zh/")) {
        for text in texts(text) {
            found.extend(english_sentence(text).map(|words| format!("{path}: {words}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_word_of_the_lab_in_chinese_is_an_english_sentence() {
    let is_chinese = |path: &str| matches!(path, "/words-zh.js" | "/rules-zh.js");
    for (path, text) in all().filter(|(path, _)| is_chinese(path)) {
        let quote = if path == "/words-zh.js" { '\'' } else { '"' };
        // A console's own text is an example of what to paste.
        let lines = text.lines().filter(|line| !line.contains("blocked by CORS policy"));
        for text in lines.flat_map(|line| line.split(quote)) {
            assert_eq!(english_sentence(text), None, "{path}: {text}");
        }
    }
}

/// The test itself: what is a sentence, and what is none.
#[test]
fn a_sentence_is_told_from_names_and_commands() {
    for sentence in ["让它 keep the methods and headers 不变", "it answers no times"] {
        assert!(english_sentence(sentence).is_some(), "{sentence}");
    }
    for names in [
        "`keep the methods and headers`",
        "gcloud storage buckets update gs://BUCKET",
        "使用 Fastify 适配器时：npm install @fastify/cors",
        "Cross-Origin-Opener-Policy: same-origin",
    ] {
        assert_eq!(english_sentence(names), None, "{names}");
    }
}

/// Four English words in a row, one of which only sentences have; not between the marks of code.
fn english_sentence(text: &str) -> Option<String> {
    const OF_SENTENCES: [&str; 22] = [
        "the", "a", "an", "is", "are", "to", "of", "it", "and", "or", "for", "by", "in", "with",
        "that", "not", "no", "be", "has", "says", "this", "as",
    ];
    let is_word = |word: &&str| {
        let word = word.trim_end_matches([',', '.', ':', ';']);
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let prose = text.split('`').step_by(2);
    prose.into_iter().find_map(|part| {
        let words: Vec<&str> = part.split(|c: char| c.is_whitespace() || !c.is_ascii()).collect();
        let mut runs = words.split(|word| !is_word(word));
        let is_sentence = |run: &&[&str]| {
            run.len() >= 4
                && run.iter().any(|word| OF_SENTENCES.contains(&word.to_lowercase().as_str()))
        };
        runs.find(is_sentence).map(|run| run.join(" "))
    })
}

/// What a page shows: without elements of code and of consoles, tags and attributes.
fn texts(page: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut skipped: Option<&str> = None;
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split(' ').next().unwrap_or_default();
        match skipped {
            Some(open) if name.strip_prefix('/') == Some(open) => skipped = None,
            Some(_) => continue,
            None if matches!(name, "pre" | "code" | "script" | "style") => {
                skipped = Some(name);
                continue;
            }
            None => {}
        }
        texts.push(text);
    }
    texts
}
